import { document, count, hold } from "./facts";
import { hasOddEscape, holdsLiteral } from "./gate";
import {
  countGated,
  countMemoHits,
  countMemoLookups,
  countResolved,
  flagHeld,
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
  slotLookups,
  slotMisses,
  slotMode,
  slotNext,
  slotNumber,
  slotPending,
  slotPresence,
  slotRemaining,
} from "./layout";
import { recall, recordFacts, remember } from "./memo";
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

/** The use of the memo is weighed after so many misses. */
const weighedMisses: u32 = 256;

let memoLookups: u32 = 0;
let memoMisses: u32 = 0;

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

/** A string, number, `true` or `false` at the path of some slots. */
// @ts-ignore: decorator
@inline
export function takeScalar(slots: usize, start: usize, length: u32): void {
  let slot = slots;
  do {
    if ((load<u32>(slot, slotFlags) & (flagResolved | flagLazy | flagHeld)) == flagResolved) takeValue(slot, start, length);
    else takeOther(slot, start, length);
    slot = <usize>load<u32>(slot, slotNext);
  } while (slot != 0);
}

function takeOther(slot: usize, start: usize, length: u32): void {
  const flags = load<u32>(slot, slotFlags);
  if ((flags & flagHeld) != 0) {
    hold(load<u32>(slot, slotExistence));
    hold(load<u32>(slot, slotPresence));
  }
  if ((flags & flagResolved) == 0) return;
  if ((flags & flagLazy) != 0) postpone(slot, start, length);
  else takeValue(slot, start, length);
}

/** What is no string at the path of some slots. */
export function takeWord(slots: usize, start: usize, length: u32): void {
  // "null" as a number of 32 bits.
  if (length != 4 || load<u32>(start) != 0x6c6c756e) {
    takeScalar(slots, start, length);
    return;
  }
  for (let slot = slots; slot != 0; slot = <usize>load<u32>(slot, slotNext)) {
    const flags = load<u32>(slot, slotFlags);
    if ((flags & (flagNull | flagResolved)) != (flagNull | flagResolved)) continue;
    if ((flags & flagLazy) != 0) postpone(slot, start, length);
    else takeValue(slot, start, length);
  }
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
  if (holdsLiteral(gate, start, end) || hasOddEscape(origin, start, end)) return false;
  count(countGated);
  return true;
}

// @ts-ignore: decorator
@inline
function takeValue(slot: usize, start: usize, length: u32): void {
  if (load<u32>(slot, slotMode) != remembersAll || length > <u32>maxMemoValue) {
    takeGated(slot, start, length);
    return;
  }
  memoLookups++;
  store<u32>(slot, load<u32>(slot, slotLookups) + 1, slotLookups);
  const record = recall(slot, start, length);
  if (record == 0) {
    takeMissed(slot, start, length);
    return;
  }
  const facts = load<u32>(record, recordCount);
  if (facts != 0) holdAll(recordFacts(record), facts);
}

/** A value that the memo doesn't know. */
function takeMissed(slot: usize, start: usize, length: u32): void {
  weighMiss(slot);
  if (load<u32>(slot, slotMode) != remembersFew && isGated(slot, start, length)) remember(slot, start, length, 0);
  else remember(slot, start, length, holdResolved(slot, start, length));
}

/** A value for which the gate comes before the memo. */
function takeGated(slot: usize, start: usize, length: u32): void {
  if (load<u32>(slot, slotMode) != remembersAll) countDown(slot);
  if (isGated(slot, start, length)) return;
  if (load<u32>(slot, slotMode) != remembersFew || length > <u32>maxMemoValue) {
    holdResolved(slot, start, length);
    return;
  }
  memoLookups++;
  store<u32>(slot, load<u32>(slot, slotLookups) + 1, slotLookups);
  const record = recall(slot, start, length);
  if (record == 0) takeMissed(slot, start, length);
  else holdAll(recordFacts(record), load<u32>(record, recordCount));
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
  store<u32>(slot, 0, slotMisses);
}

/** After so many misses it is weighed whether the memo is of use: how many lookups were hits meanwhile. */
function weighMiss(slot: usize): void {
  memoMisses++;
  const misses = load<u32>(slot, slotMisses) + 1;
  store<u32>(slot, misses, slotMisses);
  if (misses < weighedMisses) return;
  const mode = load<u32>(slot, slotMode);
  const lookups = load<u32>(slot, slotLookups);
  if (mode == remembersAll) {
    const isOfUse = lookups >= 2 * misses;
    if (!isOfUse) store<u32>(slot, triedAgainAfter, slotRemaining);
    setMode(slot, isOfUse ? mode : load<u32>(slot, slotGate) != 0 ? remembersFew : remembersNone);
  } else {
    // What gets through a gate costs a call: it is worth remembering even if one in four is known.
    setMode(slot, lookups * 3 >= 4 * misses ? mode : remembersNone);
  }
}

/** Gives what was looked up in the memo, and not found there, to the counters. */
export function countLookups(): void {
  count(countMemoLookups, memoLookups);
  count(countMemoHits, memoLookups - memoMisses);
  memoLookups = 0;
  memoMisses = 0;
}
