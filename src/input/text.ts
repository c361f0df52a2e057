import type { LineBlock, ReadSettings, SplitEnd } from "./block.ts";
import type { ByteChunks, ByteEnd } from "./byte-source.ts";
import { LineCutter } from "./line-cutter.ts";
import { DocumentCutter } from "./document-cutter.ts";
import { recogniseOpening } from "./opening.ts";
import type { Opening } from "./opening.ts";
import type { InputEncoding } from "./split.ts";
import { Utf16DocumentCutter } from "./utf16-document-cutter.ts";
import { Utf16Cutter } from "./utf16-cutter.ts";

/**
 * Cuts a whole text, unpacked but in an encoding that only its first bytes tell, into blocks of lines.
 * The chunks are closed when the reader stops early.
 */
export async function* readText(
  chunks: ByteChunks,
  options: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<LineBlock, SplitEnd> {
  try {
    const { opening, head, end } = await readOpening(chunks);
    if (opening.kind === "refused") return { status: "unreadable", reason: opening.reason, bytes: 0, longLines: 0 };
    const cutter = createCutter(opening, head, options);
    const finish = (end: ByteEnd): SplitEnd => ({ ...end, bytes: cutter.ownBytes, longLines: cutter.longLines });
    yield* cutChunk(head, cutter, signal);
    let ended = end;
    while (ended === undefined) {
      const next = await chunks.next();
      if (next.done === true) ended = next.value;
      else if (yield* cutChunk(next.value, cutter, signal)) break;
    }
    // Of an aborted stream the last line may be there in part, and must not be taken for one.
    if (ended === undefined || signal?.aborted === true) return finish({ status: "ok" });
    const last = cutter.finish();
    if (last !== undefined) yield last;
    return finish(ended);
  } finally {
    // Releases the decompressor; what it would have said no longer matters.
    await chunks.return({ status: "ok" });
  }
}

/** Hands out the blocks of a chunk; true if the reader was aborted meanwhile. */
function* cutChunk(chunk: Buffer, cutter: TextCutter, signal?: AbortSignal): Generator<LineBlock, boolean> {
  for (const block of cutter.cut(chunk)) {
    yield block;
    if (signal?.aborted === true) return true;
  }
  return signal?.aborted === true;
}

/** Reads until it is clear what the text is. A head that was looked at is still to be cut. */
async function readOpening(chunks: ByteChunks): Promise<{ opening: Opening; head: Buffer; end?: ByteEnd }> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) {
      const opening = recogniseOpening(head, true) ?? plainLines;
      return { opening, head, end: next.value };
    }
    // A chunk is valid only until the next one: a head in several pieces is put together.
    head = head.length > 0 ? Buffer.concat([head, next.value]) : Buffer.from(next.value);
    const opening = recogniseOpening(head, false);
    if (opening !== undefined) return { opening, head };
  }
}

interface TextCutter {
  cut(chunk: Buffer): Iterable<LineBlock>;
  finish(): LineBlock | undefined;
  readonly ownBytes: number;
  readonly longLines: number;
}

type TextOpening = Extract<Opening, { kind: "text" }>;

const plainLines: TextOpening = { kind: "text", encoding: "utf-8", layout: "lines" };

/** `head`: what of the text has been read, to be cut first. */
function createCutter({ encoding, layout }: TextOpening, head: Buffer, options: ReadSettings): TextCutter {
  const { chunkBytes, memory, maxLineBytes } = options;
  if (layout === "documents") {
    blankMark(head, encoding);
    return encoding === "utf-8"
      ? new DocumentCutter({ chunkBytes, memory, maxLineBytes })
      : new Utf16DocumentCutter({ encoding, maxLineBytes });
  }
  return encoding === "utf-8"
    ? new LineCutter({ chunkBytes, memory, maxLineBytes, offsetBytes: 0, endBytes: Infinity, startsInside: false })
    : new Utf16Cutter({ encoding, maxLineBytes });
}

/** Between documents a byte-order mark is no blank, but at the start it is none of the text. */
function blankMark(head: Buffer, encoding: InputEncoding): void {
  const mark = { "utf-8": "efbbbf", "utf-16le": "fffe", "utf-16be": "feff" }[encoding];
  const blank = { "utf-8": "   ", "utf-16le": " \0", "utf-16be": "\0 " }[encoding];
  if (head.toString("hex", 0, mark.length / 2) === mark) head.write(blank, "latin1");
}
