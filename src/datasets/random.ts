const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base64Pairs: readonly string[] = Array.from(
  { length: 4096 },
  (_, bits) => base64Digits.charAt(bits >>> 6) + base64Digits.charAt(bits & 63),
);

/**
 * Random numbers from a seed: the generator sfc32, 32-bit integer arithmetic only, so that one seed gives the same numbers
 * on every machine. Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` is a whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    const low = seed | 0;
    const high = Math.floor(seed / 0x1_0000_0000) | 0;
    this.#a = mix(low);
    this.#b = mix(high ^ 0x9e37_79b9);
    this.#c = mix(low ^ Math.imul(high, 0x85eb_ca6b) ^ 0x7f4a_7c15);
    for (let round = 0; round < 16; round++) this.next();
  }

  /** A whole number from -2^31 to 2^31 - 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }

  /** A whole number from 0 to `limit` - 1; `limit` is at most 2^21, so that the product below is exact. */
  below(limit: number): number {
    return Math.floor(((this.next() >>> 0) * limit) / 0x1_0000_0000);
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** True once in `every` times on average. */
  once(every: number): boolean {
    return this.below(every) === 0;
  }

  /** One of the items, each as likely as the others. */
  pick<Item extends object | string>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("there is nothing to pick from");
    return item;
  }

  /** Lower-case hexadecimal digits, eight for each of `words`. */
  hex(words: number): string {
    let text = "";
    for (let word = 0; word < words; word++) {
      const bits = this.next();
      text += hexPairs[bits & 255];
      text += hexPairs[(bits >>> 8) & 255];
      text += hexPairs[(bits >>> 16) & 255];
      text += hexPairs[bits >>> 24];
    }
    return text;
  }

  /** Base64 digits without padding, an even number of them. */
  base64(digits: number): string {
    let text = "";
    for (let digit = 0; digit < digits; digit += 4) {
      const bits = this.next();
      text += base64Pairs[bits & 4095];
      if (digit + 2 < digits) text += base64Pairs[(bits >>> 12) & 4095];
    }
    return text;
  }

  /** A GUID, lower case and without braces: `7c0f6a1e-52d3-4b9a-a8f6-1d2e3c4b5a69`. */
  guid(): string {
    const bits = this.next();
    return (
      `${this.hex(1)}-${hexPairs[bits & 255]}${hexPairs[(bits >>> 8) & 255]}-4${this.hex(1).slice(5)}` +
      `-a${hexPairs[bits >>> 24]}${(bits >>> 16) & 7}-${this.hex(2).slice(4)}`
    );
  }
}

/** Spreads neighbouring seeds over the whole range (the finaliser of splitmix32). */
function mix(value: number): number {
  let bits = (value + 0x9e37_79b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0_aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a_2d97);
  return bits ^ (bits >>> 15);
}
