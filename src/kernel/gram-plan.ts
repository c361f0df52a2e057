/** How literals are looked for by every `stride`th gram. */
export interface GramPlan {
  readonly stride: number;
  /** Which bits of four bytes, the first one lowest, make a gram. */
  readonly mask: number;
  /** By literal: where its window starts, in which a gram stands at each of `stride` offsets. */
  readonly windows: readonly number[];
}

const multiplier = 0x9e3779b1;
const maxStride = 8;
/** Shorter ones have hardly any stride with grams of four bytes. */
const shortestOfFours = 6;

/** Four bytes' gram has this hash. ASCII case doesn't count; bytes that differ by that bit alone are taken for the same. */
export function gramHash(fourBytes: number, mask: number, bits: number): number {
  return Math.imul((fourBytes | 0x20202020) & mask, multiplier) >>> (32 - bits);
}

/** Four bytes from a place on, the first one lowest; beyond the end zeros. */
export function fourBytesAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** The longest stride that the shortest literal allows, and of each literal the window whose grams are the rarest in the sample. */
export function planGrams(literals: readonly Uint8Array[], sample: Uint8Array, hashBits: number): GramPlan {
  const shortest = literals.reduce((least, { length }) => Math.min(least, length), maxStride + 3);
  const gramBytes = shortest >= shortestOfFours ? 4 : 3;
  const mask = gramBytes === 4 ? -1 : 0xffffff;
  const stride = Math.max(1, Math.min(maxStride, shortest - gramBytes + 1));
  const counts = new Uint32Array(1 << hashBits);
  for (let at = 0; at + gramBytes <= sample.length; at++) {
    const hash = gramHash(fourBytesAt(sample, at), mask, hashBits);
    counts[hash] = (counts[hash] ?? 0) + 1;
  }
  /** By hash: how many windows start with such a gram; each is verified where another literal's stands. */
  const starts = new Uint32Array(1 << hashBits);
  const windows = literals.map((literal) => {
    let window = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let start = 0; start + stride + gramBytes - 1 <= literal.length; start++) {
      let cost = starts[gramHash(fourBytesAt(literal, start), mask, hashBits)] ?? 0;
      for (let offset = 0; offset < stride; offset++) {
        cost += counts[gramHash(fourBytesAt(literal, start + offset), mask, hashBits)] ?? 0;
      }
      if (cost < least) window = start;
      least = Math.min(least, cost);
    }
    const hash = gramHash(fourBytesAt(literal, window), mask, hashBits);
    starts[hash] = (starts[hash] ?? 0) + 1;
    return window;
  });
  return { stride, mask, windows };
}
