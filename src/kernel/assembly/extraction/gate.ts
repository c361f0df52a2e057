import {
  bitmapBytes,
  gateBucketed,
  gateFilter,
  gateFlags,
  gateHeads,
  gateHeadShift,
  gateLength,
  gateNext,
  gateNibbles,
  gateOffset,
  gateOther,
  gateShift,
  gateShort,
  gateStrided,
  gateText,
  gramMultiplier,
  gramOtherMultiplier,
  prefixMasks,
} from "./layout";
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

/** Whether a literal of the gates is in `[start, end)`. Case is folded. Reads up to 19 bytes past the end. */
export function holdsLiteral(gates: usize, start: usize, end: usize): bool {
  for (let gate = gates; gate != 0; gate = <usize>load<u32>(gate, gateOther)) {
    const flags = load<u32>(gate, gateFlags);
    const isFound =
      (flags & gateBucketed) != 0
        ? isInBuckets(gate, flags, start, end)
        : isAnywhere(gate, (flags & gateStrided) != 0 ? 4 : 1, start, end);
    if (isFound) return true;
  }
  return false;
}

/** Of many literals of four bytes or more: the value's grams are looked up. */
// @ts-ignore: decorator
@inline
function isAnywhere(gate: usize, stride: usize, start: usize, end: usize): bool {
  const shift = load<u32>(gate, gateShift);
  for (let at = start; at + 4 <= end; at += stride) {
    const gram = load<u32>(at) | 0x20202020;
    if (isInFilter(gate, gram, shift) && isLiteralAt(gate, gram, shift, at, start, end)) return true;
  }
  return false;
}

/** Of few literals: only grams are looked up of which three neighbouring bytes are in one bucket each. */
function isInBuckets(gate: usize, flags: u32, start: usize, end: usize): bool {
  const low0 = v128.load(gate, gateNibbles);
  const high0 = v128.load(gate, gateNibbles + 16);
  const low1 = v128.load(gate, gateNibbles + 32);
  const high1 = v128.load(gate, gateNibbles + 48);
  const low2 = v128.load(gate, gateNibbles + 64);
  const high2 = v128.load(gate, gateNibbles + 80);
  const shift = load<u32>(gate, gateShift);
  const gramMask: u32 = (flags & gateShort) != 0 ? 0xffffff : 0xffffffff;
  // A literal has three bytes at least: none begins in the last two.
  for (let block = start; block + 2 < end; block += 16) {
    const buckets = v128.and(
      v128.and(bucketsOf(folded(block), low0, high0), bucketsOf(folded(block + 1), low1, high1)),
      bucketsOf(folded(block + 2), low2, high2),
    );
    if (!v128.any_true(buckets)) continue;
    let found = <u32>i8x16.bitmask(i8x16.ne(buckets, i8x16.splat(0)));
    while (found != 0) {
      const at = block + <usize>ctz(found);
      found &= found - 1;
      const gram = (load<u32>(at) | 0x20202020) & gramMask;
      if (isInFilter(gate, gram, shift) && isLiteralAt(gate, gram, shift, at, start, end)) return true;
    }
  }
  return false;
}

// @ts-ignore: decorator
@inline
function isSet(bits: usize, bit: u32): bool {
  return ((<u32>load<u8>(bits + <usize>(bit >> 3)) >> (bit & 7)) & 1) != 0;
}

// @ts-ignore: decorator
@inline
function isInFilter(gate: usize, gram: u32, shift: u32): bool {
  const filter = gate + gateFilter;
  return isSet(filter, (gram * <u32>gramMultiplier) >> shift) && isSet(filter, (gram * <u32>gramOtherMultiplier) >> shift);
}

/** Whether a literal with this gram stands around `at`, within the value. */
function isLiteralAt(gate: usize, gram: u32, shift: u32, at: usize, start: usize, end: usize): bool {
  const bit = (gram * <u32>gramMultiplier) >> shift;
  let entry = <usize>load<u32>(<usize>load<u32>(gate, gateHeads) + (<usize>(bit >> gateHeadShift) << 2));
  while (entry != 0) {
    const first = at - <usize>load<u32>(entry, gateOffset);
    const length = load<u32>(entry, gateLength);
    if (first >= start && first + <usize>length <= end && isFoldedEqual(first, <usize>load<u32>(entry, gateText), length)) {
      return true;
    }
    entry = <usize>load<u32>(entry, gateNext);
  }
  return false;
}

/** Folding takes some punctuation for letters too: a few values more are looked at than need be. */
function isFoldedEqual(text: usize, literal: usize, length: u32): bool {
  let remaining = length;
  while (remaining > 16) {
    if (v128.any_true(v128.xor(folded(text), v128.load(literal)))) return false;
    text += 16;
    literal += 16;
    remaining -= 16;
  }
  const difference = v128.xor(folded(text), v128.load(literal));
  return !v128.any_true(v128.and(difference, v128.load(<usize>prefixMasks + (<usize>remaining << 4))));
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
