import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchEvents } from "../../src/reference/search.ts";
import { planRules } from "../../src/plan/planning.ts";
import { explainEvents } from "../../src/why/event-explaining.ts";
import type { ExplainedJoining, JoiningStory, StoryEnd, TimedEvent } from "../../src/why/joining.ts";
import type { WhyReport } from "../../src/why/report.ts";
import { Choices } from "../evaluate/choices.ts";
import { ruleOf } from "../evaluate/planning.ts";
import { documentOf } from "../reference/reading.ts";
import { sampleCases } from "../semantics/samples.ts";
import { at } from "../semantics/search-case.ts";
import { sequenceCases } from "../semantics/sequences.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compiledOf } from "./explained.ts";

const folder = useTemporaryFolder();

interface Asked {
  readonly tiebreakerField?: string;
  readonly limit?: number;
}

async function ask(query: string, events: readonly string[], { limit = 20, ...own }: Asked = {}): Promise<WhyReport> {
  const rule = ruleOf(query);
  const rules = { ...compiledOf(rule), plan: planRules([rule], own) };
  const input = folder.write("events.ndjson", events.map((event) => `${event}\n`).join(""));
  return explainEvents({ rules, inputs: [input], limit, maxLineBytes: 1 << 20 });
}

async function joiningOf(query: string, events: readonly string[], asked: Asked = {}): Promise<ExplainedJoining> {
  const { joining } = (await ask(query, events, asked)).rules[0] ?? { joining: null };
  if (joining === null) throw new Error(`${query} joins nothing`);
  return joining;
}

/** Where each event is among those of a test. */
function positionsOf(events: readonly string[]): (event: TimedEvent) => number {
  const offsets = new Map<number, number>();
  let offset = 0;
  for (const [position, event] of events.entries()) {
    offsets.set(offset, position);
    offset += Buffer.byteLength(event) + 1;
  }
  return ({ place }) => offsets.get(place.offsetBytes) ?? -1;
}

/** A story in short: the events that it took, and how it ended. */
function sketch({ events, end }: JoiningStory, positionOf: (event: TimedEvent) => number): string {
  return `${events.map(({ stage, event }) => `${stage}:${positionOf(event)}`).join(" ")} ${endText(end, positionOf)}`;
}

function endText(end: StoryEnd, positionOf: (event: TimedEvent) => number): string {
  switch (end.kind) {
    case "complete":
    case "same-event":
      return end.kind;
    case "max-span":
      return `max-span ${end.stage}:${positionOf(end.by)} late by ${end.lateByNs / 1_000_000n}ms`;
    case "no-event": {
      const earlier = end.earlier === null ? "" : ` earlier ${positionOf(end.earlier)}`;
      const other = end.otherKeys === null ? "" : ` other ${positionOf(end.otherKeys.event)}`;
      return `no-event ${end.stage}${earlier}${other}`;
    }
    default:
      return `${end.kind} ${end.stage}:${positionOf(end.by)}`;
  }
}

const ab = "sequence by k with maxspan=10s [a where true] [b where true]";

describe("how events join", () => {
  it.each([
    ["a whole sequence", ab, [at(0, "a", { k: 1 }), at(1, "b", { k: 1 })], ["1:0 2:1 complete"]],
    ["no later event", ab, [at(0, "a", { k: 1 })], ["1:0 no-event 2"]],
    ["one that came before", ab, [at(0, "b", { k: 1 }), at(1, "a", { k: 1 })], ["1:1 no-event 2 earlier 0"]],
    ["another key", ab, [at(0, "a", { k: 1 }), at(1, "b", { k: 2 })], ["1:0 no-event 2 other 1"]],
    ["another key, but too late", ab, [at(0, "a", { k: 1 }), at(11, "b", { k: 2 })], ["1:0 no-event 2"]],
    ["too late", ab, [at(0, "a", { k: 1 }), at(10.5, "b", { k: 1 })], ["1:0 max-span 2:1 late by 500ms"]],
    ["just in time", ab, [at(0, "a", { k: 1 }), at(10, "b", { k: 1 })], ["1:0 2:1 complete"]],
    [
      "a later event of the same stage",
      ab,
      [at(0, "a", { k: 1 }), at(1, "a", { k: 1 }), at(2, "b", { k: 1 })],
      ["1:0 replaced 1:1", "1:1 2:2 complete"],
    ],
    [
      "until",
      "sequence [a where true] [b where true] until [c where true]",
      [at(0, "a"), at(1, "c"), at(2, "b")],
      ["1:0 until 2:1"],
    ],
    [
      "an event between that must not come",
      "sequence with maxspan=10s [a where true] ![c where true] [b where true]",
      [at(0, "a"), at(1, "c"), at(2, "b")],
      ["1:0 3:2 unwanted 2:1"],
    ],
    [
      "an event before that must not come",
      "sequence with maxspan=10s ![c where true] [a where true] [b where true]",
      [at(0, "c"), at(1, "a"), at(2, "b")],
      ["2:1 3:2 unwanted 1:0"],
    ],
    [
      "an event after that must not come",
      "sequence with maxspan=10s [a where true] [b where true] ![c where true]",
      [at(0, "a"), at(1, "b"), at(2, "c")],
      ["1:0 2:1 unwanted 3:2"],
    ],
    [
      "an event after that comes late enough",
      "sequence with maxspan=10s [a where true] [b where true] ![c where true]",
      [at(0, "a"), at(1, "b"), at(11, "c")],
      ["1:0 2:1 complete"],
    ],
    [
      "repeated stages",
      "sequence with maxspan=10s [a where true] with runs=3",
      [at(0, "a"), at(1, "a")],
      ["1:0 2:1 no-event 3 earlier 0", "1:1 no-event 2 earlier 0"],
    ],
    ["an event without a time", ab, [JSON.stringify({ event: { category: "a" }, k: 1 }), at(1, "b", { k: 1 })], []],
    [
      "a sample that lacks a stage",
      "sample by k [a where true] [b where true]",
      [at(0, "a", { k: 1 }), at(1, "b", { k: 2 })],
      ["1:0 no-event 2 other 1", "2:1 no-event 1 other 0"],
    ],
    [
      "a sample of the same event",
      "sample by k [a where true] [any where true]",
      [at(0, "a", { k: 1 })],
      ["1:0 2:0 same-event"],
    ],
    [
      "a whole sample",
      "sample by k [a where true] [b where true]",
      [at(0, "b", { k: 1 }), at(1, "a", { k: 1 })],
      ["1:1 2:0 complete"],
    ],
  ])("%s", async (_, query, events, stories) => {
    const joining = await joiningOf(query, events);
    const positionOf = positionsOf(events);
    expect(joining.stories.map((story) => sketch(story, positionOf))).toEqual(stories);
    expect(joining.agrees).toBe(true);
  });

  it("tells what came farthest first, and only as many as are wanted", async () => {
    const query = "sequence by k [a where true] [b where true] [c where true]";
    const events = [at(0, "a", { k: 1 }), at(1, "a", { k: 2 }), at(2, "b", { k: 2 })];
    const joining = await joiningOf(query, events, { limit: 1 });
    expect(joining.stories.map(({ events: taken }) => taken.length)).toEqual([2]);
    expect(joining.storyCount).toBe(2);
    expect(joining.stories[0]?.keys).toEqual([{ field: "k", value: 2 }]);
  });

  it("counts what hits each stage, and until", async () => {
    const query = "sequence [a where true] ![b where n > 1] [c where true] until [b where true]".replace(
      "sequence",
      "sequence with maxspan=1m",
    );
    const events = [at(0, "a"), at(1, "b", { n: 1 }), at(2, "b", { n: 2 }), at(3, "a")];
    const { stages, until } = await joiningOf(query, events);
    expect(stages).toEqual([
      { number: 1, missing: false, hits: 2 },
      { number: 2, missing: true, hits: 1 },
      { number: 3, missing: false, hits: 0 },
    ]);
    expect(until).toBe(2);
  });
});

describe("what is whole is what the engine and the reference find", () => {
  it.each([...sequenceCases, ...sampleCases].filter(({ options }) => Object.keys(options).length === 0))(
    "$rule: $name",
    async ({ query, events }) => {
      const { agrees, complete } = await joiningOf(query, events);
      const withoutPipes = { ...ruleOf(query).query, pipes: [] };
      expect(agrees).toBe(true);
      expect(complete).toBe(searchEvents(withoutPipes, events.map(documentOf)).length);
    },
  );

  it("on random sequences and samples", async () => {
    let complete = 0;
    const ends = new Set<string>();
    const numbers = fc.array(fc.nat(), { minLength: 100, maxLength: 500, size: "max" });
    await fc.assert(
      fc.asyncProperty(numbers, async (numbers) => {
        const choices = Choices.listed(numbers);
        const query = randomQuery(choices);
        const events = Array.from({ length: 2 + choices.below(30) }, () => randomEvent(choices));
        const own = choices.below(2) === 0 ? {} : { tiebreakerField: "t" };
        const report = await ask(query, events, { ...own, limit: 1_000 });
        const joining = report.rules[0]?.joining;
        expect({ query, events, agrees: joining?.agrees }).toEqual({ query, events, agrees: true });
        for (const { filters } of report.rules[0]?.events ?? []) {
          for (const { matches, reference } of filters) expect(reference).toBe(matches);
        }
        complete += joining?.complete ?? 0;
        for (const { end } of joining?.stories ?? []) ends.add(end.kind);
      }),
      { numRuns: 300 },
    );
    expect(complete).toBeGreaterThan(100);
    expect([...ends].toSorted()).toEqual([
      "complete",
      "max-span",
      "no-event",
      "replaced",
      "same-event",
      "until",
      "unwanted",
    ]);
  });
});

function randomQuery(choices: Choices): string {
  const filter = (): string =>
    `${choices.pick(["a", "b", "c", "any"])} where ${choices.pick(["true", "true", "n > 1"])}`;
  if (choices.below(4) === 0) return `sample by ${choices.pick(["k", "?k", "n"])} [${filter()}] [${filter()}]`;
  const span = choices.pick(["1s", "2s", "3s", "1m"]);
  const stages = Array.from({ length: 1 + choices.below(3) }, () => `${choices.pick(["", "", "!"])}[${filter()}]`);
  stages.splice(choices.below(stages.length + 1), 0, `[${filter()}]`);
  const until = choices.below(3) === 0 ? ` until [${filter()}]` : "";
  return `sequence${choices.pick([" by k", " by ?k", ""])} with maxspan=${span} ${stages.join(" ")}${until}`;
}

function randomEvent(choices: Choices): string {
  const time = choices.pick([0, 1, 1, 2, 2.001, 3, 4, 5]);
  const key = choices.pick<unknown>([1, 1, "1", "x", null, [1, "x"], ["x", "x"]]);
  return at(time, choices.pick(["a", "b", "c"]), { k: key, n: choices.pick([1, 2]), t: choices.pick([1, 2, "x"]) });
}
