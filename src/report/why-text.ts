import type { ExplainedCondition } from "../why/condition.ts";
import type { ExplainedEvent, ExplainedFilter, ExplainedRule, WhyReport } from "../why/report.ts";
import { formatCount, formatCounted } from "./units.ts";
import { layOutCondition } from "./why-condition.ts";
import { keysText, layOutJoining, placeText } from "./why-joining.ts";
import { type LayoutOptions, TextLayout } from "./why-layout.ts";

/** Ways to join that are named. */
const shownKeys = 3;

/**
 * What `why` shows on a terminal: of each rule the events that came nearest, and of each event every condition with what it saw.
 * Lines are as wide as the terminal at most, and everything that events and rules say is escaped. Ends with a newline.
 */
export function whyToText(report: WhyReport, options: LayoutOptions): string {
  const layout = new TextLayout(options);
  for (const [index, rule] of report.rules.entries()) {
    if (index > 0) layout.blank();
    layOutRule(layout, rule, report);
  }
  return layout.text;
}

function layOutRule(layout: TextLayout, rule: ExplainedRule, { events, badLines }: WhyReport): void {
  const { id, name, kind, matching, joining } = rule;
  layout.say(0, `rule ${name} (${id})`, "bold");
  const said = kind === "event" ? `${matches(matching)} it` : `${matching === 1 ? "hits" : "hit"} a stage`;
  const bad = badLines === 0 ? "" : `; ${formatCounted(badLines, "bad line")}`;
  layout.say(0, `of ${formatCounted(events, "event")} ${formatCount(matching)} ${said}${bad}`);
  if (rule.events.length < events)
    layout.say(0, `the ${formatCounted(rule.events.length, "event")} that came nearest:`);
  for (const event of rule.events) {
    layout.blank();
    layOutEvent(layout, event);
  }
  if (joining !== null && kind !== "event") {
    layout.blank();
    layOutJoining(layout, joining, kind);
  }
}

function layOutEvent(layout: TextLayout, event: ExplainedEvent): void {
  const { place, product, source, timestamp, filters, reachedCombinationLimit } = event;
  const read = product === source ? product : `${product} (${source})`;
  layout.say(0, `event ${placeText(place)}, ${timestamp ?? "no time"}, ${read}`, "bold");
  if (reachedCombinationLimit) {
    layout.say(
      0,
      "a condition over several arrays was given up after 65,536 combinations, and taken as false",
      "yellow",
    );
  }
  for (const filter of filters) layOutFilter(layout, filter);
}

function layOutFilter(
  layout: TextLayout,
  { role, matches: holds, reference, joinKeys, condition }: ExplainedFilter,
): void {
  const subject = role.kind === "event" ? "" : role.kind === "until" ? "until: " : `stage ${role.numbers.join(", ")}: `;
  layout.say(
    0,
    `${subject}${holds ? "matches" : `does not match: ${failingText(condition)}`}`,
    holds ? "green" : "red",
  );
  if (reference !== null && reference !== holds) {
    layout.say(
      0,
      `the reference evaluator says that it ${reference ? "matches" : "does not match"}: please report it`,
      ["bold", "red"],
    );
  }
  if (joinKeys !== null) {
    if (joinKeys.length === 0) layout.say(2, "it joins none: a join key has no value", "red");
    for (const keys of joinKeys.slice(0, shownKeys)) if (keys.length > 0) layout.say(2, `joins by ${keysText(keys)}`);
    if (joinKeys.length > shownKeys)
      layout.say(2, `and by ${formatCounted(joinKeys.length - shownKeys, "other combination")}`);
  }
  // Of an event of another category the rest of a stage says nothing.
  const category = role.kind === "event" ? undefined : operandsOf(condition).find(isWrongCategory);
  for (const part of category === undefined ? operandsOf(condition) : [category]) layOutCondition(layout, part, 0);
}

function failingText(condition: ExplainedCondition): string {
  const operands = operandsOf(condition);
  const failing = operands.filter(({ truth }) => truth !== true).length;
  return `${formatCount(failing)} of ${formatCounted(operands.length, "condition")} ${failing === 1 ? "fails" : "fail"}`;
}

/** The conditions that all must hold. */
function operandsOf(condition: ExplainedCondition): readonly ExplainedCondition[] {
  return condition.kind === "and" ? condition.operands : [condition];
}

function isWrongCategory(condition: ExplainedCondition): boolean {
  return condition.kind === "leaf" && condition.implicit && condition.isAtFault;
}

function matches(count: number): string {
  return count === 1 ? "matches" : "match";
}
