import { newlines } from "./constants";
import { linesAddress } from "./layout";

/** Where the line that holds `at` starts: behind the last newline in `[bound, at)`, or at `bound`. */
export function lineStart(at: usize, bound: usize): usize {
  const newline = newlines();
  for (let end = at; end > bound; end -= 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(end - 16), newline));
    if (found != 0) {
      const start = end - 16 + (32 - clz(found));
      return start > bound ? start : bound;
    }
  }
  return bound;
}

/** Where the line that holds `at` ends: at the first newline in `[at, to)`, or at `to`. */
export function lineEnd(at: usize, to: usize): usize {
  const newline = newlines();
  for (; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (found != 0) {
      const end = at + ctz(found);
      return end < to ? end : to;
    }
  }
  return to;
}

/** Adds to the candidates the line that holds `at` and starts at `bound` or later. Gives where it ends. */
export function addLine(count: usize, at: usize, bound: usize, to: usize): usize {
  const end = lineEnd(at, to);
  const place = linesAddress + count * 8;
  store<u32>(place, <u32>lineStart(at, bound));
  store<u32>(place, <u32>end, 4);
  return end;
}

/** So many bytes may each be a newline before a lane of a counter is full. */
const countedBytes: usize = 255 * 16;

/** How many newlines are in `[from, to)`. */
export function countNewlines(from: usize, to: usize): u32 {
  const newline = newlines();
  let count: u32 = 0;
  let at = from;
  while (at + 16 <= to) {
    const rest = to - at;
    const stop = at + ((rest < countedBytes ? rest : countedBytes) & ~15);
    let lanes = i8x16.splat(0);
    for (; at < stop; at += 16) lanes = i8x16.sub(lanes, i8x16.eq(v128.load(at), newline));
    const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes));
    count +=
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3);
  }
  for (; at < to; at++) count += u32(load<u8>(at) == 0x0a);
  return count;
}
