/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
export class RandomNumbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 on, below a bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }
}

/** Bytes that many formats have a meaning for, and those at the ends of ranges. */
const tellingBytes = [
  0, 1, 9, 10, 13, 0x1f, 0x20, 0x22, 0x27, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xed, 0xfe, 0xff,
];

/** What inputs may grow to. */
const mostBytes = 65_536;

/**
 * Bends bytes at random: one change, or a few. `tokens` are what the format is made of, `others` inputs to take pieces
 * from. The same for the same numbers.
 */
export function mutate(
  random: RandomNumbers,
  bytes: Uint8Array,
  { tokens, others }: { readonly tokens: readonly string[]; readonly others: readonly Uint8Array[] },
): Buffer {
  let bent: Buffer = Buffer.from(bytes);
  for (let count = 1 + random.below(1 + random.below(8)); count > 0; count--)
    bent = change(random, bent, tokens, others);
  return bent.subarray(0, mostBytes);
}

function change(
  random: RandomNumbers,
  bytes: Buffer,
  tokens: readonly string[],
  others: readonly Uint8Array[],
): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + random.below(1 + random.below(64)));
  switch (random.below(11)) {
    case 0:
      return replace(bytes, at, at + 1, Buffer.of((bytes[at] ?? 0) ^ (1 << random.below(8))));
    case 1:
      return replace(bytes, at, at + 1, Buffer.of(random.pick(tellingBytes) ?? 0));
    case 2:
      return replace(
        bytes,
        at,
        at,
        Buffer.of(random.below(2) === 0 ? random.below(256) : (random.pick(tellingBytes) ?? 0)),
      );
    case 3:
      return replace(bytes, at, end, Buffer.alloc(0));
    case 4:
      return replace(bytes, at, at, bytes.subarray(at, end));
    case 5: {
      const from = random.below(bytes.length + 1);
      return replace(bytes, at, end, bytes.subarray(from, from + random.below(64)));
    }
    case 6: {
      const other = random.pick(others) ?? bytes;
      const from = random.below(other.length + 1);
      return replace(bytes, at, random.below(2) === 0 ? bytes.length : end, Buffer.from(other.subarray(from)));
    }
    case 7:
      return bytes.subarray(0, at);
    case 8:
      return replace(bytes, at, at, repeat(bytes.subarray(at, end), 1 + random.below(1 << random.below(10))));
    default:
      return replace(bytes, at, random.below(2) === 0 ? at : end, Buffer.from(random.pick(tokens) ?? ""));
  }
}

function replace(bytes: Buffer, start: number, end: number, by: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);
}

function repeat(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(
    Array.from({ length: bytes.length === 0 ? 0 : Math.min(times, Math.ceil(mostBytes / bytes.length)) }, () => bytes),
  );
}
