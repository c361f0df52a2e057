import { formatSpan } from "../language/max-span.ts";
import type { ExplainedJoining, JoiningStory, StoryEnd, TimedEvent } from "../why/joining.ts";
import type { EventPlace, JoinKeyValues } from "../why/report.ts";
import { valueText } from "./event-field.ts";
import { formatCount, formatCounted } from "./units.ts";
import type { TextLayout } from "./why-layout.ts";

const stageColumns = 8;

/** Lays out how the events of a sequence's or sample's stages join, and what broke them. */
export function layOutJoining(layout: TextLayout, joining: ExplainedJoining, kind: "sequence" | "sample"): void {
  const { stages, until, complete, stories, storyCount, isCut, agrees } = joining;
  layout.say(0, "how the events join", "bold");
  for (const { number, missing, hits } of stages) {
    layout.say(2, `stage ${number}${missing ? " (must not come)" : ""} is hit by ${formatCounted(hits, "event")}`);
  }
  if (until !== null) layout.say(2, `until is hit by ${formatCounted(until, "event")}`);
  layout.say(2, formatCounted(complete, `whole ${kind}`));
  if (isCut) layout.say(2, "more events hit stages than can be held: this is of the first of them", "yellow");
  if (agrees === false)
    layout.say(2, "the reference evaluator joins them otherwise: please report it", ["bold", "red"]);
  for (const story of stories) {
    layout.blank();
    layOutStory(layout, story);
  }
  if (storyCount > stories.length) layout.say(2, `and ${formatCount(storyCount - stories.length)} more`);
}

function layOutStory(layout: TextLayout, { keys, events, end }: JoiningStory): void {
  layout.say(2, keys.length === 0 ? "without keys" : `by ${keysText(keys)}`);
  for (const { stage, event } of events) layout.labelled(4, `stage ${stage}`.padEnd(stageColumns), timedText(event));
  for (const line of endTexts(end))
    layout.labelled(4, line.label.padEnd(stageColumns), line.text, { style: line.style, maxLines: 4 });
}

interface EndLine {
  readonly label: string;
  readonly text: string;
  readonly style: "green" | "red" | null;
}

function endTexts(end: StoryEnd): readonly EndLine[] {
  switch (end.kind) {
    case "complete":
      return [{ label: "whole", text: "a detection", style: "green" }];
    case "same-event":
      return [{ label: "broken", text: "the stages take the same event, and must take different ones", style: "red" }];
    case "max-span":
      return [
        broken(
          end.stage,
          `came ${formatSpanAtMost(end.lateByNs)} too late for the maximum span of ${formatSpan(end.maxSpanNs)}`,
        ),
        at(end.by),
      ];
    case "until":
      return [broken(end.stage, "came only after an until event"), at(end.by)];
    case "unwanted":
      return [broken(end.stage, "says that no such event must come, and one came"), at(end.by)];
    case "replaced":
      return [broken(end.stage, "took a later event of these keys: only the latest goes on"), at(end.by)];
    case "no-event": {
      const lines: EndLine[] = [broken(end.stage, "never came: no event of it follows with these keys")];
      if (end.earlier !== null)
        lines.push({ label: "earlier", text: `one came before, at ${timedText(end.earlier)}`, style: null });
      if (end.otherKeys !== null) {
        const { event, keys } = end.otherKeys;
        lines.push({ label: "other", text: `one came by ${keysText(keys)}, at ${timedText(event)}`, style: null });
      }
      return lines;
    }
  }
}

function broken(stage: number, text: string): EndLine {
  return { label: `stage ${stage}`, text, style: "red" };
}

function at(event: TimedEvent): EndLine {
  return { label: "at", text: timedText(event), style: null };
}

/** `host.id = ws-1, user.id = (no value)`. Not escaped. */
export function keysText(keys: JoinKeyValues): string {
  return keys.map(({ field, value }) => `${field} = ${value === null ? "(no value)" : valueText(value)}`).join(", ");
}

function timedText({ place, timestamp }: TimedEvent): string {
  return `${placeText(place)}${timestamp === null ? "" : `, ${timestamp}`}`;
}

/** `logs/a.ndjson:1234`, and of a line with several events `#2`. Not escaped. */
export function placeText({ file, offsetBytes, index }: EventPlace): string {
  return `${file}:${offsetBytes}${index === null ? "" : `#${index}`}`;
}

/** In whole milliseconds at least: `formatSpan` would be wrong below. */
function formatSpanAtMost(spanNs: bigint): string {
  const nsPerMs = 1_000_000n;
  return spanNs < nsPerMs ? "less than 1ms" : formatSpan(spanNs - (spanNs % nsPerMs));
}
