import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Detection } from "../../src/hunt/detection.ts";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { detectionToJsonLine, hunt } from "./built.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const anything = await compileQueries("any where true");
let files = 0;

async function detectionsIn(content: string | Uint8Array, options: Partial<HuntOptions> = {}): Promise<Detection[]> {
  const path = folder.write(`events-${files++}`, content);
  return Array.fromAsync(hunt({ rules: anything, inputs: [path], ...options }));
}

async function textOf(content: string | Uint8Array): Promise<string | undefined> {
  const [detection] = await detectionsIn(content);
  return detection?.events[0]?.text;
}

describe("an event's text", () => {
  it.each([
    {
      name: "as it stands",
      line: '{ "b" : 1.50,\t"a":"\\u0041", "a":2 }',
      text: '{ "b" : 1.50,\t"a":"\\u0041", "a":2 }',
    },
    {
      name: "without carriage returns, which can only stand between tokens",
      line: '\r{"a":1,\r"b":"\\r"}\r',
      text: '{"a":1,"b":"\\r"}',
    },
    { name: "without blanks around it", line: '  {"a":1}\t', text: '{"a":1}' },
    {
      name: "with the line separators of other systems",
      line: '{"a":"\u2028\u2029\u0085"}',
      text: '{"a":"\u2028\u2029\u0085"}',
    },
    {
      name: "numbers of any size",
      line: '{"a":12345678901234567890,"b":1e400}',
      text: '{"a":12345678901234567890,"b":1e400}',
    },
    { name: "with its envelope", line: '{"_index":"i","_source":{"a":1}}', text: '{"_index":"i","_source":{"a":1}}' },
    { name: "without the byte-order mark", line: '\ufeff{"a":1}', text: '{"a":1}' },
  ])("is the document's own: $name", async ({ line, text }) => {
    expect(await textOf(`${line}\n`)).toBe(text);
  });

  it("has invalid bytes as U+FFFD, and lone surrogates stay the escapes that they are", async () => {
    expect(await textOf(Buffer.from('{"a":"\xff\xfe","b":"\\ud800"}', "latin1"))).toBe(
      '{"a":"\ufffd\ufffd","b":"\\ud800"}',
    );
  });

  it("is written as it is, also where it went through a part", async () => {
    const line = processLine(1, "a\u2028b", { big: 1, filler: "é".repeat(20_000) }).replace(
      '"big":1',
      '"big":12345678901234567890',
    );
    const detections = await detectionsIn(line.repeat(400), { threads: 2, splitSizeBytes: 2 ** 20 });
    expect(detections).toHaveLength(400);
    expect(new Set(detections.map(({ events }) => events[0]?.text))).toEqual(new Set([line.trimEnd()]));
    expect(
      detections.every((detection) => detectionToJsonLine(detection).endsWith(`,"event":${line.trimEnd()}}]}`)),
    ).toBe(true);
  });

  it("gives the event that it says, once", async () => {
    const [detection] = await detectionsIn('{"a":[1,{"__proto__":2}],"__proto__":{"x":1},"constructor":"c"}\n');
    const event = detection?.events[0]?.event;
    expect(event).toBe(detection?.events[0]?.event);
    expect(JSON.stringify(event)).toBe('{"a":[1,{"__proto__":2}],"__proto__":{"x":1},"constructor":"c"}');
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  });
});

describe("a timestamp", () => {
  it.each([
    ['"2025-08-18T10:00:00Z"', "2025-08-18T10:00:00.000Z"],
    ['"2025-08-18 12:00:00.5+02:00"', "2025-08-18T10:00:00.500Z"],
    ['"2025-08-18T10:00:00.000041200Z"', "2025-08-18T10:00:00.000041200Z"],
    ['"2025-08-18T10:00:00.0000000Z"', "2025-08-18T10:00:00.000Z"],
    ["1755511200123", "2025-08-18T10:00:00.123Z"],
    ['["2025-08-18","2026-01-01"]', "2025-08-18T00:00:00.000Z"],
    ['"yesterday"', null],
    ["null", null],
    ["true", null],
  ])("%s is %s", async (value, expected) => {
    const [detection] = await detectionsIn(`{"@timestamp":${value}}\n`);
    expect(detection?.timestamp).toBe(expected);
  });
});

describe("what a detection says", () => {
  it("of its conditions: each that held, its value and its pattern", async () => {
    const rules = await compileQueries(
      'process where process.name : ("nothing", "*.EXE") and process.pid > 3 and not process.args : "x" and process.parent.name in ("a", "b")',
    );
    const [detection] = await detectionsIn(
      processLine(7, "Cmd.exe", { "process.parent.name": ["z", "b"], "process.args": "y" }),
      { rules },
    );
    expect(detection?.events[0]?.matched).toEqual([
      { field: "process.name", value: "Cmd.exe", pattern: "*.EXE" },
      { field: "process.pid", value: 7, pattern: "process.pid > 3" },
      { field: "process.parent.name", value: "b", pattern: "b" },
    ]);
  });

  it("of its rule and place", async () => {
    const [detection] = await detectionsIn(`\n${processLine(1, "a")}`);
    expect(detection).toMatchObject({
      schema_version: 1,
      kind: "event",
      join_keys: [],
      rule: { id: "query-1", name: "query-1", severity: "low", risk_score: 0, tags: [], threat: [] },
      events: [{ source: { file: folder.join(`events-${files - 1}`), offset: 1, product: "ecs" } }],
    });
  });

  it("by its id: the same in every hunt, and no other one's", async () => {
    const rules = await compileQueries("any where true", "process where true", 'any where process.name : "a*"');
    const inputs = ["one", "two"].map((name) => folder.write(name, processLine(1, "a").repeat(50)));
    const first = await huntAll({ rules, inputs, threads: 1 });
    const second = await huntAll({ rules, inputs: inputs.toReversed(), threads: 3, splitSizeBytes: 100 });
    expect(new Set(second.lines)).toEqual(new Set(first.lines));
    const ids = first.lines.map((line): string => JSON.parse(line).id);
    expect(ids).toHaveLength(300);
    expect(new Set(ids).size).toBe(300);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  it("in the order of inputs, offsets, rules", async () => {
    const rules = await compileQueries('any where process.name : "b"', "any where true");
    const inputs = ["later", "earlier"].map((name) => folder.write(name, processLine(1, "a") + processLine(2, "b")));
    const { lines } = await huntAll({ rules, inputs });
    const places = lines.map((line) => {
      const { rule, events }: { rule: { id: string }; events: [{ source: { file: string; offset: number } }] } =
        JSON.parse(line);
      return `${events[0].source.file.slice(folder.path.length + 1)} ${events[0].source.offset > 0 ? "second" : "first"} ${rule.id}`;
    });
    expect(places).toEqual([
      "later first query-2",
      "later second query-1",
      "later second query-2",
      "earlier first query-2",
      "earlier second query-1",
      "earlier second query-2",
    ]);
  });
});

describe("verdicts that are verified", () => {
  it("agree with the reference evaluator on the samples", async () => {
    const samples = fileURLToPath(new URL("../../datasets/samples/*.ndjson", import.meta.url));
    const rules = await compileQueries(
      'registry where registry.path : "*" and not process.name : "services.exe"',
      "any where true",
    );
    const { summary } = await huntAll({ rules, inputs: [samples], verify: true });
    expect(summary.problems).toEqual([]);
    expect(summary.statistics.detections).toBeGreaterThan(30);
  });

  it("include those on lines that a wrong literal passes over", async () => {
    const rules = await compileQueries('any where process.name : "doubtful"');
    const { plan } = await compileQueries('any where process.name : "elsewhere"');
    const misled = { ...rules, plan };
    const input = folder.write("passed-over", processLine(1, "doubtful"));
    const { lines, summary } = await huntAll({ rules: misled, inputs: [input], verify: true, strategy: "literal" });
    expect(lines).toEqual([]);
    expect(summary.problems).toEqual([
      {
        kind: "disagreement",
        file: input,
        ruleId: "query-1",
        text: processLine(1, "doubtful").trimEnd(),
        matches: false,
      },
    ]);
  });

  it("that a matcher got wrong are problems, both ways", async () => {
    const rules = await compileQueries('any where process.name : "x*"', 'any where process.name : "doubt*"');
    const input = folder.write("doubtful", processLine(1, "clear") + processLine(2, "doubtful"));
    const matcher = { module: new URL("matchers/wrong.js", import.meta.url), export: "wrong" };
    const { lines, summary } = await huntAll({ rules, inputs: [input], verify: true, matcher, strategy: "parse" });
    const text = processLine(2, "doubtful").trimEnd();
    expect(summary.problems).toEqual([
      { kind: "disagreement", file: input, ruleId: "query-1", text, matches: true },
      { kind: "disagreement", file: input, ruleId: "query-2", text, matches: false },
    ]);
    expect(lines).toHaveLength(1);
    expect(summary.statistics.matcher).toContain("wrong.js");
  });
});
