import { lowNibbles } from "./constants";
import { countRejected, verify } from "./entries";
import { bucketsAddress, lanesAddress, maxLines, nibblesAddress, outcomeAddress } from "./layout";
import { addLine } from "./lines";

/**
 * Finds a few literals by a pair of bytes of each, two places apart. Each literal is in one of eight buckets, and so are the
 * escapes that may hide one: they cost nothing more. Four tables tell of a byte's nibbles in which buckets it may be the first
 * or the second of the pair, in any case; what is left of all four is verified.
 *
 * 16 GB/s, escapes included; comparing with both bytes of three literals 15 and 11 with a loop for escapes.
 */
export function findByPairs(from: usize, to: usize): usize {
  const mask = lowNibbles();
  const firstLow = v128.load(nibblesAddress);
  const firstHigh = v128.load(nibblesAddress, 16);
  const secondLow = v128.load(nibblesAddress, 32);
  const secondHigh = v128.load(nibblesAddress, 48);
  const none = i8x16.splat(0);
  let count: usize = 0;
  let bound = from;
  let before = none;
  let at = from;
  while (at < to) {
    let bytes = v128.load(at);
    let low = v128.and(bytes, mask);
    let high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts0 = look(firstLow, firstHigh, low, high);
    const hits0 = v128.and(twoBefore(before, firsts0), look(secondLow, secondHigh, low, high));
    bytes = v128.load(at, 16);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts1 = look(firstLow, firstHigh, low, high);
    const hits1 = v128.and(twoBefore(firsts0, firsts1), look(secondLow, secondHigh, low, high));
    bytes = v128.load(at, 32);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts2 = look(firstLow, firstHigh, low, high);
    const hits2 = v128.and(twoBefore(firsts1, firsts2), look(secondLow, secondHigh, low, high));
    bytes = v128.load(at, 48);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    before = look(firstLow, firstHigh, low, high);
    const hits3 = v128.and(twoBefore(firsts2, before), look(secondLow, secondHigh, low, high));
    if (v128.any_true(v128.or(v128.or(hits0, hits1), v128.or(hits2, hits3)))) {
      v128.store(lanesAddress, hits0);
      v128.store(lanesAddress, hits1, 16);
      v128.store(lanesAddress, hits2, 32);
      v128.store(lanesAddress, hits3, 48);
      const found = firstInRound(at, bound, to);
      if (found < to) {
        const end = addLine(count++, found, bound, to);
        bound = end < to ? end + 1 : to;
        at = bound;
        before = none;
        if (count == maxLines) break;
        continue;
      }
    }
    at += 64;
  }
  store<u32>(outcomeAddress, <u32>(at < to ? at : to));
  return count;
}

/** In which buckets each byte may be. Indices are nibbles, so the relaxed swizzle is the same everywhere; the strict one takes an instruction more. */
function look(lowTable: v128, highTable: v128, low: v128, high: v128): v128 {
  return v128.and(i8x16.relaxed_swizzle(lowTable, low), i8x16.relaxed_swizzle(highTable, high));
}

/** By lane: what was two bytes before it. */
function twoBefore(before: v128, lanes: v128): v128 {
  return i8x16.shuffle(before, lanes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
}

/** Where the first literal starts that a lane of this round belongs to; `to` if there is none. */
function firstInRound(round: usize, from: usize, to: usize): usize {
  for (let word: usize = 0; word < 64; word += 8) {
    let lanes = load<u64>(lanesAddress + word);
    while (lanes != 0) {
      const lane = <usize>ctz(lanes) >> 3;
      const shift = (<u64>lane) << 3;
      let buckets = <u32>((lanes >> shift) & 0xff);
      lanes &= ~((<u64>0xff) << shift);
      for (; buckets != 0; buckets &= buckets - 1) {
        const entry = <usize>load<u32>(bucketsAddress + ((<usize>ctz(buckets)) << 2));
        const start = verify(entry, round + word + lane, from, to);
        if (start < to) return start;
      }
      countRejected();
    }
  }
  return to;
}
