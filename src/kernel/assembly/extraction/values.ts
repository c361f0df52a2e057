import { document, count, hold } from "./facts";
import { hasOddEscape, mayHold } from "./gate";
import {
  countGated,
  countMemoHits,
  countMemoLookups,
  countResolved,
  flagLazy,
  flagNull,
  flagResolved,
  maxMemoValue,
  maxPending,
  pendingBytes,
  recordCount,
  slotExistence,
  slotFlags,
  slotGate,
  slotHits,
  slotLookups,
  slotMode,
  slotNext,
  slotNumber,
  slotPending,
  slotPresence,
  slotRemaining,
} from "./layout";
import { hashOf, recall, recordFacts, remember } from "./memo";
import { pending, resolvedFacts } from "./regions";

/** Given by the loader: writes the facts of a value to `resolvedFacts`, and gives their number. */
// @ts-ignore: decorator
@external("env", "resolve")
declare function resolve(slot: u32, start: usize, length: u32): u32;

const quote: u8 = 0x22;

// How a slot's values are dealt with, decided by how often the memo knows them.

/** The memo, then the gate. */
const remembersAll: u32 = 0;
/** The gate, then the memo. */
const remembersFew: u32 = 1;
/** The gate, then the resolver. */
const remembersNone: u32 = 2;

/** The use of the memo is weighed after so many lookups. */
const weighedLookups: u32 = 512;
/** And tried again after so many values. */
const triedAgainAfter: u32 = 32768;

/** Where the block begins. */
export let origin: usize = 0;
let pendingEnd: usize = 0;

export function beginBlock(start: usize): void {
  origin = start;
}

// @ts-ignore: decorator
@inline
export function forgetPending(): void {
  pendingEnd = pending;
}

/** A scalar at the path of some slots. */
// @ts-ignore: decorator
@inline
export function takeScalar(slots: usize, start: usize, length: u32): void {
  for (let slot = slots; slot != 0; slot = <usize>load<u32>(slot, slotNext)) takeScalarOf(slot, start, length);
}

// @ts-ignore: decorator
@inline
function takeScalarOf(slot: usize, start: usize, length: u32): void {
  const flags = load<u32>(slot, slotFlags);
  // "null" as a number of 32 bits.
  if (length == 4 && load<u32>(start) == 0x6c6c756e) {
    if ((flags & (flagNull | flagResolved)) != (flagNull | flagResolved)) return;
  } else {
    hold(load<u32>(slot, slotExistence));
    hold(load<u32>(slot, slotPresence));
  }
  if ((flags & (flagResolved | flagLazy)) == flagResolved) takeValue(slot, start, length);
  else if ((flags & flagResolved) != 0) postpone(slot, start, length);
}

/** An object at the path of some slots. */
// @ts-ignore: decorator
@inline
export function takeObject(slots: usize): void {
  for (let slot = slots; slot != 0; slot = <usize>load<u32>(slot, slotNext)) hold(load<u32>(slot, slotExistence));
}

function postpone(slot: usize, start: usize, length: u32): void {
  if (pendingEnd == pending + maxPending * pendingBytes) {
    takeValue(slot, start, length);
    return;
  }
  store<u32>(slot, document, slotPending);
  store<u32>(pendingEnd, <u32>slot);
  store<u32>(pendingEnd, <u32>start, 4);
  store<u32>(pendingEnd, length, 8);
  pendingEnd += pendingBytes;
}

/** Takes the values of a lazy slot that the document has. */
export function resolvePending(slot: usize): void {
  store<u32>(slot, 0, slotPending);
  for (let at = pending; at < pendingEnd; at += pendingBytes) {
    if (<usize>load<u32>(at) == slot) takeValue(slot, <usize>load<u32>(at, 4), load<u32>(at, 8));
  }
}

/** Whether it is certain that the value has no facts. Of numbers and words nothing is. */
// @ts-ignore: decorator
@inline
function isGated(slot: usize, start: usize, length: u32): bool {
  const gate = <usize>load<u32>(slot, slotGate);
  if (gate == 0 || load<u8>(start) != quote) return false;
  const end = start + <usize>length;
  if (mayHold(gate, start, end) || hasOddEscape(origin, start, end)) return false;
  count(countGated);
  return true;
}

function takeValue(slot: usize, start: usize, length: u32): void {
  const mode = load<u32>(slot, slotMode);
  if (mode != remembersAll) {
    countDown(slot);
    if (isGated(slot, start, length)) return;
    if (mode == remembersNone) {
      holdResolved(slot, start, length);
      return;
    }
  }
  if (length > <u32>maxMemoValue) {
    if (mode != remembersAll || !isGated(slot, start, length)) holdResolved(slot, start, length);
    return;
  }
  const hash = hashOf(slot, start, length);
  const record = recall(slot, start, length, hash);
  weigh(slot, record != 0);
  if (record != 0) {
    const facts = load<u32>(record, recordCount);
    if (facts != 0) holdAll(recordFacts(record), facts);
    return;
  }
  if (mode == remembersAll && isGated(slot, start, length)) remember(slot, start, length, hash, 0);
  else remember(slot, start, length, hash, holdResolved(slot, start, length));
}

function holdAll(facts: usize, factCount: u32): void {
  const end = facts + (<usize>factCount << 2);
  for (let fact = facts; fact < end; fact += 4) hold(load<u32>(fact));
}

function holdResolved(slot: usize, start: usize, length: u32): u32 {
  count(countResolved);
  const facts = resolve(load<u32>(slot, slotNumber), start, length);
  holdAll(resolvedFacts, facts);
  return facts;
}

function countDown(slot: usize): void {
  const remaining = load<u32>(slot, slotRemaining) - 1;
  store<u32>(slot, remaining, slotRemaining);
  if (remaining == 0) setMode(slot, remembersAll);
}

function setMode(slot: usize, mode: u32): void {
  store<u32>(slot, mode, slotMode);
  store<u32>(slot, 0, slotLookups);
  store<u32>(slot, 0, slotHits);
}

// @ts-ignore: decorator
@inline
function weigh(slot: usize, isHit: bool): void {
  count(countMemoLookups);
  count(countMemoHits, <u32>isHit);
  const lookups = load<u32>(slot, slotLookups) + 1;
  const hits = load<u32>(slot, slotHits) + <u32>isHit;
  store<u32>(slot, lookups, slotLookups);
  store<u32>(slot, hits, slotHits);
  if (lookups >= weighedLookups) settle(slot, hits);
}

function settle(slot: usize, hits: u32): void {
  const mode = load<u32>(slot, slotMode);
  const isGatedFirst = mode != remembersAll;
  if (hits >= (isGatedFirst ? weighedLookups / 4 : weighedLookups / 2)) {
    setMode(slot, mode);
    return;
  }
  const hasGate = load<u32>(slot, slotGate) != 0;
  if (!isGatedFirst) store<u32>(slot, triedAgainAfter, slotRemaining);
  setMode(slot, isGatedFirst || !hasGate ? remembersNone : remembersFew);
}
