import type { Mistakes } from "./mistakes.ts";
import type { WrittenSequence } from "./sequences.ts";
import type { WrittenStage } from "./stages.ts";

/** A sequence has at most so many stages, those that are repeated counted as often. */
export const mostStages = 256;

/**
 * Reports what doesn't fit between the parts of a sequence or sample (SEMANTICS 2): numbers of keys that differ (E314), too
 * few stages (E316) or too many (E405), missing events without a time span (E317) or without any other (E318) or where there
 * are none (E319).
 */
export function checkSequence(sequence: WrittenSequence, mistakes: Mistakes): void {
  checkKeys(sequence, mistakes);
  checkNumber(sequence, mistakes);
  checkMissing(sequence, mistakes);
}

function checkKeys({ stages, until }: WrittenSequence, mistakes: Mistakes): void {
  const [first, ...others] = stages;
  if (first === undefined) return;
  const expected = first.keys.count;
  for (const stage of until === null ? others : [...others, until]) {
    const found = stage.keys.count;
    if (found === expected) continue;
    const what = stage === until ? "`until`" : "a stage";
    const message = `${what} with ${countKeys(found)} of its own, where the first stage has ${expected === 0 ? "none" : expected}`;
    mistakes.report("E314", stage.keys.span ?? stage.opening, message, {
      help: "the keys of a stage are joined to those of the others one by one, so there are as many behind each",
    });
  }
}

function countKeys(count: number): string {
  if (count === 0) return "no join key";
  return count === 1 ? "1 join key" : `${count} join keys`;
}

function checkNumber({ kind, stages, countable }: WrittenSequence, mistakes: Mistakes): void {
  const [first] = stages;
  if (first === undefined) return;
  let total = 0;
  for (const stage of stages) {
    const isWithin = total <= mostStages;
    total += stage.runs;
    if (isWithin && total > mostStages) {
      mistakes.report("E405", stage.opening, `a ${kind} of more than ${mostStages} stages`, {
        help: "`with runs` counts as often as it repeats",
      });
    }
  }
  if (total >= 2 || !countable) return;
  const help =
    kind === "sequence"
      ? "one stage alone is an event query, which stands in no brackets; `with runs=2` makes it two"
      : "one stage alone is an event query, which stands in no brackets";
  mistakes.report("E316", first.opening, `a ${kind} of a single stage`, { help });
}

function checkMissing(sequence: WrittenSequence, mistakes: Mistakes): void {
  const { kind, stages, until, modifiers } = sequence;
  const missing = stages.filter((stage) => stage.missing);
  if (until?.missing === true) {
    mistakes.report("E203", until.opening, "`until` with a missing event", {
      help: "write `until […]`, without the `!`",
    });
  }
  if (kind === "sample") {
    for (const stage of missing) reportInSample(stage, mistakes);
    return;
  }
  const [first] = missing;
  if (first === undefined) return;
  if (!modifiers.hasMaxSpan) {
    mistakes.report("E317", first.opening, "a missing event in a sequence without `maxspan`", {
      help: "say for how long nothing may come: `sequence by … with maxspan=5m`",
    });
  }
  if (missing.length === stages.length && stages.length > 1 && sequence.countable) {
    mistakes.report("E318", first.opening, "a sequence of nothing but missing events", {
      help: "one stage at least is without `!`",
    });
  }
}

function reportInSample(stage: WrittenStage, mistakes: Mistakes): void {
  mistakes.report("E319", stage.opening, "a sample has no missing events", {
    help: "write `[…]`, without the `!`; a `sequence` has missing events",
  });
}
