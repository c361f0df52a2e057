import type { Candidate } from "../correlate/candidate.ts";
import { Correlation } from "../correlate/correlation.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import type { HuntPlan, SamplePlan, SequencePlan, StagePlan } from "../plan/plan.ts";
import { searchEvents } from "../reference/search.ts";
import type { ExplainedJoining, JoiningStory, StageCount, StageEvent, StoryEnd } from "./joining.ts";
import type { ReferenceVerdicts } from "./reference-verdicts.ts";
import {
  compareEvents,
  type GroupEvent,
  groupHits,
  keysFor,
  momentOf,
  namedKeys,
  type StageGroups,
  timedEvent,
} from "./stage-groups.ts";
import type { StageEventHits } from "./stage-hits.ts";
import { type SequenceTrace, SequenceTracing, type TraceEnd } from "./sequence-tracing.ts";

/** What is needed to say how the events of a rule's stages join. */
export interface JoiningSetting {
  readonly compiled: CompiledRules;
  readonly rule: number;
  readonly references: ReferenceVerdicts;
  /** So many stories are told. */
  readonly limit: number;
}

/** A story with the events that it is about, before it is told. */
interface Trace extends SequenceTrace {
  readonly group: string;
}

/** How events that hit stages of a sequence or sample join, and what broke what didn't become whole. `events` in input order. */
export function explainJoining(
  events: readonly StageEventHits[],
  isCut: boolean,
  setting: JoiningSetting,
): ExplainedJoining | null {
  const { plan } = setting.compiled;
  const query = plan.rules[setting.rule]?.query;
  if (query === undefined || query.kind === "event") return null;
  const groups = groupHits(events);
  const found = engineFindings(plan, setting.rule, events);
  const traces = query.kind === "sequence" ? traceSequences(query, groups) : traceSamples(query, groups, found);
  const complete = traces.filter(({ end }) => end.kind === "complete");
  const told = traces.toSorted(compareTraces).slice(0, setting.limit);
  const hitsOf = (filter: number): number =>
    events.filter(({ hits }) => hits.some((hit) => hit.filter === filter)).length;
  return {
    stages: query.stages.map((stage, index): StageCount => {
      return { number: index + 1, missing: "missing" in stage && stage.missing, hits: hitsOf(stage.filter) };
    }),
    until: query.kind === "sequence" && query.until !== null ? hitsOf(query.until.filter) : null,
    complete: complete.length,
    stories: told.map((trace) => tellStory(plan, query, groups, trace)),
    storyCount: traces.length,
    isCut,
    agrees: agreement(complete, found, events, setting),
  };
}

function traceSequences(query: SequencePlan, groups: StageGroups): readonly Trace[] {
  const tracing = new SequenceTracing(query);
  return [...groups].flatMap(([group, events]) => tracing.trace(events).map((trace) => ({ ...trace, group })));
}

/** One story for each combination of keys: whole if the engine found it so. */
function traceSamples({ stages }: SamplePlan, groups: StageGroups, found: readonly Finding[]): readonly Trace[] {
  const wholes = new Map(found.map((finding) => [finding.group, finding]));
  return [...groups].map(([group, events]): Trace => {
    const taken = stages.map(({ filter }) => events.find(({ keys }) => keys.has(filter)) ?? null);
    const whole = wholes.get(group);
    if (whole !== undefined) {
      const places = whole.places.map((place) => events.find(({ event }) => placeText(event) === place) ?? null);
      return { group, events: places.filter((event) => event !== null), end: { kind: "complete" } };
    }
    const missing = taken.indexOf(null);
    const present = taken.filter((event) => event !== null);
    return { group, events: present, end: missing < 0 ? sameEvent : { kind: "no-event", stage: missing } };
  });
}

/** Of a sample all of whose stages are hit: the first stage's event is taken by another one. */
const sameEvent: TraceEnd = { kind: "no-event", stage: -1 };

/** What broke first, and of that what came farthest; then what was replaced, then what is whole. */
function compareTraces(left: Trace, right: Trace): number {
  return (
    traceRank(left) - traceRank(right) || right.events.length - left.events.length || compareFirstEvents(left, right)
  );
}

function traceRank({ end }: Trace): number {
  if (end.kind === "complete") return 2;
  return end.kind === "replaced" ? 1 : 0;
}

function compareFirstEvents(left: Trace, right: Trace): number {
  const [leftFirst] = left.events;
  const [rightFirst] = right.events;
  return leftFirst === undefined || rightFirst === undefined ? 0 : compareEvents(leftFirst.event, rightFirst.event);
}

type JoiningPlan = SequencePlan | SamplePlan;

function tellStory(plan: HuntPlan, query: JoiningPlan, groups: StageGroups, trace: Trace): JoiningStory {
  const positions = query.stages.flatMap((stage, index) => ("missing" in stage && stage.missing ? [] : [index]));
  const stageNumbers = query.kind === "sequence" ? positions : sampleStages(query, trace);
  const [first] = trace.events;
  const firstStage = query.stages[stageNumbers[0] ?? 0];
  return {
    keys: first === undefined ? [] : namedKeys(plan, firstStage, keysFor(first, firstStage?.filter ?? -1)),
    events: trace.events.map((event, index): StageEvent => {
      return { stage: (stageNumbers[index] ?? 0) + 1, event: timedEvent(event.event) };
    }),
    end: tellEnd(plan, query, groups, trace),
  };
}

/** The stages that a sample's events are of: all that are hit, in their order. */
function sampleStages({ stages }: SamplePlan, { events, end }: Trace): readonly number[] {
  if (end.kind === "complete" || events.length === stages.length) return [...stages.keys()];
  return [...stages.entries()]
    .filter(([, { filter }]) => events.some(({ keys }) => keys.has(filter)))
    .map(([index]) => index);
}

function tellEnd(plan: HuntPlan, query: JoiningPlan, groups: StageGroups, trace: Trace): StoryEnd {
  const { end, events } = trace;
  if (end.kind === "complete") return { kind: "complete" };
  if (end.kind === "no-event") {
    if (end.stage < 0) return { kind: "same-event" };
    return { kind: "no-event", stage: end.stage + 1, ...lookElsewhere(plan, query, groups, trace, end.stage) };
  }
  const by = timedEvent(end.by.event);
  if (end.kind !== "max-span") return { kind: end.kind, stage: end.stage + 1, by };
  const maxSpanNs = (query.kind === "sequence" ? query.maxSpanNs : null) ?? 0n;
  const spanNs = (end.by.event.timeNs ?? 0n) - (events[0]?.event.timeNs ?? 0n);
  return { kind: "max-span", stage: end.stage + 1, by, lateByNs: spanNs - maxSpanNs, maxSpanNs };
}

/** Where no event came that the stage could take: one that came too early, and one that came in time with other keys. */
function lookElsewhere(
  plan: HuntPlan,
  query: JoiningPlan,
  groups: StageGroups,
  trace: Trace,
  stage: number,
): Pick<StoryEnd & { readonly kind: "no-event" }, "earlier" | "otherKeys"> {
  const wanted: StagePlan | undefined = query.stages[stage];
  const filter = wanted?.filter ?? -1;
  const last = trace.events.at(-1)?.event;
  const isSequence = query.kind === "sequence";
  const maxSpanNs = isSequence ? query.maxSpanNs : null;
  const firstNs = trace.events[0]?.event.timeNs ?? 0n;
  const comesInTime = ({ event }: GroupEvent): boolean => {
    if (!isSequence) return true;
    if (event.timeNs === null || last === undefined || compareEvents(event, last) <= 0) return false;
    return maxSpanNs === null || event.timeNs - firstNs <= maxSpanNs;
  };
  const same = groups.get(trace.group) ?? [];
  const earlier = isSequence
    ? same.findLast(({ event, keys }) => keys.has(filter) && last !== undefined && compareEvents(event, last) < 0)
    : undefined;
  let other: GroupEvent | null = null;
  for (const [group, members] of groups) {
    if (group === trace.group) continue;
    const found = members.find((member) => member.keys.has(filter) && comesInTime(member));
    if (found !== undefined && (other === null || compareEvents(found.event, other.event) < 0)) other = found;
  }
  return {
    earlier: earlier === undefined ? null : timedEvent(earlier.event),
    otherKeys:
      other === null ? null : { event: timedEvent(other.event), keys: namedKeys(plan, wanted, keysFor(other, filter)) },
  };
}

/** A sequence or sample as the engine found it. */
interface Finding {
  readonly group: string;
  /** One per stage that isn't missing. */
  readonly places: readonly string[];
}

/** What the engine makes of the events, pipes aside. They are few enough to be held in memory. */
function engineFindings(plan: HuntPlan, rule: number, events: readonly StageEventHits[]): readonly Finding[] {
  const rules = plan.rules.map((planned) => ({ ...planned, query: { ...planned.query, pipes: [] } }));
  const correlation = new Correlation(
    { ...plan, rules },
    {
      memoryBytes: Number.MAX_SAFE_INTEGER,
      filePath: (name) => {
        throw new RangeError(`${name} needs no file`);
      },
    },
  );
  try {
    for (const event of events) {
      if (plan.rules[rule]?.query.kind === "sequence" && event.timeNs === null) continue;
      for (const candidate of candidatesOf(event)) correlation.add(candidate);
    }
    return [...correlation.findings()].map(({ stages }) => {
      const present = stages.filter((stage) => stage !== null);
      return { group: present[0]?.group ?? "", places: present.map((stage) => String(stage.event)) };
    });
  } finally {
    correlation.remove();
  }
}

function candidatesOf(event: StageEventHits): readonly Candidate<string>[] {
  const { source } = event;
  const moment = momentOf(event);
  return event.hits.map((hit) => ({ ...hit, ...moment, source, event: placeText(event) }));
}

/** The same for the same event only. */
function placeText({ input, place }: StageEventHits): string {
  return `${input}:${place.offsetBytes}:${place.index ?? 0}`;
}

/** Whether what is told, the engine and the reference evaluator have found the same; `null` if there are too many events to ask. */
function agreement(
  complete: readonly Trace[],
  found: readonly Finding[],
  events: readonly StageEventHits[],
  { compiled, rule, references }: JoiningSetting,
): boolean | null {
  const told = complete.map(({ events: taken }) => taken.map(({ event }) => placeText(event)).join(" "));
  const engine = found.map(({ places }) => places.join(" "));
  if (!isSameSet(told, engine)) return false;
  const query = compiled.rules[rule]?.query;
  const documents = events.map(({ reference }) => reference).filter((document) => document !== null);
  if (query === undefined || documents.length !== events.length) return null;
  const tiebreaker = compiled.plan.rules[rule]?.tiebreakerField ?? null;
  const tiebreakerField = tiebreaker === null ? null : (compiled.plan.fields[tiebreaker]?.name ?? null);
  const results = searchEvents({ ...query, pipes: [] }, documents, {
    ...references.optionsOf(rule),
    ...(tiebreakerField === null ? {} : { tiebreakerField }),
  });
  const expected = results.map((result) =>
    result.events
      .flatMap((position) => {
        const event = position === null ? undefined : events[position];
        return event === undefined ? [] : [placeText(event)];
      })
      .join(" "),
  );
  return isSameSet(engine, expected);
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  const sorted = right.toSorted();
  return left.length === right.length && left.toSorted().every((text, index) => text === sorted[index]);
}
