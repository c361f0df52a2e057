import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/plan/compilation.ts";
import type { Detection, DetectionEvent } from "../../src/hunt/detection.ts";
import { isPresent } from "../../src/hunt/detection.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import type { EventHit, Hit, NearMissHit } from "../../src/scan/hit.ts";
import { SplitScanner } from "../../src/scan/split-scanner.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { findInputs } from "../../src/input/finding.ts";
import { splitInputs } from "../../src/input/splitting.ts";
import { parseDocument } from "../../src/reference/document.ts";
import { evaluateQuery } from "../../src/reference/evaluator.ts";
import { NearMissCollecting } from "../../src/why/near-misses.ts";
import { createDetectionWriter } from "../../src/report/detection-writer.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { Choices } from "../evaluate/choices.ts";
import { hunt } from "../hunt/built.ts";
import { at } from "../semantics/search-case.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compiledOf } from "./explained.ts";

const folder = useTemporaryFolder();
const noPeriod = { sinceNs: null, untilNs: null };

/** What a scan of one file finds. */
async function scan(
  queries: readonly string[],
  events: readonly string[],
  limit: number,
  period: { readonly sinceNs: bigint | null; readonly untilNs: bigint | null } = noPeriod,
): Promise<{ readonly hits: readonly Hit[]; readonly nearMisses: readonly NearMissHit[] }> {
  const { plan } = compiledOf(...queries.map((query, index) => ruleOf(query, `query-${index + 1}`)));
  const path = folder.write("scanned.ndjson", events.map((event) => `${event}\n`).join(""));
  const [split] = splitInputs((await findInputs([path])).inputs, { splitSizeBytes: 1e9 });
  if (split === undefined) throw new Error("nothing to scan");
  const options = { strategy: "parse", matcher: autoStrategy, countLines: false, validate: false } as const;
  const collecting = new NearMissCollecting(plan, limit, period);
  const hits: Hit[] = [];
  await new SplitScanner(plan, { ...options, ...period, maxLineBytes: 1e6 }).scan(split, {
    progress() {},
    sample() {},
    hits: (found) => void hits.push(...found),
    isAborted: () => false,
    examine: collecting.examine,
  });
  return { hits, nearMisses: collecting.take() };
}

/** A condition that counts as one. */
function randomCondition(choices: Choices): string {
  const one = (): string =>
    `${choices.pick(["a", "b", "c"])} ${choices.pick(["==", ":", ">", "!="])} ${choices.pick(['"x"', '"1"', '"y*"'])}`;
  const kind = choices.below(4);
  if (kind === 0) return `(${one()} or ${one()})`;
  return kind === 1 ? `not (${one()} and ${one()})` : one();
}

/** The event of a near miss. */
function eventOf({ events: [event] }: Detection): DetectionEvent {
  if (event === undefined || !isPresent(event)) throw new Error("a near miss has an event");
  return event;
}

function ascending(numbers: readonly number[]): readonly number[] {
  return numbers.toSorted((left, right) => left - right);
}

/** Which of the events they are. */
function positionsOf(found: readonly Pick<EventHit, "offsetBytes">[], events: readonly string[]): readonly number[] {
  let offset = 0;
  const offsets = events.map((event) => {
    const start = offset;
    offset += Buffer.byteLength(event) + 1;
    return start;
  });
  return found.map(({ offsetBytes }) => offsets.indexOf(offsetBytes));
}

describe("a near miss", () => {
  it.each([
    ["fails one condition", "process where a == 1 and b == 1", { a: 1, b: 2 }, true],
    ["fails no condition", "process where a == 1 and b == 1", { a: 1, b: 1 }, false],
    ["fails two conditions", "process where a == 1 and b == 1", { a: 2, b: 2 }, false],
    ["fails the only condition", "process where a == 1", { a: 2 }, true],
    ["is of another category", "file where a == 1 and b == 1", { a: 1, b: 1 }, false],
    ["is of any category", "any where a == 1 and b == 1", { a: 1 }, true],
    ["fails a group as a whole", "process where a == 1 and (b == 1 or c == 1)", { a: 1 }, true],
    ["fails two conditions in a nested group", "process where a == 1 and (b == 1 and c == 1)", { a: 1 }, false],
    ["is excluded", "process where a == 1 and not b == 2", { a: 1, b: 2 }, true],
    ["fails what is null for every event", "process where a == 1 and null", { a: 1 }, true],
    [
      "may be of a rule that tests the category itself",
      'any where event.category == "file" and a == 1',
      { a: 1 },
      true,
    ],
  ])("%s: %s of %j", async (_, query, fields, isNear) => {
    const { nearMisses } = await scan([query], [at(0, "process", fields)], 5);
    expect(nearMisses).toHaveLength(isNear ? 1 : 0);
  });

  it("is none of a sequence", async () => {
    const { nearMisses } = await scan(["sequence [any where a == 1] [any where b == 1]"], [at(0, "a")], 5);
    expect(nearMisses).toEqual([]);
  });

  it.each([
    [
      'process where a == 1 and b : ("cmd.exe", "power*.exe")',
      { a: 1, b: ["x", "power.dll"] },
      {
        condition: 'b : ("cmd.exe", "power*.exe")',
        field: "b",
        values: ["x", "power.dll"],
        nearest: { value: "power.dll", pattern: "power*.exe", share: 5 / 9, from: "end", agreed: 0, wanted: ".exe" },
      },
    ],
    [
      'process where a == 1 and not b : ("cmd.exe", "power*.exe")',
      { a: 1, b: ["x", "powershell.exe"] },
      {
        condition: 'not b : ("cmd.exe", "power*.exe")',
        field: "b",
        values: ["x", "powershell.exe"],
        nearest: null,
        excluded: { value: "powershell.exe", pattern: "power*.exe" },
      },
    ],
    [
      "process where a == 1 and (b == 100 or c > 100)",
      { a: 1, b: 3, c: 99 },
      { condition: "b == 100 or c > 100", field: "c", values: [99], nearest: null },
    ],
    [
      "process where a == 1 and not (b == 1 and c == null)",
      { a: 1, b: 1 },
      {
        condition: "not (b == 1 and c == null)",
        field: "b",
        values: [1],
        nearest: null,
        excluded: { value: 1, pattern: "1" },
      },
    ],
    ["process where a == 1 and null", { a: 1 }, { condition: "null", field: null, values: [], nearest: null }],
  ])("%s of %j says what failed", async (query, fields, failed) => {
    const { nearMisses } = await scan([query], [at(0, "process", fields)], 5);
    expect(nearMisses.map((hit) => hit.failed)).toEqual([failed]);
    expect(nearMisses[0]?.event.matched).toContainEqual({ field: "a", value: 1, pattern: "1" });
  });

  it("comes nearest first, equally near ones in the order of input, and only as many as are wanted", async () => {
    const events = ["x", "evi", "ev", "evi", "evil"].map((name, second) => at(second, "process", { a: 1, name }));
    const { hits, nearMisses } = await scan(['process where a == 1 and name : "evil"'], events, 3);
    expect(positionsOf(nearMisses, events)).toEqual([1, 3, 2]);
    expect(hits).toHaveLength(1);
  });

  it("lies in the period that is asked for", async () => {
    const events = [0, 1, 2, 3].map((second) => at(second, "process", { a: 1, b: second }));
    const start = BigInt(Date.UTC(2024, 2, 1, 10)) * 1_000_000n;
    const period = { sinceNs: start + 1_000_000_000n, untilNs: start + 3_000_000_000n };
    const timeless = JSON.stringify({ event: { category: "process" }, a: 1 });
    const { nearMisses } = await scan(["process where a == 1 and b == 9"], [...events, timeless], 9, period);
    expect(ascending(positionsOf(nearMisses, events))).toEqual([1, 2]);
  });

  it("fails exactly one of the conditions by the reference evaluator, on random rules and events", async () => {
    let found = 0;
    const numbers = fc.array(fc.nat(), { minLength: 50, maxLength: 200, size: "max" });
    await fc.assert(
      fc.asyncProperty(numbers, async (numbers) => {
        const choices = Choices.listed(numbers);
        const category = choices.pick(["process", "file", "any"]);
        const conditions = Array.from({ length: 1 + choices.below(4) }, () => randomCondition(choices));
        const value = (): unknown => choices.pick<unknown>(["x", "1", "yes", "X", ["x", "1"], null, 1]);
        const events = Array.from({ length: 8 }, (_, second) =>
          at(second, choices.pick(["process", "file"]), { a: value(), b: value(), c: value() }),
        );
        const holds = (event: string, condition: string): boolean => {
          const document = parseDocument(event);
          if (document === null) throw new Error(event);
          return evaluateQuery(eventQueryOf(ruleOf(`${category} where ${condition}`)), document).matches;
        };
        const expected = [...events.keys()].filter((position) => {
          const event = events[position] ?? "";
          const failing = conditions.filter((condition) => !holds(event, condition)).length;
          return holds(event, "true") && failing === 1;
        });
        const { nearMisses } = await scan([`${category} where ${conditions.join(" and ")}`], events, 100);
        expect(ascending(positionsOf(nearMisses, events))).toEqual(expected);
        found += nearMisses.length;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(200);
  });
});

describe("a hunt for near misses", () => {
  const events = Array.from({ length: 300 }, (_, number) =>
    at(number, number % 3 === 0 ? "process" : "file", { a: number % 5, name: `evil${"x".repeat(number % 7)}` }),
  );
  const query = 'process where a == 1 and name : "evil"';

  async function huntAll(options: Partial<HuntOptions>): Promise<readonly Detection[]> {
    const inputs = [folder.write("hunted.ndjson", events.map((event) => `${event}\n`).join(""))];
    const rules = await compileRules([], { queries: [query, "file where a == 4 and name == null"] });
    const detections: Detection[] = [];
    for await (const detection of hunt({ rules, inputs, nearMisses: 4, ...options })) detections.push(detection);
    return detections;
  }

  it("gives them last, by rule, and doesn't count them", async () => {
    const inputs = [folder.write("few.ndjson", events.map((event) => `${event}\n`).join(""))];
    const rules = await compileRules([], { queries: [query, "file where a == 4 and name == null"] });
    const found = hunt({ rules, inputs, nearMisses: 4 });
    const kinds: string[] = [];
    for await (const { kind, rule } of found) kinds.push(`${kind} ${rule.id}`);
    const { statistics } = await found.summary;
    expect(kinds.slice(0, -8).every((kind) => kind === "event query-1")).toBe(true);
    expect(kinds.slice(-8, -4)).toEqual(Array.from({ length: 4 }, () => "near_miss query-1"));
    expect(kinds.slice(-4)).toEqual(Array.from({ length: 4 }, () => "near_miss query-2"));
    expect(statistics.detections).toBe(kinds.length - 8);
    expect(statistics.strategy).toBe("parse");
  });

  it("gives the same ones however the input is cut, and whatever strategy is asked for", async () => {
    const whole = await huntAll({ threads: 1 });
    for (const options of [
      { splitSizeBytes: 2_000, threads: 2 },
      { splitSizeBytes: 777 },
      { strategy: "literal" as const },
    ]) {
      const cut = await huntAll(options);
      expect(cut.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
      expect(cut.map((detection) => eventOf(detection).failed)).toEqual(
        whole.map((detection) => eventOf(detection).failed),
      );
    }
  });

  it("shows them in every format", async () => {
    const detections = (await huntAll({ threads: 1 })).filter(({ kind }) => kind === "near_miss").slice(0, 1);
    const options = { color: false, width: 140, terminal: false };
    const shown = Object.fromEntries(
      (["jsonl", "csv", "table"] as const).map((format) => {
        const writer = createDetectionWriter(format, options);
        return [format, detections.map((detection) => writer.write(detection)).join("") + writer.end()];
      }),
    );
    expect(JSON.parse(shown["jsonl"] ?? "")).toMatchObject({
      kind: "near_miss",
      events: [
        {
          matched: [{ field: "a", value: 1, pattern: "1" }],
          failed: {
            condition: 'name : "evil"',
            field: "name",
            values: ["evilx"],
            nearest: { value: "evilx", pattern: "evil", share: 0.8, from: "start", agreed: 4, wanted: "" },
          },
        },
      ],
    });
    expect(shown["csv"]).toContain("a=1; failed: name=evilx isn't evil");
    expect(shown["table"]).toContain("near miss: query-1");
    expect(shown["table"]).toContain("failed: name=evilx isn't evil");
    expect(shown["table"]).toMatch(/No detections: .*\n1 near miss\n$/);
  });

  it("takes a whole number of them", () => {
    const rules = compiledOf(ruleOf(query));
    expect(() => hunt({ rules, inputs: [], nearMisses: 0 })).toThrow(RangeError);
  });
});
