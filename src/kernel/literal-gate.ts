import { GramFrequencies } from "./gram-frequencies.ts";
import * as layout from "./assembly/extraction/layout.ts";

const gramBytes = 4;
const shortGramBytes = 3;
const caseBit = 0x20;
const stride = 4;
const stridedBytes = gramBytes + stride - 1;
/** So many bits of the filter per gram: few grams that aren't in it look as if they were. */
const bitsPerGram = 32;
const minFilterBits = 10;
const maxFilterBits = 18;
/** Of more literals the nibble filter, with its eight buckets, lets nearly everything through. */
const maxBucketed = 48;
const buckets = 8;

/** A literal folded as the kernel folds, and where in it the gram lies by which it is found. */
interface PlacedGram {
  readonly bytes: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** Literals that are looked for in the same way. */
interface GatePart {
  readonly flags: number;
  readonly literals: readonly (readonly number[])[];
  /** A literal is found by grams at so many places in a row. */
  readonly grams: number;
  readonly gramLength: number;
}

/**
 * The gates of all slots, as the kernel reads them. Each literal is found by one gram of it, or four in a row if it is long: those
 * that are rare in a sample of the input, and then those that few literals have, for what many share is common in values too.
 */
export class GateWriter {
  readonly #frequencies: GramFrequencies;

  /** `sample` may be empty. */
  constructor(gates: Iterable<readonly string[]>, sample: Uint8Array) {
    this.#frequencies = new GramFrequencies(sample);
    for (const literals of gates) {
      for (const literal of literals) this.#frequencies.add(Buffer.from(literal));
    }
  }

  /** How many bytes the gates of a slot take. */
  static sizeOf(literals: readonly string[]): number {
    return partsOf(literals).reduce((bytes, part) => bytes + sizeOfPart(part), 0);
  }

  /** Writes the gates of a slot at an address in memory that is zero. */
  write(literals: readonly string[], memory: Buffer, address: number): void {
    let gate = address;
    const parts = partsOf(literals);
    for (const [index, part] of parts.entries()) {
      const next = gate + sizeOfPart(part);
      this.#writePart(part, memory, gate);
      if (index + 1 < parts.length) memory.writeUInt32LE(next, gate + layout.gateOther);
      gate = next;
    }
  }

  #writePart(part: GatePart, memory: Buffer, gate: number): void {
    const bits = filterBits(part);
    const filter = gate + layout.gateFilter;
    const heads = filter + 2 ** (bits - 3);
    let entry = heads + headBytes(bits);
    let text = entry + part.literals.length * part.grams * layout.gateEntryBytes;
    memory.writeUInt32LE(32 - bits, gate + layout.gateShift);
    memory.writeUInt32LE(part.flags, gate + layout.gateFlags);
    memory.writeUInt32LE(heads, gate + layout.gateHeads);
    const all = part.literals.map((bytes) => this.#rarest(bytes, part));
    for (const grams of all) {
      for (const gram of grams) {
        const bit = Math.imul(gramNumber(gram), layout.gramMultiplier) >>> (32 - bits);
        const otherBit = Math.imul(gramNumber(gram), layout.gramOtherMultiplier) >>> (32 - bits);
        setBits(memory, filter + (bit >>> 3), 1 << (bit & 7));
        setBits(memory, filter + (otherBit >>> 3), 1 << (otherBit & 7));
        const head = heads + 4 * (bit >>> layout.gateHeadShift);
        memory.writeUInt32LE(memory.readUInt32LE(head), entry + layout.gateNext);
        memory.writeUInt32LE(entry, head);
        memory.writeUInt32LE(text, entry + layout.gateText);
        memory.writeUInt32LE(gram.bytes.length, entry + layout.gateLength);
        memory.writeUInt32LE(gram.offset, entry + layout.gateOffset);
        memory.set(gram.bytes, text);
        entry += layout.gateEntryBytes;
      }
      text += paddedLength(grams[0]?.bytes.length ?? 0);
    }
    if ((part.flags & layout.gateBucketed) !== 0) writeBuckets(all.flat(), memory, gate + layout.gateNibbles);
  }

  /** The grams in a row that are the least frequent together. */
  #rarest(bytes: readonly number[], { grams, gramLength }: GatePart): readonly PlacedGram[] {
    const counts = bytes.map((_, offset) => this.#frequencies.of(bytes, offset));
    let best = 0;
    let bestCount = Infinity;
    for (let first = 0; first + gramLength + grams - 1 <= bytes.length; first++) {
      let count = 0;
      for (let offset = first; offset < first + grams; offset++) count += counts[offset] ?? 0;
      // Of equals the last: names stand at the end of paths.
      if (count <= bestCount) [best, bestCount] = [first, count];
    }
    return Array.from({ length: grams }, (_, index) => ({ bytes, offset: best + index, length: gramLength }));
  }
}

/** Literals by length: what is too short for the better ways is looked for apart. */
function partsOf(literals: readonly string[]): readonly GatePart[] {
  const all = literals.map((literal) => [...Buffer.from(literal)].map((byte) => byte | caseBit));
  const long = all.filter(({ length }) => length >= stridedBytes);
  const middle = all.filter(({ length }) => length < stridedBytes && length >= gramBytes);
  const short = all.filter(({ length }) => length < gramBytes);
  if (short.some(({ length }) => length < shortGramBytes))
    throw new RangeError("a gate has a literal of fewer than three bytes");
  return [
    { literals: long, flags: layout.gateStrided, grams: stride, gramLength: gramBytes },
    {
      literals: middle,
      flags: middle.length <= maxBucketed ? layout.gateBucketed : 0,
      grams: 1,
      gramLength: gramBytes,
    },
    { literals: short, flags: layout.gateBucketed | layout.gateShort, grams: 1, gramLength: shortGramBytes },
  ].filter(({ literals: { length } }) => length > 0);
}

function sizeOfPart(part: GatePart): number {
  const bits = filterBits(part);
  const texts = part.literals.reduce((bytes, { length }) => bytes + paddedLength(length), 0);
  const entries = part.literals.length * part.grams * layout.gateEntryBytes;
  return layout.gateFilter + 2 ** (bits - 3) + headBytes(bits) + entries + texts;
}

function headBytes(bits: number): number {
  return 2 ** (bits - layout.gateHeadShift + 2);
}

/** Neighbours in order have bytes in common: a bucket then lets through few combinations that none of its grams is. */
function writeBuckets(grams: readonly PlacedGram[], memory: Buffer, nibbles: number): void {
  const distinct = new Map(grams.map((gram) => [keyOf(gram), gram]));
  const sorted = [...distinct].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, gram]) => gram);
  for (const [index, { bytes, offset }] of sorted.entries()) {
    const bucket = 1 << Math.floor((index * buckets) / sorted.length);
    for (let position = 0; position < shortGramBytes; position++) {
      const byte = bytes[offset + position] ?? 0;
      setBits(memory, nibbles + 32 * position + (byte & 0x0f), bucket);
      setBits(memory, nibbles + 32 * position + 16 + (byte >> 4), bucket);
    }
  }
}

function setBits(memory: Buffer, at: number, bits: number): void {
  memory.writeUInt8(memory.readUInt8(at) | bits, at);
}

function paddedLength(length: number): number {
  return (length + 15) & ~15;
}

function filterBits({ literals, grams }: GatePart): number {
  const wanted = Math.ceil(Math.log2(literals.length * grams * bitsPerGram + 1));
  return Math.min(maxFilterBits, Math.max(minFilterBits, wanted));
}

function gramNumber({ bytes, offset, length }: PlacedGram): number {
  return bytes.slice(offset, offset + length).reduce((sum, byte, position) => sum + byte * 256 ** position, 0);
}

function keyOf({ bytes, offset, length }: PlacedGram): string {
  return String.fromCharCode(...bytes.slice(offset, offset + length));
}
