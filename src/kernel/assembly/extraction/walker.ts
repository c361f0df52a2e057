import { beginDocument, endDocument } from "./facts";
import { escapedName, findKey, isBlank, isKeyAt, makeRoomForKeys, missingName } from "./keys";
import {
  bitmapBytes,
  frameBytes,
  keyChild,
  keyFollower,
  keyObject,
  keyOtherFollower,
  keySlot,
  reasonEscapedName,
  reasonMalformed,
  reasonNone,
  reasonRepeatedName,
} from "./layout";
import { bitmaps, frames, nodes } from "./regions";
import { forgetPending, origin, takeObject, takeScalar, takeWord } from "./values";

const newline: u8 = 0x0a;
const quote: u8 = 0x22;
const comma: u8 = 0x2c;
const colon: u8 = 0x3a;
const openBracket: u8 = 0x5b;
const closeBracket: u8 = 0x5d;
const openBrace: u8 = 0x7b;
const closeBrace: u8 = 0x7d;

/** Why the line that was walked last is handed over. */
export let reason: u32 = reasonNone;
/** Objects walked so far. */
export let objects: u32 = 0;
/** How many arrays are open around the object that {@link takeItems} came to; 0: it came to the array's end. */
let openArrays: u32 = 0;

export function restartObjects(): void {
  objects = 0;
}

/** Gives the reason, and leaves the line at its newline. */
function refuse(at: usize, why: u32): usize {
  reason = why;
  while (load<u8>(<usize>load<u32>(at)) != newline) at += 4;
  return at;
}

/**
 * Walks over the line whose first structural character `at` points to, and evaluates what it asks for. Gives the pointer to its
 * newline; `reason` says whether it is handed over. Not every line that gets through is JSON: those that are get through exactly.
 */
export function walkLine(at: usize, lineStart: usize): usize {
  let position = <usize>load<u32>(at);
  makeRoomForKeys();
  beginDocument();
  forgetPending();
  if (load<u8>(position) != openBrace || !isBlankBetween(lineStart, position)) return refuse(at, reasonMalformed);
  let node = nodes;
  /** The last key of the open object, to which a value belongs; the node itself before the first one, and leads nowhere. */
  let key = node;
  let object = ++objects;
  let arrays: u32 = 0;
  let frame = frames;
  for (;;) {
    at += 4;
    position = <usize>load<u32>(at);
    const byte = load<u8>(position);
    if (byte == colon) {
      const follower = <usize>load<u32>(key, keyFollower);
      let next = follower;
      if (!isKeyAt(next, position)) {
        next = <usize>load<u32>(key, keyOtherFollower);
        if (isKeyAt(next, position)) {
          // The one that followed last is tried first.
          store<u32>(key, <u32>next, keyFollower);
          store<u32>(key, <u32>follower, keyOtherFollower);
        } else {
          next = findKey(node, key, position, lineStart);
          if (next == escapedName) return refuse(at, reasonEscapedName);
          if (next == missingName) return refuse(at, reasonMalformed);
        }
      }
      key = next;
      const slot = <usize>load<u32>(key, keySlot);
      if ((slot | <usize>load<u32>(key, keyChild)) == 0) continue;
      if (load<u32>(key, keyObject) == object) return refuse(at, reasonRepeatedName);
      store<u32>(key, object, keyObject);
      if (slot == 0) continue;
      const limit = <usize>load<u32>(at, 4);
      let start = position + 1;
      let first = load<u8>(start);
      if (first <= 0x20) {
        while (isBlank(first)) first = load<u8>(++start);
      }
      if (first == quote) {
        const end = stringEnd(start, limit);
        if (end == 0) return refuse(at, reasonMalformed);
        takeScalar(slot, start, <u32>(end - start));
      } else if (first == openBracket) {
        if (!takeItems(slot, start + 1, limit, 1)) return refuse(at, reasonMalformed);
        arrays = openArrays;
      } else if (first != openBrace) {
        const end = wordEnd(start, limit);
        if (end == 0) return refuse(at, reasonMalformed);
        takeWord(slot, start, <u32>(end - start));
      }
    } else if (byte == openBrace) {
      const slot = <usize>load<u32>(key, keySlot);
      takeObject(slot);
      const child = <usize>load<u32>(key, keyChild);
      if (child != 0) {
        store<u32>(frame, <u32>key);
        store<u32>(frame, <u32>node, 4);
        store<u32>(frame, object, 8);
        store<u32>(frame, arrays, 12);
        frame += frameBytes;
        node = child;
        key = child;
        object = ++objects;
        arrays = 0;
        continue;
      }
      at = skipObject(at);
      position = <usize>load<u32>(at);
      if (load<u8>(position) != closeBrace) return refuse(at, reasonMalformed);
      if (arrays != 0) {
        if (!takeItems(slot, position + 1, <usize>load<u32>(at, 4), arrays)) return refuse(at, reasonMalformed);
        arrays = openArrays;
      }
    } else if (byte == closeBrace) {
      if (frame == frames) {
        at += 4;
        position = <usize>load<u32>(at);
        if (load<u8>(position) != newline) return refuse(at, reasonMalformed);
        reason = endDocument(lineStart, position);
        return at;
      }
      frame -= frameBytes;
      key = <usize>load<u32>(frame);
      node = <usize>load<u32>(frame, 4);
      object = load<u32>(frame, 8);
      arrays = load<u32>(frame, 12);
      if (arrays != 0) {
        const slot = <usize>load<u32>(key, keySlot);
        if (!takeItems(slot, position + 1, <usize>load<u32>(at, 4), arrays)) return refuse(at, reasonMalformed);
        arrays = openArrays;
      }
    } else {
      return refuse(at, reasonMalformed);
    }
  }
  return at;
}

/** From an opening brace to the one that closes it, or to the newline if none does. */
function skipObject(at: usize): usize {
  let depth: u32 = 1;
  do {
    at += 4;
    const byte = load<u8>(<usize>load<u32>(at));
    if (byte == openBrace) depth++;
    else if (byte == closeBrace) depth--;
    else if (byte == newline) break;
  } while (depth != 0);
  return at;
}

/**
 * Takes the scalars of arrays of which `depth` are open, up to their end or the next object: at `limit` is the next structural
 * character. False where it isn't an array.
 */
function takeItems(slot: usize, at: usize, limit: usize, depth: u32): bool {
  for (;;) {
    const byte = load<u8>(at);
    if (byte == comma || isBlank(byte)) at++;
    else if (byte == openBracket) {
      depth++;
      at++;
    } else if (byte == closeBracket) {
      at++;
      if (--depth == 0) break;
    } else if (byte == openBrace) {
      if (at != limit) return false;
      break;
    } else {
      const end = byte == quote ? stringEnd(at, limit) : wordEnd(at, limit);
      if (end == 0) return false;
      takeWord(slot, at, <u32>(end - at));
      at = end;
    }
  }
  openArrays = depth;
  return true;
}

/** Where the string that starts here ends, its quote included; 0 if it doesn't before `limit`. */
// @ts-ignore: decorator
@inline
function stringEnd(start: usize, limit: usize): usize {
  let offset = start + 1 - origin;
  // The bits of two blocks as those of the sixty-four bytes from here on: most strings end there.
  const bitmap = bitmaps + (offset >> 6) * bitmapBytes;
  const shift = <u64>(offset & 63);
  let quotes = (load<u64>(bitmap) >> shift) | ((load<u64>(bitmap, bitmapBytes) << 1) << (63 - shift));
  while (quotes == 0) {
    offset += 64 - (offset & 63);
    if (origin + offset >= limit) return 0;
    quotes = load<u64>(bitmaps + (offset >> 6) * bitmapBytes);
  }
  const end = origin + offset + <usize>ctz(quotes) + 1;
  return end <= limit ? end : 0;
}

/** Where the number or word that starts here ends: before white space or punctuation; 0 if nothing is there. */
// @ts-ignore: decorator
@inline
function wordEnd(start: usize, limit: usize): usize {
  let end = start;
  for (;;) {
    const bytes = v128.load(end);
    const isEnd = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(comma)), v128.le<u8>(bytes, i8x16.splat(0x20))),
      // `]` and `}`, which differ in the bit of letter case.
      i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(closeBrace)),
    );
    if (v128.any_true(isEnd)) {
      end += <usize>ctz(i8x16.bitmask(isEnd));
      break;
    }
    end += 16;
    if (end >= limit) break;
  }
  end = min(end, limit);
  return end > start ? end : 0;
}

function isBlankBetween(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) if (!isBlank(load<u8>(at))) return false;
  return true;
}
