const gramBytes = 4;
const hashBits = 16;
const caseBits = 0x20202020;
const multiplier = 0x5bd1e995;

/** How often four bytes stand one after the other, in any ASCII case. Those with the same hash are counted together. */
export class GramFrequencies {
  readonly #counts = new Uint32Array(2 ** hashBits);

  constructor(text: Uint8Array) {
    this.add(text);
  }

  /** Counts a text's grams too. */
  add(text: Uint8Array): void {
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      gram = shifted(gram, text[at] ?? 0);
      if (at + 1 >= gramBytes) this.#counts[slotOf(gram)] = (this.#counts[slotOf(gram)] ?? 0) + 1;
    }
  }

  /** Of the bytes from `offset` on; what lies past their end counts as zeros. */
  of(bytes: readonly number[], offset: number): number {
    let gram = 0;
    for (let at = 0; at < gramBytes; at++) gram = shifted(gram, bytes[offset + at] ?? 0);
    return this.#counts[slotOf(gram)] ?? 0;
  }
}

function shifted(gram: number, byte: number): number {
  return (gram >>> 8) | (byte << 24);
}

function slotOf(gram: number): number {
  return Math.imul(gram | caseBits, multiplier) >>> (32 - hashBits);
}
