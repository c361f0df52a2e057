import { bitmapBytes, indexVectors } from "./layout";
import { bitmaps, structurals } from "./regions";

const oddBits: u64 = 0xaaaaaaaaaaaaaaaa;

// @ts-ignore: decorator
@inline
function maskOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) |
    (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32)
  );
}

/** `:`, `{` and `}`: the low nibble says which of them a byte could be. */
// @ts-ignore: decorator
@inline
function isPunctuation(bytes: v128, byNibble: v128, nibble: v128): v128 {
  return i8x16.eq(i8x16.relaxed_swizzle(byNibble, v128.and(bytes, nibble)), bytes);
}

/** Writes the constants of {@link indexStructurals}. */
export function writeIndexVectors(): void {
  v128.store(indexVectors, i8x16.splat(0x22));
  v128.store(indexVectors, i8x16.splat(0x5c), 16);
  v128.store(indexVectors, i8x16.splat(0x0a), 32);
  v128.store(indexVectors, i8x16.splat(0x0f), 48);
  v128.store(indexVectors, i8x16(<i8>0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3a, 0x7b, 0, 0x7d, 0, 0), 64);
}

/**
 * Writes the addresses of all `:`, `{`, `}` outside strings and of all newlines in `[start, end]`, where at `end` there is a
 * newline, and per 64 bytes which are unescaped quotes, and which are escaped and neither quote nor backslash.
 * No string goes on past a newline. Gives the end of the addresses.
 */
export function indexStructurals(start: usize, end: usize): usize {
  const quote = v128.load(indexVectors);
  const backslash = v128.load(indexVectors, 16);
  const newline = v128.load(indexVectors, 32);
  const nibble = v128.load(indexVectors, 48);
  const byNibble = v128.load(indexVectors, 64);
  let out = structurals;
  let bitmap = bitmaps;
  /** The first byte of the next block is escaped. */
  let carriedEscape: u64 = 0;
  /** All ones if the next block begins in a string. */
  let carriedString: u64 = 0;
  for (let at = start; at <= end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = maskOf(i8x16.eq(a, quote), i8x16.eq(b, quote), i8x16.eq(c, quote), i8x16.eq(d, quote));
    const backslashes = maskOf(
      i8x16.eq(a, backslash),
      i8x16.eq(b, backslash),
      i8x16.eq(c, backslash),
      i8x16.eq(d, backslash),
    );
    const escapes = backslashes & ~carriedEscape;
    const codes = (((escapes << 1) | oddBits) - escapes) ^ oddBits;
    const escaped = codes ^ (backslashes | carriedEscape);
    carriedEscape = (codes & backslashes) >> 63;
    store<u64>(bitmap, escaped & ~(backslashes | quotes), 8);
    quotes &= ~escaped;
    let strings = quotes ^ (quotes << 1);
    strings ^= strings << 2;
    strings ^= strings << 4;
    strings ^= strings << 8;
    strings ^= strings << 16;
    strings ^= strings << 32;
    strings ^= carriedString;
    store<u64>(bitmap, quotes);
    bitmap += bitmapBytes;

    const isNewlineA = i8x16.eq(a, newline);
    const isNewlineB = i8x16.eq(b, newline);
    const isNewlineC = i8x16.eq(c, newline);
    const isNewlineD = i8x16.eq(d, newline);
    let newlines: u64 = 0;
    if (v128.any_true(v128.or(v128.or(isNewlineA, isNewlineB), v128.or(isNewlineC, isNewlineD)))) {
      newlines = maskOf(isNewlineA, isNewlineB, isNewlineC, isNewlineD);
      for (let broken = newlines & strings; broken != 0; broken = newlines & strings) {
        strings ^= -(broken & -broken);
      }
    }
    carriedString = <u64>(<i64>strings >> 63);
    let found = (maskOf(
      isPunctuation(a, byNibble, nibble),
      isPunctuation(b, byNibble, nibble),
      isPunctuation(c, byNibble, nibble),
      isPunctuation(d, byNibble, nibble),
    ) & ~strings) | newlines;
    if (end - at < 63) found &= (<u64>2 << <u64>(end - at)) - 1;
    const next = out + (<usize>popcnt(found) << 2);
    // Eight at least, whether there are so many or not: fewer branches that are hard to foresee.
    store<u32>(out, <u32>at + <u32>ctz(found), 0);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 4);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 8);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 12);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 16);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 20);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 24);
    found &= found - 1;
    store<u32>(out, <u32>at + <u32>ctz(found), 28);
    found &= found - 1;
    if (next > out + 32) {
      out += 32;
      do {
        store<u32>(out, <u32>at + <u32>ctz(found));
        found &= found - 1;
        out += 4;
      } while (found != 0);
    }
    out = next;
  }
  return out;
}
