import * as layout from "./assembly/extraction/layout.ts";
import { type ExtractionAddresses, memoArenaBytes, outputBytes, placeProgram } from "./extraction-memory.ts";
import type { ExtractionParts } from "./extraction-parts.ts";
import type { ExtractionVisitor, ValueResolver } from "./extraction-program.ts";
import { writeProgram } from "./extraction-writing.ts";
import type { KernelModule } from "./web-assembly.ts";

const newline = 0x0a;

/** In place of a number of filters. */
const handedOver = 0xffffffff;

type KernelFunction = (...numbers: number[]) => number;

/** What {@link ExtractionInstance} is made with. */
export interface ExtractionInstanceOptions {
  readonly chunkBytes: number;
  /** 24 bytes. */
  readonly seed: Buffer;
  /** Some of the input, or nothing. */
  readonly sample: Uint8Array;
  /** Documents and objects are told apart by numbers of 32 bits: after so many the program is written anew. */
  readonly lastSerial?: number;
}

/** The compiled kernel with a memory of its own, and a program in it. */
export class ExtractionInstance {
  /** All of it. The kernel's addresses are offsets in it. */
  readonly memory: Buffer;
  readonly at: ExtractionAddresses;
  readonly #parts: ExtractionParts;
  readonly #sample: Uint8Array;
  readonly #lastSerial: number;
  readonly #words: Uint32Array;
  readonly #functions: Readonly<Record<"start" | "indexLines" | "walkLines" | "serial", KernelFunction>>;

  constructor(
    module: KernelModule,
    parts: ExtractionParts,
    resolve: ValueResolver,
    { chunkBytes, seed, sample, lastSerial = 2 ** 31 }: ExtractionInstanceOptions,
  ) {
    this.#lastSerial = lastSerial;
    this.#parts = parts;
    this.#sample = sample;
    this.at = placeProgram(parts, chunkBytes);
    const memory = new WebAssembly.Memory({ initial: this.at.pages, maximum: this.at.pages });
    this.memory = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    const { exports } = new WebAssembly.Instance(module, {
      env: {
        memory,
        resolve: (slot = 0, start = 0, length = 0) => {
          const facts = resolve(slot, this.memory.toString("utf8", start, start + length));
          this.#words.set(facts, this.at.resolvedFacts / 4);
          return facts.length;
        },
      },
    });
    this.#functions = {
      start: functionOf(exports, "start"),
      indexLines: functionOf(exports, "indexLines"),
      walkLines: functionOf(exports, "walkLines"),
      serial: functionOf(exports, "serial"),
    };
    const globals = { ...regionsOf(parts, this.at), ...seedsOf(seed) };
    for (const [name, value] of Object.entries(globals)) setGlobal(exports, name, value);
    this.#start();
  }

  /**
   * Walks over the lines in `[start, end)` of the memory, where the byte at `end` may be changed meanwhile. Candidates are told as
   * offsets from `start`.
   */
  walk(start: number, end: number, visitor: ExtractionVisitor): void {
    if (this.#functions.serial() >= this.#lastSerial) this.#start();
    const last = this.memory[end - 1] === newline ? end - 1 : end;
    const replaced = this.memory[last] ?? 0;
    this.memory[last] = newline;
    try {
      this.#functions.indexLines(start, last);
      while (this.#tellCandidates(start, this.#functions.walkLines(), visitor));
    } finally {
      this.memory[last] = replaced;
    }
  }

  /** What was counted since it was last taken, by offset. */
  takeCounts(): Uint32Array {
    const counters = this.#words.subarray(layout.counters / 4, layout.counters / 4 + layout.counterCount);
    const taken = counters.slice();
    counters.fill(0);
    return taken;
  }

  #start(): void {
    writeProgram(this.#parts, this.at, this.memory, this.#sample);
    this.#functions.start();
  }

  /** False: there were none, and all lines are done. */
  #tellCandidates(origin: number, outputEnd: number, visitor: ExtractionVisitor): boolean {
    const words = this.#words;
    const first = this.at.output / 4;
    const end = outputEnd / 4;
    for (let word = first; word < end;) {
      const lineStart = (words[word] ?? 0) - origin;
      const lineEnd = (words[word + 1] ?? 0) - origin;
      const count = words[word + 2] ?? 0;
      word += layout.outputHead / 4;
      if (count === handedOver) visitor(lineStart, lineEnd, null);
      else {
        visitor(lineStart, lineEnd, Array.from(words.subarray(word, word + count)).sort(ascending));
        word += count;
      }
    }
    return end > first;
  }
}

function ascending(left: number, right: number): number {
  return left - right;
}

/** Those of the kernel's globals (`regions.ts`) that are addresses as they were laid out. */
const regionNames = [
  "nodes",
  "slots",
  "wantedKeys",
  "keyTable",
  "learnedKeys",
  "learnedNames",
  "frames",
  "structurals",
  "bitmaps",
  "stamps",
  "triggerStarts",
  "triggers",
  "always",
  "filterStamps",
  "asked",
  "output",
  "pending",
  "resolvedFacts",
  "memoTable",
  "memoArena",
] as const satisfies readonly (keyof ExtractionAddresses)[];

function regionsOf(parts: ExtractionParts, at: ExtractionAddresses): Readonly<Record<string, number>> {
  return {
    ...Object.fromEntries(regionNames.map((name) => [name, at[name]])),
    nodesEnd: at.nodes + parts.nodeCount * layout.keyBytes,
    wantedKeysEnd: at.wantedKeys + parts.names.length * layout.keyBytes,
    slotsEnd: at.slots + parts.program.slots.length * layout.slotBytes,
    alwaysEnd: at.always + 4 * new Set(parts.program.always).size,
    outputLimit: at.output + outputBytes,
    memoArenaEnd: at.memoArena + memoArenaBytes,
  };
}

/** The multipliers are odd, so that no bit of a value is lost. */
function seedsOf(seed: Buffer): Readonly<Record<string, bigint>> {
  return {
    seed: seed.readBigUInt64LE(0),
    multiplier: seed.readBigUInt64LE(8) | 1n,
    otherMultiplier: seed.readBigUInt64LE(16) | 1n,
  };
}

function functionOf(exports: Readonly<Record<string, unknown>>, name: string): KernelFunction {
  const found = exports[name];
  if (typeof found !== "function") throw new TypeError(`the kernel has no function ${name}`);
  return (...numbers) => Number(found(...numbers));
}

function setGlobal(exports: Readonly<Record<string, unknown>>, name: string, value: number | bigint): void {
  const found = exports[name];
  if (typeof found !== "object" || found === null || !("value" in found)) {
    throw new TypeError(`the kernel has no global ${name}`);
  }
  found.value = value;
}
