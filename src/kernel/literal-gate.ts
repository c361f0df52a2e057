import { gateFilter, gateGramMask, gateNibbles, gateShift, gramMultiplier } from "./assembly/extraction/layout.ts";

const gramBytes = 4;
const caseBit = 0x20;
/** So many bits of the filter per gram: few grams that aren't in it look as if they were. */
const bitsPerGram = 32;
const minFilterBits = 10;
const maxFilterBits = 16;
const buckets = 8;

/** One neighbourhood of bytes by which a literal is found, folded as the kernel folds. */
type Gram = readonly number[];

/**
 * The gates of all slots, as the kernel reads them. Of each literal one gram of four bytes (three, where a literal is no longer) is
 * looked for: the one that the fewest literals have, for what many literals share is common in values too.
 */
export class GateWriter {
  readonly #frequencies = new Map<string, number>();

  constructor(gates: Iterable<readonly string[]>) {
    for (const literals of gates) {
      for (const literal of literals) {
        for (const key of new Set(gramsOf(foldedBytes(literal), gramBytes - 1).map(keyOf))) {
          this.#frequencies.set(key, (this.#frequencies.get(key) ?? 0) + 1);
        }
      }
    }
  }

  /** How many bytes a gate takes; a multiple of 16. */
  static sizeOf(literals: readonly string[]): number {
    return gateFilter + (1 << (filterBits(literals.length) - 3));
  }

  /** Writes a gate into memory that is zero. */
  write(literals: readonly string[], target: Buffer): void {
    const all = literals.map(foldedBytes);
    const length = all.some((bytes) => bytes.length < gramBytes) ? gramBytes - 1 : gramBytes;
    const grams = all.map((bytes) => this.#rarest(gramsOf(bytes, length)));
    const bits = filterBits(literals.length);
    target.writeUInt32LE(32 - bits, gateShift);
    target.writeUInt32LE(length === gramBytes ? 0xffffffff : 0x00ffffff, gateGramMask);
    for (const gram of grams) {
      const number = gram.reduce((sum, byte, position) => sum + byte * 256 ** position, 0);
      const bit = Math.imul(number, gramMultiplier) >>> (32 - bits);
      const at = gateFilter + (bit >>> 3);
      target.writeUInt8(target.readUInt8(at) | (1 << (bit & 7)), at);
    }
    // Neighbours in order have bytes in common: a bucket then lets through few combinations that none of its grams is.
    const distinct = new Map(grams.map((gram) => [keyOf(gram), gram]));
    const sorted = [...distinct].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, gram]) => gram);
    for (const [index, gram] of sorted.entries()) {
      const bit = 1 << Math.floor((index * buckets) / sorted.length);
      for (let position = 0; position < gramBytes - 1; position++) {
        const byte = gram[position] ?? 0;
        for (const at of [byte & 0x0f, 16 + (byte >> 4)]) {
          const place = gateNibbles + 32 * position + at;
          target.writeUInt8(target.readUInt8(place) | bit, place);
        }
      }
    }
  }

  #rarest(grams: readonly Gram[]): Gram {
    let best: Gram = [];
    let bestCount = Infinity;
    for (const gram of grams) {
      const count = this.#frequencies.get(keyOf(gram)) ?? 0;
      // Of equals the last: names stand at the end of paths.
      if (count <= bestCount) [best, bestCount] = [gram, count];
    }
    return best;
  }
}

function filterBits(grams: number): number {
  return Math.min(maxFilterBits, Math.max(minFilterBits, Math.ceil(Math.log2(grams * bitsPerGram + 1))));
}

function foldedBytes(literal: string): readonly number[] {
  const bytes = [...Buffer.from(literal)].map((byte) => byte | caseBit);
  if (bytes.length < gramBytes - 1)
    throw new RangeError(`the literal ${JSON.stringify(literal)} is too short for a gate`);
  return bytes;
}

function gramsOf(bytes: readonly number[], length: number): readonly Gram[] {
  const grams: Gram[] = [];
  for (let start = 0; start + length <= bytes.length; start++) grams.push(bytes.slice(start, start + length));
  return grams;
}

/** By its first three bytes, which are what the nibble filter sees. */
function keyOf(gram: Gram): string {
  return String.fromCharCode(...gram.slice(0, gramBytes - 1));
}
