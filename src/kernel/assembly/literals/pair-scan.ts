import { evenBytes, lowNibbles } from "./constants";
import { countRejected, verify } from "./entries";
import { bucketsAddress, lanesAddress, maxLines, nibblesAddress, outcomeAddress } from "./layout";
import { addLine } from "./lines";

/** So much is looked at before anything is decided. */
const roundBytes: usize = 128;

/**
 * Finds a few literals by two bytes of each, two places apart, and looks at every second byte of the text only: so each literal
 * has two pairs, one for when it starts at such a byte and one for when it doesn't. Each pair is in one of eight buckets, and so
 * are those of the escapes that may hide a literal, which therefore cost nothing more. Four tables tell of a byte's nibbles in
 * which buckets it may be the first or the second of the pair, in any case; what is left of all four is verified.
 *
 * 22 GB/s where no pair is ever found; 15.8 for the seed rule, of whose eight pairs a megabyte holds 780. Looking at every byte
 * gave 13.7, comparing with both bytes of each of three literals 15, and 11 with a loop for escapes.
 */
export function findByPairs(from: usize, to: usize): usize {
  let count: usize = 0;
  let bound = from;
  for (let at = nextRound(from, to); at < to;) {
    const found = firstInRound(at, bound, to);
    if (found < to) {
      const end = addLine(count++, found, bound, to);
      bound = end < to ? end + 1 : to;
      if (count == maxLines) break;
      at = nextRound(bound, to);
    } else {
      at = nextRound(at + roundBytes, to);
    }
  }
  store<u32>(outcomeAddress, <u32>(count == maxLines ? bound : to));
  return count;
}

/**
 * The next round that holds a pair, whose lanes are left in memory; `to` if there is none. No function is called in here, so
 * that the tables stay in registers.
 */
function nextRound(from: usize, to: usize): usize {
  const mask = lowNibbles();
  const even = evenBytes();
  const firstLow = v128.load(nibblesAddress);
  const firstHigh = v128.load(nibblesAddress, 16);
  const secondLow = v128.load(nibblesAddress, 32);
  const secondHigh = v128.load(nibblesAddress, 48);
  let bytes = everySecond(v128.load(from - 32), v128.load(from - 16), even);
  // What is in front of `from` is no part of a literal, which the verification sees to.
  let before = look(firstLow, firstHigh, v128.and(bytes, mask), v128.and(i16x8.shr_u(bytes, 4), mask));
  for (let at = from; at < to; at += roundBytes) {
    bytes = everySecond(v128.load(at), v128.load(at, 16), even);
    let low = v128.and(bytes, mask);
    let high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts0 = look(firstLow, firstHigh, low, high);
    const hits0 = v128.and(oneBefore(before, firsts0), look(secondLow, secondHigh, low, high));
    bytes = everySecond(v128.load(at, 32), v128.load(at, 48), even);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts1 = look(firstLow, firstHigh, low, high);
    const hits1 = v128.and(oneBefore(firsts0, firsts1), look(secondLow, secondHigh, low, high));
    bytes = everySecond(v128.load(at, 64), v128.load(at, 80), even);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    const firsts2 = look(firstLow, firstHigh, low, high);
    const hits2 = v128.and(oneBefore(firsts1, firsts2), look(secondLow, secondHigh, low, high));
    bytes = everySecond(v128.load(at, 96), v128.load(at, 112), even);
    low = v128.and(bytes, mask);
    high = v128.and(i16x8.shr_u(bytes, 4), mask);
    before = look(firstLow, firstHigh, low, high);
    const hits3 = v128.and(oneBefore(firsts2, before), look(secondLow, secondHigh, low, high));
    if (v128.any_true(v128.or(v128.or(hits0, hits1), v128.or(hits2, hits3)))) {
      v128.store(lanesAddress, hits0);
      v128.store(lanesAddress, hits1, 16);
      v128.store(lanesAddress, hits2, 32);
      v128.store(lanesAddress, hits3, 48);
      const low32 = maskOf(hits0) | (maskOf(hits1) << 16);
      const high32 = maskOf(hits2) | (maskOf(hits3) << 16);
      store<u64>(lanesAddress, u64(low32) | (u64(high32) << 32), 64);
      return at;
    }
  }
  return to;
}

function everySecond(first: v128, second: v128, even: v128): v128 {
  return i8x16.narrow_i16x8_u(v128.and(first, even), v128.and(second, even));
}

/** In which buckets each byte may be. Indices are nibbles, so the relaxed swizzle is the same everywhere; the strict one takes an instruction more. */
function look(lowTable: v128, highTable: v128, low: v128, high: v128): v128 {
  return v128.and(i8x16.relaxed_swizzle(lowTable, low), i8x16.relaxed_swizzle(highTable, high));
}

/** By lane: what is in the lane before it. */
function oneBefore(before: v128, lanes: v128): v128 {
  return i8x16.shuffle(before, lanes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
}

/** A bit for each lane that isn't 0. */
function maskOf(lanes: v128): u32 {
  return i8x16.bitmask(i8x16.ne(lanes, i8x16.splat(0)));
}

/** Where the first literal starts that a lane of this round belongs to; `to` if there is none. */
function firstInRound(round: usize, from: usize, to: usize): usize {
  for (let lanes = load<u64>(lanesAddress, 64); lanes != 0; lanes &= lanes - 1) {
    const lane = <usize>ctz(lanes);
    for (let buckets = <u32>load<u8>(lanesAddress + lane); buckets != 0; buckets &= buckets - 1) {
      const entry = <usize>load<u32>(bucketsAddress + (<usize>ctz(buckets) << 2));
      const start = verify(entry, round + (lane << 1), from, to);
      if (start < to) return start;
    }
    countRejected();
  }
  return to;
}
