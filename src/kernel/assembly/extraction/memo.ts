import {
  memoBuckets,
  memoEntryBytes,
  prefixMasks,
  recentBits,
  recordCount,
  recordLength,
  recordText,
  slotBytes,
  slotRecents,
} from "./layout";
import { memoArena, memoArenaEnd, memoTable, multiplier, otherMultiplier, resolvedFacts, seed, slots, slotsEnd } from "./regions";

/** Where the next record goes. */
let arenaEnd: usize = 0;
let entries: u32 = 0;
/** So many entries are looked at, from a value's own place on. */
const maxProbes: i32 = 16;

/** Forgets everything. */
export function clearMemo(): void {
  memory.fill(memoTable, 0, memoBuckets * memoEntryBytes);
  for (let slot = slots; slot < slotsEnd; slot += slotBytes) memory.fill(slot + slotRecents, 0, 4 << recentBits);
  arenaEnd = memoArena;
  entries = 0;
}

/** The first bytes of what lies at `start`, up to sixteen, then zeros. */
// @ts-ignore: decorator
@inline
export function firstBytes(start: usize, length: u32): v128 {
  return v128.and(v128.load(start), v128.load(<usize>prefixMasks + (<usize>length << 4)));
}

// @ts-ignore: decorator
@inline
function mix(hash: u64, bytes: v128): u64 {
  const product =
    (i64x2.extract_lane(bytes, 0) ^ hash) * multiplier +
    (i64x2.extract_lane(bytes, 1) ^ rotl<u64>(hash, 32)) * otherMultiplier;
  return product ^ (product >> 32);
}

/** Seeded, so that nobody can choose heads and texts that collide. The upper bits are the good ones. */
// @ts-ignore: decorator
@inline
export function hashOf(head: u64, text: v128): u64 {
  return mix(seed ^ (head * 0x9e3779b97f4a7c15), text);
}

/**
 * Of a text longer than sixteen bytes some are enough: those at both ends and in the middle. Who chooses values that differ elsewhere
 * only makes the memo forget them (`maxProbes`).
 */
// @ts-ignore: decorator
@inline
export function hashOfLong(head: u64, start: usize, length: u32): u64 {
  const bytes = <usize>length;
  return mix(
    mix(hashOf(head, v128.load(start)), v128.load(start + bytes - 16)),
    v128.load(start + ((bytes - 16) >> 1)),
  );
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

/** What a record begins with: of which slot it is, and how long its text is. */
// @ts-ignore: decorator
@inline
export function headOf(slot: usize, length: u32): u64 {
  return <u64>slot | (<u64>length << 32);
}

/** The record of a value, or 0; then {@link remember} is to follow. */
// @ts-ignore: decorator
@inline
export function recall(slot: usize, start: usize, length: u32): usize {
  const head = headOf(slot, length);
  // Most fields have few values. Up to seven bytes may be of what stands before the value: then it is only not found here.
  const last = load<u64>(start + <usize>length - 8);
  const recent = slot + ((<usize>((last * multiplier) >> (64 - recentBits))) << 2);
  const record = <usize>load<u32>(recent, slotRecents);
  if (load<u64>(record) == head && isText(record + recordText, start, length)) return record;
  return lookUp(recent, head, start, length);
}

/** Of the value that was not found. */
let missedHash: u64 = 0;

function lookUp(recent: usize, head: u64, start: usize, length: u32): usize {
  const hash = length <= 16 ? hashOf(head, firstBytes(start, length)) : hashOfLong(head, start, length);
  let entry = entryOf(hash);
  for (let probes = 0; probes < maxProbes; probes++) {
    const record = <usize>load<u32>(entry, 4);
    if (record == 0) break;
    if (load<u32>(entry) == <u32>hash && load<u64>(record) == head && isText(record + recordText, start, length)) {
      store<u32>(recent, <u32>record, slotRecents);
      return record;
    }
    entry = nextEntry(entry);
  }
  missedHash = hash;
  return 0;
}

/** Whether a record's text, of the same length, is this. */
// @ts-ignore: decorator
@inline
function isText(text: usize, start: usize, length: u32): bool {
  if (length <= 16) return !v128.any_true(v128.xor(v128.load(text), firstBytes(start, length)));
  const last = <usize>length - 16;
  if (v128.any_true(v128.xor(v128.load(text + last), v128.load(start + last)))) return false;
  return length <= 32 ? !v128.any_true(v128.xor(v128.load(text), v128.load(start))) : areEqual(text, start, length - 16);
}

// @ts-ignore: decorator
@inline
function entryOf(hash: u64): usize {
  return memoTable + <usize>((hash >> 40) & (memoBuckets - 1)) * memoEntryBytes;
}

// @ts-ignore: decorator
@inline
function nextEntry(entry: usize): usize {
  return memoTable + ((entry - memoTable + memoEntryBytes) & (memoBuckets * memoEntryBytes - 1));
}

// @ts-ignore: decorator
@inline
export function recordFacts(record: usize): usize {
  return record + recordText + <usize>((load<u32>(record, recordLength) + 15) & ~15);
}

/** Keeps the facts of a value that was not found, which the resolver left. Starts afresh where there is no more room. */
export function remember(slot: usize, start: usize, length: u32, factCount: u32): void {
  const textBytes = <usize>((length + 15) & ~15);
  const bytes = <usize>recordText + ((textBytes + (<usize>factCount << 2) + 15) & ~15);
  if (arenaEnd + bytes > memoArenaEnd || entries > <u32>memoBuckets / 2) {
    clearMemo();
    if (arenaEnd + bytes > memoArenaEnd) return;
  }
  const record = arenaEnd;
  arenaEnd += bytes;
  entries++;
  store<u64>(record, headOf(slot, length));
  store<u32>(record, factCount, recordCount);
  // The last sixteen bytes of the text are compared whole.
  if (textBytes != 0) v128.store(record + recordText + textBytes - 16, i8x16.splat(0));
  memory.copy(record + recordText, start, <usize>length);
  memory.copy(record + recordText + textBytes, resolvedFacts, <usize>factCount << 2);
  let entry = entryOf(missedHash);
  // The last one that is looked at is replaced.
  for (let probes = 1; load<u32>(entry, 4) != 0 && probes < maxProbes; probes++) entry = nextEntry(entry);
  store<u32>(entry, <u32>missedHash);
  store<u32>(entry, <u32>record, 4);
}
