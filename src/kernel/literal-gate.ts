import * as layout from "./assembly/extraction/layout.ts";

const gramBytes = 4;
const shortGramBytes = 3;
const caseBit = 0x20;
/** So many bits of the filter per literal: few grams that aren't in it look as if they were. */
const bitsPerLiteral = 32;
const minFilterBits = 10;
const maxFilterBits = 17;
/** Of more literals the nibble filter, with its eight buckets, lets nearly everything through. */
const maxBucketed = 48;
const buckets = 8;

/** A literal folded as the kernel folds, and where in it the gram lies by which it is found. */
interface PlacedGram {
  readonly bytes: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * The gates of all slots, as the kernel reads them. Each literal is found by one gram of it: the one that the fewest literals have,
 * for what many literals share is common in values too.
 */
export class GateWriter {
  readonly #frequencies = new Map<string, number>();

  constructor(gates: Iterable<readonly string[]>) {
    for (const literals of gates) {
      for (const literal of literals) {
        for (const gram of new Set(placedGrams(foldedBytes(literal)).map(keyOf))) {
          this.#frequencies.set(gram, (this.#frequencies.get(gram) ?? 0) + 1);
        }
      }
    }
  }

  /** How many bytes a gate takes. */
  static sizeOf(literals: readonly string[]): number {
    const bits = filterBits(literals.length);
    const texts = literals.reduce((bytes, literal) => bytes + paddedLength(Buffer.byteLength(literal)), 0);
    return (
      layout.gateFilter +
      2 ** (bits - 3) +
      2 ** (bits - layout.gateHeadShift + 2) +
      literals.length * layout.gateEntryBytes +
      texts
    );
  }

  /** Writes a gate at an address in memory that is zero. */
  write(literals: readonly string[], memory: Buffer, gate: number): void {
    const bits = filterBits(literals.length);
    const grams = literals.map((literal) => this.#rarest(placedGrams(foldedBytes(literal))));
    const isBucketed = grams.length <= maxBucketed;
    const filter = gate + layout.gateFilter;
    const heads = filter + 2 ** (bits - 3);
    let entry = heads + 2 ** (bits - layout.gateHeadShift + 2);
    let text = entry + grams.length * layout.gateEntryBytes;
    const hasShort = grams.some(({ length }) => length < gramBytes);
    memory.writeUInt32LE(32 - bits, gate + layout.gateShift);
    memory.writeUInt32LE(
      (isBucketed ? layout.gateBucketed : 0) | (hasShort ? layout.gateShort : 0),
      gate + layout.gateFlags,
    );
    memory.writeUInt32LE(heads, gate + layout.gateHeads);
    for (const gram of grams) {
      const bit = Math.imul(gramNumber(gram), layout.gramMultiplier) >>> (32 - bits);
      setBits(memory, filter + (bit >>> 3), 1 << (bit & 7));
      const head = heads + 4 * (bit >>> layout.gateHeadShift);
      memory.writeUInt32LE(memory.readUInt32LE(head), entry + layout.gateNext);
      memory.writeUInt32LE(entry, head);
      memory.writeUInt32LE(text, entry + layout.gateText);
      memory.writeUInt32LE(gram.bytes.length, entry + layout.gateLength);
      memory.writeUInt32LE(gram.offset, entry + layout.gateOffset);
      memory.set(gram.bytes, text);
      entry += layout.gateEntryBytes;
      text += paddedLength(gram.bytes.length);
    }
    if (isBucketed) writeBuckets(grams, memory, gate + layout.gateNibbles);
  }

  #rarest(grams: readonly PlacedGram[]): PlacedGram {
    let [best] = grams;
    let bestCount = Infinity;
    for (const gram of grams) {
      const count = this.#frequencies.get(keyOf(gram)) ?? 0;
      // Of equals the last: names stand at the end of paths.
      if (count <= bestCount) [best, bestCount] = [gram, count];
    }
    if (best === undefined) throw new RangeError("a gate has an empty literal");
    return best;
  }
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

function filterBits(literals: number): number {
  return Math.min(maxFilterBits, Math.max(minFilterBits, Math.ceil(Math.log2(literals * bitsPerLiteral + 1))));
}

function foldedBytes(literal: string): readonly number[] {
  return [...Buffer.from(literal)].map((byte) => byte | caseBit);
}

function placedGrams(bytes: readonly number[]): readonly PlacedGram[] {
  if (bytes.length < shortGramBytes) throw new RangeError("a gate has a literal of fewer than three bytes");
  const length = Math.min(bytes.length, gramBytes);
  return Array.from({ length: bytes.length - length + 1 }, (_, offset) => ({ bytes, offset, length }));
}

function gramNumber({ bytes, offset, length }: PlacedGram): number {
  return bytes.slice(offset, offset + length).reduce((sum, byte, position) => sum + byte * 256 ** position, 0);
}

function keyOf({ bytes, offset, length }: PlacedGram): string {
  return String.fromCharCode(...bytes.slice(offset, offset + length));
}
