import {
  memoBuckets,
  memoEntryBytes,
  prefixMasks,
  recordCount,
  recordLength,
  recordSlot,
  recordText,
} from "./layout";
import { memoArena, memoArenaEnd, memoTable, multiplier, otherMultiplier, resolvedFacts, seed } from "./regions";

/** Where the next record goes. */
let arenaEnd: usize = 0;
let entries: u32 = 0;

/** Forgets everything. */
export function clearMemo(): void {
  memory.fill(memoTable, 0, memoBuckets * memoEntryBytes);
  arenaEnd = memoArena;
  entries = 0;
}

// @ts-ignore: decorator
@inline
function mix(hash: u64, low: u64, high: u64): u64 {
  let mixed = (hash ^ low) * multiplier;
  mixed = rotl<u64>(mixed, 32) ^ high;
  mixed *= otherMultiplier;
  return mixed ^ (mixed >> 32);
}

/** Seeded, so that nobody can choose values that collide. Reads up to 15 bytes past the end. */
// @ts-ignore: decorator
@inline
export function hashOf(slot: usize, start: usize, length: u32): u64 {
  let hash = seed ^ ((<u64>slot << 32) | <u64>length);
  let at = start;
  let left = length;
  while (left > 16) {
    hash = mix(hash, load<u64>(at), load<u64>(at, 8));
    at += 16;
    left -= 16;
  }
  const last = v128.and(v128.load(at), v128.load(<usize>prefixMasks + (<usize>left << 4)));
  return mix(hash, i64x2.extract_lane(last, 0), i64x2.extract_lane(last, 1));
}

/** Whether `length` bytes at both places are the same. Reads up to 15 bytes past the end. */
// @ts-ignore: decorator
@inline
export function areEqual(left: usize, right: usize, length: u32): bool {
  let remaining = length;
  while (remaining > 16) {
    if (v128.any_true(v128.xor(v128.load(left), v128.load(right)))) return false;
    left += 16;
    right += 16;
    remaining -= 16;
  }
  const difference = v128.xor(v128.load(left), v128.load(right));
  return !v128.any_true(v128.and(difference, v128.load(<usize>prefixMasks + (<usize>remaining << 4))));
}

/** The record of a value, or 0. */
// @ts-ignore: decorator
@inline
export function recall(slot: usize, start: usize, length: u32, hash: u64): usize {
  const tag = <u32>hash;
  let bucket = <u32>(hash >> 32) & (memoBuckets - 1);
  let entry = memoTable + <usize>bucket * memoEntryBytes;
  let record = <usize>load<u32>(entry, 4);
  while (record != 0) {
    if (
      load<u32>(entry) == tag &&
      load<u32>(record, recordSlot) == <u32>slot &&
      load<u32>(record, recordLength) == length &&
      areEqual(record + recordText, start, length)
    ) {
      break;
    }
    bucket = (bucket + 1) & (memoBuckets - 1);
    entry = memoTable + <usize>bucket * memoEntryBytes;
    record = <usize>load<u32>(entry, 4);
  }
  return record;
}

// @ts-ignore: decorator
@inline
export function recordFacts(record: usize): usize {
  return record + recordText + <usize>((load<u32>(record, recordLength) + 15) & ~15);
}

/** Keeps the facts that the resolver left. Starts afresh where there is no more room. */
export function remember(slot: usize, start: usize, length: u32, hash: u64, factCount: u32): void {
  const textBytes = <usize>((length + 15) & ~15);
  const bytes = <usize>recordText + ((textBytes + (<usize>factCount << 2) + 15) & ~15);
  if (arenaEnd + bytes > memoArenaEnd || entries > <u32>memoBuckets / 2) {
    clearMemo();
    if (arenaEnd + bytes > memoArenaEnd) return;
  }
  const record = arenaEnd;
  arenaEnd += bytes;
  entries++;
  store<u32>(record, <u32>slot, recordSlot);
  store<u32>(record, length, recordLength);
  store<u32>(record, factCount, recordCount);
  memory.copy(record + recordText, start, <usize>length);
  memory.copy(record + recordText + textBytes, resolvedFacts, <usize>factCount << 2);
  let bucket = <u32>(hash >> 32) & (memoBuckets - 1);
  let entry = memoTable + <usize>bucket * memoEntryBytes;
  while (load<u32>(entry, 4) != 0) {
    bucket = (bucket + 1) & (memoBuckets - 1);
    entry = memoTable + <usize>bucket * memoEntryBytes;
  }
  store<u32>(entry, <u32>hash);
  store<u32>(entry, <u32>record, 4);
}
