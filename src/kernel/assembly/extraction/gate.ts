import { bitmapBytes, gateFilter, gateGramMask, gateNibbles, gateShift, gramMultiplier } from "./layout";
import { bitmaps } from "./regions";

/** The vector's bytes by their nibble in the low half of each byte. */
// @ts-ignore: decorator
@inline
function bucketsOf(bytes: v128, byLow: v128, byHigh: v128): v128 {
  const low = v128.and(bytes, i8x16.splat(0x0f));
  const high = v128.and(v128.shr<u16>(bytes, 4), i8x16.splat(0x0f));
  return v128.and(i8x16.relaxed_swizzle(byLow, low), i8x16.relaxed_swizzle(byHigh, high));
}

// @ts-ignore: decorator
@inline
function folded(at: usize): v128 {
  return v128.or(v128.load(at), i8x16.splat(0x20));
}

/**
 * Whether a literal of the gate may be in `[start, end)`: some three neighbouring bytes are in one bucket each, and the gram that
 * begins with them is in the filter. Case is folded. Reads up to 19 bytes past the end, and finds there at worst too much.
 */
export function mayHold(gate: usize, start: usize, end: usize): bool {
  const low0 = v128.load(gate, gateNibbles);
  const high0 = v128.load(gate, gateNibbles + 16);
  const low1 = v128.load(gate, gateNibbles + 32);
  const high1 = v128.load(gate, gateNibbles + 48);
  const low2 = v128.load(gate, gateNibbles + 64);
  const high2 = v128.load(gate, gateNibbles + 80);
  const shift = load<u32>(gate, gateShift);
  const gramMask = load<u32>(gate, gateGramMask);
  const filter = gate + gateFilter;
  // A literal has three bytes at least: none begins in the last two.
  for (let at = start; at + 2 < end; at += 16) {
    const buckets = v128.and(
      v128.and(bucketsOf(folded(at), low0, high0), bucketsOf(folded(at + 1), low1, high1)),
      bucketsOf(folded(at + 2), low2, high2),
    );
    if (!v128.any_true(buckets)) continue;
    let found = <u32>i8x16.bitmask(i8x16.ne(buckets, i8x16.splat(0)));
    if (end - at < 18) found &= (1 << <u32>(end - at - 2)) - 1;
    while (found != 0) {
      const gram = (load<u32>(at + <usize>ctz(found)) | 0x20202020) & gramMask;
      const bit = (gram * <u32>gramMultiplier) >> shift;
      if (((<u32>load<u8>(filter + <usize>(bit >> 3)) >> (bit & 7)) & 1) != 0) return true;
      found &= found - 1;
    }
  }
  return false;
}

/** Whether a backslash in `[start, end)` escapes anything but a backslash or a quote. `origin` is where the block begins. */
export function hasOddEscape(origin: usize, start: usize, end: usize): bool {
  const first = start - origin;
  const last = end - 1 - origin;
  let bitmap = bitmaps + (first >> 6) * bitmapBytes;
  const lastBitmap = bitmaps + (last >> 6) * bitmapBytes;
  let bits = load<u64>(bitmap, 8) & (~(<u64>0) << <u64>(first & 63));
  while (bitmap < lastBitmap) {
    if (bits != 0) return true;
    bitmap += bitmapBytes;
    bits = load<u64>(bitmap, 8);
  }
  return (bits & (~(<u64>0) >> <u64>(63 - (last & 63)))) != 0;
}
