import type { LineBlock } from "./block.ts";
import { DocumentScanner } from "./document-scanner.ts";

/** What a {@link Utf16DocumentCutter} needs to know. */
export interface Utf16DocumentCutterOptions {
  readonly encoding: "utf-16le" | "utf-16be";
  /** A longer document (as UTF-8) is skipped and counted, like a long line. */
  readonly maxLineBytes: number;
}

/** In place of a character that is none of JSON's own. */
const otherCharacter = 0x80;

/**
 * Cuts what a `DocumentCutter` does, but in UTF-16, and writes the documents as UTF-8, each as a block of its own, since
 * only so their offsets are those of the input. The scanner is shown a byte for each UTF-16 unit.
 */
export class Utf16DocumentCutter {
  readonly #options: Utf16DocumentCutterOptions;
  readonly #scanner = new DocumentScanner();
  /** Half a unit that the last chunk ended with. */
  #half: Buffer = Buffer.alloc(0);
  /** Of the document that has not ended: its units, and where it starts. */
  #parts: string[] = [];
  #partUnits = 0;
  #startUnits = 0;
  #isInside = false;
  #isTooLong = false;
  /** Where the chunk starts. */
  #units = 0;
  #ownBytes = 0;
  #longLines = 0;

  constructor(options: Utf16DocumentCutterOptions) {
    this.#options = options;
  }

  /** All bytes that came in. */
  get ownBytes(): number {
    return this.#ownBytes;
  }

  /** Documents over the cap. */
  get longLines(): number {
    return this.#longLines;
  }

  /** The documents that end in a chunk. */
  *cut(chunk: Buffer): Generator<LineBlock, void> {
    this.#ownBytes += chunk.length;
    const text = this.#decode(chunk);
    const bytes = toCharacterBytes(text);
    for (let position = 0; ;) {
      if (!this.#isInside) {
        const start = this.#scanner.findStart(bytes, position, bytes.length, 0);
        if (start < 0) break;
        this.#isInside = true;
        this.#startUnits = this.#units + start;
        position = start;
      }
      const stop = this.#scanner.findEnd(bytes, position, bytes.length);
      this.#keep(text, bytes, position, stop < 0 ? bytes.length : stop);
      if (stop < 0) break;
      position = stop;
      const block = this.#finishDocument(false);
      if (block !== undefined) yield block;
    }
    this.#scanner.advance(bytes.length);
    this.#units += bytes.length;
  }

  /** The input ends here: gives the document that is cut off, or the bracket of the array that is. */
  finish(): LineBlock | undefined {
    if (this.#isInside) {
      if (this.#half.length > 0) this.#parts.push("\ufffd");
      return this.#finishDocument(true);
    }
    const arrayStart = this.#scanner.openArrayStart;
    if (arrayStart === undefined) return undefined;
    return { bytes: Buffer.from("["), offsetBytes: 2 * arrayStart, unterminated: true };
  }

  #decode(chunk: Buffer): string {
    const bytes = this.#half.length > 0 ? Buffer.concat([this.#half, chunk]) : Buffer.from(chunk);
    const evenBytes = bytes.length - (bytes.length % 2);
    this.#half = bytes.subarray(evenBytes);
    const even = bytes.subarray(0, evenBytes);
    return (this.#options.encoding === "utf-16be" ? even.swap16() : even).toString("utf16le");
  }

  /** Keeps a part of the document, with its line breaks written over as the scanner did. */
  #keep(text: string, bytes: Buffer, from: number, to: number): void {
    if (this.#isTooLong) return;
    this.#parts.push(
      text.slice(from, to).replaceAll("\n", (_break, at: number) => String.fromCodePoint(bytes[from + at] ?? 0)),
    );
    this.#partUnits += to - from;
    // No UTF-16 unit is less than a byte of UTF-8.
    if (this.#partUnits <= this.#options.maxLineBytes) return;
    this.#isTooLong = true;
    this.#parts = [];
  }

  #finishDocument(unterminated: boolean): LineBlock | undefined {
    const bytes = Buffer.from(`${this.#parts.join("")}${unterminated ? "" : "\n"}`);
    const isTooLong = this.#isTooLong || bytes.length - (unterminated ? 0 : 1) > this.#options.maxLineBytes;
    this.#parts = [];
    this.#partUnits = 0;
    this.#isInside = false;
    this.#isTooLong = false;
    if (isTooLong) this.#longLines++;
    return isTooLong ? undefined : { bytes, offsetBytes: 2 * this.#startUnits, unterminated };
  }
}

/** A byte for each unit of a text. */
function toCharacterBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let unit = 0; unit < text.length; unit++) {
    const code = text.charCodeAt(unit);
    bytes[unit] = code < otherCharacter ? code : otherCharacter;
  }
  return bytes;
}
