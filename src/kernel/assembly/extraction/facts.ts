import {
  conditionDocument,
  conditionFilter,
  conditionQuestion,
  countCandidates,
  counters,
  countEvaluated,
  lazyFact,
  outputHead,
  questionAccepted,
  questionFact,
  questionNo,
  questionRejected,
  questionSlot,
  questionYes,
  reasonCondition,
  reasonNone,
  slotPending,
} from "./layout";
import { always, alwaysEnd, asked, filterStamps, output, stamps, triggers, triggerStarts } from "./regions";
import { resolvePending } from "./values";

/** The number of the document: what has it as its stamp, holds of it. */
export let document: u32 = 0;
/** Where the next condition goes that the document asks for. */
let askedEnd: usize = 0;
/** Where the next candidate goes. */
export let outputEnd: usize = 0;

// @ts-ignore: decorator
@inline
export function count(counter: usize, by: u32 = 1): void {
  store<u32>(<usize>counters + counter, load<u32>(<usize>counters + counter) + by);
}

// @ts-ignore: decorator
@inline
export function beginOutput(): void {
  outputEnd = output;
}

// @ts-ignore: decorator
@inline
export function beginDocument(): void {
  document++;
  askedEnd = asked;
}

/** For a program that was written anew: no stamp is set. */
export function restartDocuments(): void {
  document = 0;
}

// @ts-ignore: decorator
@inline
export function hold(fact: u32): void {
  const stamp = stamps + (<usize>fact << 2);
  if (load<u32>(stamp) != document) raise(fact, stamp);
}

function raise(fact: u32, stamp: usize): void {
  store<u32>(stamp, document);
  const starts = triggerStarts + (<usize>fact << 2);
  const end = triggers + (<usize>load<u32>(starts, 4) << 2);
  for (let trigger = triggers + (<usize>load<u32>(starts) << 2); trigger < end; trigger += 4) {
    const condition = <usize>load<u32>(trigger);
    if (load<u32>(condition, conditionDocument) == document) continue;
    store<u32>(condition, document, conditionDocument);
    store<u32>(askedEnd, <u32>condition);
    askedEnd += 4;
  }
}

/** Whether the condition holds. Resolves the values of lazy slots that are asked for. */
function isAccepted(condition: usize): bool {
  let question = <usize>load<u32>(condition, conditionQuestion);
  while (question > <usize>questionAccepted) {
    const fact = load<u32>(question, questionFact);
    const stamp = stamps + (<usize>(fact & ~lazyFact) << 2);
    let holds = load<u32>(stamp) == document;
    if (!holds && (fact & lazyFact) != 0) {
      const slot = <usize>load<u32>(question, questionSlot);
      if (load<u32>(slot, slotPending) == document) {
        resolvePending(slot);
        holds = load<u32>(stamp) == document;
      }
    }
    question = <usize>(holds ? load<u32>(question, questionYes) : load<u32>(question, questionNo));
  }
  return question != questionRejected;
}

/** Evaluates what the document asks for. Gives why it is handed over, if it is. */
export function endDocument(start: usize, end: usize): u32 {
  let filter = outputEnd + outputHead;
  for (let at = always; at < alwaysEnd; at += 4) {
    filter = evaluate(<usize>load<u32>(at), filter);
    if (filter == 0) return reasonCondition;
  }
  // No condition is asked for while they are evaluated: lazy facts have no triggers.
  for (let at = asked; at < askedEnd; at += 4) {
    filter = evaluate(<usize>load<u32>(at), filter);
    if (filter == 0) return reasonCondition;
  }
  const bytes = filter - (outputEnd + outputHead);
  if (bytes == 0) return reasonNone;
  store<u32>(outputEnd, <u32>start);
  store<u32>(outputEnd, <u32>end, 4);
  store<u32>(outputEnd, <u32>(bytes >> 2), 8);
  outputEnd = filter;
  count(countCandidates);
  return reasonNone;
}

/** Writes the condition's filter if it holds. Gives where the next one goes; 0 if the line is handed over. */
function evaluate(condition: usize, out: usize): usize {
  count(countEvaluated);
  if (!isAccepted(condition)) return out;
  const filter = load<i32>(condition, conditionFilter);
  if (filter < 0) return 0;
  const stamp = filterStamps + (<usize>filter << 2);
  if (load<u32>(stamp) == document) return out;
  store<u32>(stamp, document);
  store<u32>(out, filter);
  return out + 4;
}

/** The line is a candidate for all filters. */
export function handOver(start: usize, end: usize): void {
  store<u32>(outputEnd, <u32>start);
  store<u32>(outputEnd, <u32>end, 4);
  store<i32>(outputEnd, -1, 8);
  outputEnd += outputHead;
}
