import type { EventProfile, FieldShare } from "../coverage/event-profile.ts";
import type { SniffedInput, SniffedRule, SniffedSource, SniffReport } from "../coverage/sniffing.ts";
import { formatTime } from "../language/time.ts";
import { causeText, reasonText } from "./coverage-reasons.ts";
import { formatCount, formatCounted } from "./units.ts";
import { type LayoutOptions, TextLayout } from "./why-layout.ts";

/** Names shown of a longer list. */
const shownFields = 40;
const shownRules = 10;
const shownReasons = 3;

/**
 * What `sniff` shows on a terminal: of each input what its events are, part by part, and of each source which rules can match
 * it. Everything that events and rules say is escaped. Ends with a newline.
 */
export function sniffToText({ inputs, sources }: SniffReport, options: LayoutOptions): string {
  const layout = new TextLayout(options);
  for (const [index, input] of inputs.entries()) {
    if (index > 0) layout.blank();
    layOutInput(layout, input);
  }
  for (const source of sources.filter(hasRules)) {
    layout.blank();
    layOutRules(layout, source);
  }
  return layout.text;
}

function hasRules({ ableRules, unableRules }: SniffedSource): boolean {
  return ableRules + unableRules.length > 0;
}

function layOutInput(layout: TextLayout, { file, events, badLines, isWhole, parts }: SniffedInput): void {
  const seen = isWhole ? formatCounted(events, "event") : `the first ${formatCounted(events, "event")}, more follow`;
  const bad = badLines === 0 ? "" : `, ${formatCounted(badLines, "bad line")}`;
  layout.labelled(0, `${file}:`, `${seen}${bad}`, { labelStyle: "bold" });
  for (const part of parts) layOutPart(layout, part);
}

function layOutPart(layout: TextLayout, part: EventProfile): void {
  const { product, form, source, events } = part;
  const named = product === source ? product : `${product} (${source})`;
  layout.say(2, `${named}: ${form}, ${formatCounted(events, "event")}`, "cyan");
  const categories = part.categories.map(({ category, events: count }) => `${category} ${formatCount(count)}`);
  layout.labelled(4, "categories:", categories.length === 0 ? "none" : categories.join(", "));
  if (part.withoutCategory > 0) layout.labelled(4, "no category:", uncategorised(part));
  layout.labelled(4, "time:", timeText(part));
  layOutFields(layout, part);
}

/** Those of a product's own, which lie where their names say, are left out where they have no value. */
function layOutFields(layout: TextLayout, { fields, events }: EventProfile): void {
  const some = fields.filter((field) => field.events > 0 && field.events < events);
  const groups = [
    { label: "in all:", names: fields.filter((field) => field.events === events).map(({ name }) => name) },
    { label: "in some:", names: some.map((field) => shareText(field, events)) },
    {
      label: "in none:",
      names: fields.filter((field) => field.events === 0 && !field.name.startsWith("winlog.")).map(({ name }) => name),
    },
  ];
  for (const { label, names } of groups) {
    if (names.length > 0) layout.labelled(4, label, listOf(names), { maxLines: 12 });
  }
}

/** What is read as ECS and has no category is most likely not ECS. */
function uncategorised({ withoutCategory, events, source }: EventProfile): string {
  const count = `${formatCount(withoutCategory)} of ${formatCounted(events, "event")}`;
  return source === "ecs" ? `${count}; no source claims them, and only \`any where …\` asks for them` : count;
}

function timeText({ fromNs, toNs, withoutTime }: EventProfile): string {
  const without = withoutTime === 0 ? "" : `${formatCounted(withoutTime, "event")} without a readable time`;
  if (fromNs === null || toNs === null) return without === "" ? "none" : without;
  const range = fromNs === toNs ? formatTime(fromNs) : `${formatTime(fromNs)} to ${formatTime(toNs)}`;
  return without === "" ? range : `${range}; ${without}`;
}

function shareText({ name, events: count }: FieldShare, events: number): string {
  // Nearly all are not all, and a few not none.
  return `${name} ${Math.min(99, Math.max(1, Math.round((count / events) * 100)))} %`;
}

function listOf(texts: readonly string[]): string {
  const shown = texts.slice(0, shownFields).join(", ");
  return texts.length > shownFields ? `${shown}, and ${formatCount(texts.length - shownFields)} more` : shown;
}

function layOutRules(layout: TextLayout, { source, product, ableRules, unableRules, missing }: SniffedSource): void {
  const loaded = ableRules + unableRules.length;
  layout.say(
    0,
    `${source}: ${formatCount(ableRules)} of ${formatCounted(loaded, "rule")} can match its events`,
    "bold",
  );
  if (missing.length > 0) {
    const names = missing.map(({ name, rules }) => `${name} (${formatCounted(rules, "rule")})`);
    layout.labelled(2, "fields without a source:", listOf(names), { maxLines: 8 });
  }
  if (unableRules.length <= shownRules) for (const rule of unableRules) layOutUnable(layout, rule, product);
  else layOutCauses(layout, unableRules, product);
}

/** Of many rules what they have in common: the first reason of each counts. */
function layOutCauses(layout: TextLayout, unableRules: readonly SniffedRule[], product: string): void {
  const causes = new Map<string, number>();
  for (const { reasons } of unableRules) {
    const [first] = reasons;
    const cause = first === undefined ? "" : causeText(first, product);
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const sorted = [...causes].toSorted((a, b) => b[1] - a[1]);
  for (const [cause, count] of sorted.slice(0, shownRules)) {
    layout.labelled(2, `${formatCounted(count, "rule")}:`, cause, { labelStyle: "yellow" });
  }
  const others = sorted.slice(shownRules).reduce((sum, [, count]) => sum + count, 0);
  const more = others === 0 ? "" : `and ${formatCounted(others, "rule")} for other reasons; `;
  layout.say(2, `${more}--format json names all of them`);
}

function layOutUnable(layout: TextLayout, { name, canMatch, reasons }: SniffedRule, product: string): void {
  const verb = canMatch === "no" ? "can't match" : "can hardly match";
  layout.say(2, `${name}: ${verb}`, "yellow");
  for (const reason of reasons.slice(0, shownReasons)) layout.say(4, reasonText(reason, product));
}
