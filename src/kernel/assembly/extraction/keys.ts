import {
  keyBuckets,
  keyBytes,
  keyFollower,
  keyLength,
  keyMask,
  keyNext,
  keyNode,
  keyOtherFollower,
  keyTail,
  keyText,
  learnedNameBytes,
  maxLearnedKeys,
  maxLearnedName,
  noKey,
  prefixMasks,
} from "./layout";
import { areEqual, firstBytes, hashOf, hashOfLong, headOf } from "./memo";
import { keyTable, learnedKeys, learnedNames, nodes, nodesEnd, wantedKeys, wantedKeysEnd } from "./regions";

const quote: u8 = 0x22;
const backslash: u8 = 0x5c;

/** What {@link findKey} gives for a name with a backslash, and where there is no name. */
export const escapedName: usize = 1;
export const missingName: usize = 2;

/** Names that are made to collide aren't learned either. */
const maxChain: i32 = 16;

let learned: u32 = 0;

/** Whether this is the name that ends before the colon: its bytes, and no backslash before the first one. */
// @ts-ignore: decorator
@inline
export function isKeyAt(key: usize, colon: usize): bool {
  const difference = v128.xor(v128.load(colon - 16), v128.load(key, keyTail));
  if (v128.any_true(v128.and(difference, v128.load(key, keyMask)))) return false;
  const length = load<u32>(key, keyLength);
  const start = colon - <usize>length;
  return load<u8>(start - 1) != backslash && (length <= 16 || areEqual(start, <usize>load<u32>(key, keyText), length));
}

/**
 * The key of a node whose name ends before the colon, after `previous`, which remembers it. Unknown names are learned while
 * there is room; if they aren't, the key is `noKey`.
 */
export function findKey(node: usize, previous: usize, colon: usize, lineStart: usize): usize {
  let last = colon - 1;
  while (last > lineStart && isBlank(load<u8>(last))) last--;
  if (load<u8>(last) != quote) return missingName;
  // From the closing quote back to the opening one, sixteen bytes at a time.
  let start = last;
  let found: u32 = 0;
  while (found == 0) {
    if (start <= lineStart) return missingName;
    start -= 16;
    const bytes = v128.load(start);
    found = <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))));
  }
  start += <usize>(31 - clz(found));
  if (start <= lineStart) return missingName;
  if (load<u8>(start) == backslash || load<u8>(start - 1) == backslash) return escapedName;
  const length = <u32>(last + 1 - start);
  const bucket = bucketOf(node, start, length);
  let key = <usize>load<u32>(bucket);
  let chain = 0;
  while (key != 0) {
    if (
      load<u32>(key, keyNode) == <u32>node &&
      load<u32>(key, keyLength) == length &&
      areEqual(start, <usize>load<u32>(key, keyText), length)
    ) {
      break;
    }
    key = <usize>load<u32>(key, keyNext);
    chain++;
  }
  if (key == 0) {
    if (length > <u32>maxLearnedName || chain > maxChain || learned == <u32>maxLearnedKeys) return noKey;
    key = learnKey(node, start, length, bucket);
  }
  // What follows a name that isn't known may be of any node.
  if (previous != noKey && load<u32>(previous, keyFollower) != <u32>key && load<u32>(previous, keyOtherFollower) != <u32>key) {
    store<u32>(previous, load<u32>(previous, keyFollower), keyOtherFollower);
    store<u32>(previous, <u32>key, keyFollower);
  }
  return key;
}

function learnKey(node: usize, start: usize, length: u32, bucket: usize): usize {
  const key = learnedKeys + <usize>learned * keyBytes;
  const text = learnedNames + <usize>learned * learnedNameBytes + 16;
  learned++;
  memory.fill(key, 0, keyBytes);
  memory.copy(text, start, <usize>length);
  store<u32>(key, length, keyLength);
  store<u32>(key, <u32>text, keyText);
  store<u32>(key, <u32>node, keyNode);
  completeKey(key, bucket);
  return key;
}

/** Derives what is compared first, and enters the key into its chain. Nothing is known to follow it. */
function completeKey(key: usize, bucket: usize): void {
  const length = <usize>load<u32>(key, keyLength);
  v128.store(key, v128.load(<usize>load<u32>(key, keyText) + length - 16), keyTail);
  // The last n bytes: all but the first 16 - n.
  v128.store(key, v128.not(v128.load(<usize>prefixMasks + ((16 - min<usize>(length, 16)) << 4))), keyMask);
  store<u32>(key, noKey, keyFollower);
  store<u32>(key, noKey, keyOtherFollower);
  store<u32>(key, load<u32>(bucket), keyNext);
  store<u32>(bucket, <u32>key);
}

/** Forgets all learned names, if there is no room for more. Between documents only: an open object remembers its last key. */
// @ts-ignore: decorator
@inline
export function makeRoomForKeys(): void {
  if (learned == <u32>maxLearnedKeys) enterWantedKeys();
}

/** Makes the table from the keys that the loader wrote: length, text and node, and where they lead to. */
export function enterWantedKeys(): void {
  learned = 0;
  memory.fill(keyTable, 0, keyBuckets << 2);
  for (let node = nodes; node < nodesEnd; node += keyBytes) {
    store<u32>(node, noKey, keyFollower);
    store<u32>(node, noKey, keyOtherFollower);
  }
  for (let key = wantedKeys; key < wantedKeysEnd; key += keyBytes) {
    completeKey(key, bucketOf(<usize>load<u32>(key, keyNode), <usize>load<u32>(key, keyText), load<u32>(key, keyLength)));
  }
}

/** Where the chain of a name begins: its ends and its length tell it from others well enough. Reads up to 15 bytes past the end. */
// @ts-ignore: decorator
@inline
function bucketOf(node: usize, start: usize, length: u32): usize {
  const hash =
    length <= 16
      ? hashOf(headOf(node, length), firstBytes(start, length))
      : hashOfLong(headOf(node, length), start, length);
  return keyTable + ((<usize>(hash >> 40) & (keyBuckets - 1)) << 2);
}

// @ts-ignore: decorator
@inline
export function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0d;
}
