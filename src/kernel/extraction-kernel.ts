import { randomBytes } from "node:crypto";
import * as layout from "./assembly/extraction/layout.ts";
import { ExtractionInstance } from "./extraction-instance.ts";
import { takeProgramApart } from "./extraction-parts.ts";
import type {
  Extraction,
  ExtractionCounts,
  ExtractionProgram,
  ExtractionVisitor,
  HandOverReason,
  ValueResolver,
} from "./extraction-program.ts";
import type { KernelModule } from "./web-assembly.ts";

const newline = 0x0a;
/** With what is written of it, it must leave room in the processor's second cache: of 256 KiB the walk is a twelfth slower. */
const defaultChunkBytes = 128 << 10;

const nothing = new Uint8Array();

/** In the order of the kernel's numbers. */
const kernelReasons: readonly HandOverReason[] = ["escaped_name", "repeated_name", "malformed", "condition"];

/** Options of {@link ExtractionKernel}. */
export interface ExtractionKernelOptions {
  /** How long a block may be that is walked in one piece; a longer line is handed over. 128 KiB by default. */
  readonly chunkBytes?: number;
  /** Of the hashes of values, 24 bytes; random by default, so that nobody can choose values that collide. */
  readonly seed?: Buffer;
  /** Some of the input, some hundred kilobytes: what is common there is not what values are told apart by. Of no consequence else. */
  readonly sample?: Uint8Array;
}

/**
 * The extraction in WebAssembly. A program that it isn't made for (some hundred thousand names or facts) is never walked with: all
 * lines are handed over.
 *
 * @example
 * const kernel = new ExtractionKernel(await compileKernel("extraction"), program, resolve);
 * kernel.visit(kernel.chunk.subarray(0, bytesRead), (start, end, filters) => evaluate(start, end, filters));
 */
export class ExtractionKernel implements Extraction {
  readonly chunk: Buffer;
  readonly #instance: ExtractionInstance | null;
  /** For blocks that lie elsewhere: the chunk may hold what its reader still needs. */
  readonly #copies: Buffer;
  readonly #counts = { lines: 0, candidates: 0, memoLookups: 0, memoHits: 0, gated: 0, resolved: 0, evaluated: 0 };
  readonly #handedOver: Record<HandOverReason, number> = {
    escaped_name: 0,
    repeated_name: 0,
    too_long: 0,
    malformed: 0,
    condition: 0,
    capacity: 0,
  };

  constructor(
    module: KernelModule,
    program: ExtractionProgram,
    resolve: ValueResolver,
    { chunkBytes = defaultChunkBytes, seed = randomBytes(24), sample = nothing }: ExtractionKernelOptions = {},
  ) {
    const parts = takeProgramApart(program);
    this.#instance =
      parts === null ? null : new ExtractionInstance(module, parts, resolve, { chunkBytes, seed, sample });
    if (this.#instance === null) {
      this.chunk = this.#copies = Buffer.alloc(chunkBytes);
    } else {
      const { memory, at } = this.#instance;
      this.chunk = memory.subarray(at.chunk, at.chunk + chunkBytes);
      this.#copies = memory.subarray(at.copies, at.copies + chunkBytes);
    }
  }

  get counts(): ExtractionCounts {
    return { ...this.#counts, handedOver: { ...this.#handedOver } };
  }

  visit(bytes: Buffer, visitor: ExtractionVisitor): void {
    if (bytes.length === 0) return;
    if (this.#instance === null) {
      for (let start = 0; start < bytes.length;) start = this.#handOver(bytes, start, "capacity", visitor);
    } else if (lieIn(bytes, this.chunk)) {
      const start = bytes.byteOffset - this.#instance.memory.byteOffset;
      this.#walk(this.#instance, start, start + bytes.length, visitor);
    } else {
      this.#visitCopies(this.#instance, bytes, visitor);
    }
  }

  /** As many whole lines at a time as there is room for. */
  #visitCopies(instance: ExtractionInstance, bytes: Buffer, visitor: ExtractionVisitor): void {
    for (let start = 0; start < bytes.length;) {
      let end = Math.min(start + this.#copies.length, bytes.length);
      if (end < bytes.length) end = bytes.subarray(start, end).lastIndexOf(newline) + 1 + start;
      if (end === start) {
        start = this.#handOver(bytes, start, "too_long", visitor);
        continue;
      }
      const pieceStart = start;
      bytes.copy(this.#copies, 0, start, end);
      this.#walk(instance, instance.at.copies, instance.at.copies + end - start, (lineStart, lineEnd, filters) =>
        visitor(pieceStart + lineStart, pieceStart + lineEnd, filters),
      );
      start = end;
    }
  }

  #walk(instance: ExtractionInstance, start: number, end: number, visitor: ExtractionVisitor): void {
    instance.walk(start, end, visitor);
    const taken = instance.takeCounts();
    const countAt = (offset: number): number => taken[offset / 4] ?? 0;
    this.#counts.lines += countAt(layout.countLines);
    this.#counts.candidates += countAt(layout.countCandidates);
    this.#counts.memoLookups += countAt(layout.countMemoLookups);
    this.#counts.memoHits += countAt(layout.countMemoHits);
    this.#counts.gated += countAt(layout.countGated);
    this.#counts.resolved += countAt(layout.countResolved);
    this.#counts.evaluated += countAt(layout.countEvaluated);
    for (const [index, reason] of kernelReasons.entries()) {
      this.#handedOver[reason] += countAt(layout.countHandedOver + 4 * index);
    }
  }

  /** The line that starts here. Gives where the next one does. */
  #handOver(bytes: Buffer, start: number, reason: HandOverReason, visitor: ExtractionVisitor): number {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    this.#counts.lines++;
    this.#handedOver[reason]++;
    visitor(start, end, null);
    return end + 1;
  }
}

function lieIn(bytes: Buffer, chunk: Buffer): boolean {
  return (
    bytes.buffer === chunk.buffer &&
    bytes.byteOffset >= chunk.byteOffset &&
    bytes.byteOffset + bytes.length <= chunk.byteOffset + chunk.length
  );
}
