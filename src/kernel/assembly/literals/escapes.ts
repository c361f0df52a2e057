import { backslashes, lettersU, zeros } from "./constants";
import { hiddenAddress } from "./layout";

export const escapeLength: usize = 6;

/**
 * Whether what stands at `at` is an escape that may hide a literal: `\u00` and the two digits of a character that some literal
 * has. `\u003c` and `\u0026`, which Go's serialisers write, are common and hide nothing.
 */
export function isHidingEscape(at: usize): bool {
  // `\u00`, the first byte lowest.
  if (load<u32>(at) != 0x3030755c) return false;
  const high = hexDigit(load<u8>(at, 4));
  const low = hexDigit(load<u8>(at, 5));
  return (high | low) < 16 && load<u8>(hiddenAddress + ((high << 4) | low)) != 0;
}

/** Above 15 for a byte that is no digit. */
function hexDigit(byte: u32): u32 {
  const digit = byte - 0x30;
  if (digit < 10) return digit;
  const letter = (byte | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 0xff;
}

/** Where the first hiding escape in `[from, to)` starts; `to` if there is none. */
export function nextEscape(from: usize, to: usize): usize {
  const backslash = backslashes();
  const letter = lettersU();
  const zero = zeros();
  for (let at = from; at < to; at += 64) {
    const first = prefixes(at, backslash, letter, zero);
    const second = prefixes(at + 16, backslash, letter, zero);
    const third = prefixes(at + 32, backslash, letter, zero);
    const fourth = prefixes(at + 48, backslash, letter, zero);
    if (!v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)))) continue;
    let found =
      u64(i8x16.bitmask(first)) |
      (u64(i8x16.bitmask(second)) << 16) |
      (u64(i8x16.bitmask(third)) << 32) |
      (u64(i8x16.bitmask(fourth)) << 48);
    for (; found != 0; found &= found - 1) {
      const place = at + <usize>ctz(found);
      if (place + escapeLength <= to && isHidingEscape(place)) return place;
    }
  }
  return to;
}

function prefixes(at: usize, backslash: v128, letter: v128, zero: v128): v128 {
  const start = v128.and(i8x16.eq(v128.load(at), backslash), i8x16.eq(v128.load(at, 1), letter));
  return v128.and(start, i8x16.eq(v128.load(at, 2), zero));
}
