import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/plan/compilation.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { whyToJson } from "../../src/report/why-json.ts";
import { whyToText } from "../../src/report/why-text.ts";
import { explainEvents } from "../../src/why/event-explaining.ts";
import type { WhyReport } from "../../src/why/report.ts";
import { ruleOf } from "../evaluate/planning.ts";
import { at } from "../semantics/search-case.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compiledOf } from "./explained.ts";

const folder = useTemporaryFolder();
const rulesFolder = fileURLToPath(new URL("../../datasets/rules/", import.meta.url));
const golden = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

async function report(query: string, events: readonly string[], limit = 10): Promise<WhyReport> {
  const input = folder.write("events.ndjson", events.map((event) => `${event}\n`).join(""));
  return explainEvents({ rules: compiledOf(ruleOf(query)), inputs: [input], limit, maxLineBytes: 1 << 20 });
}

function textOf(explained: WhyReport, options: { readonly width?: number; readonly color?: boolean } = {}): string {
  return whyToText(explained, { width: options.width ?? 80, color: options.color ?? false });
}

/** The same report of a file that lies nowhere, so that its name is as long as it is. */
function placeless<Part>(part: Part): Part;
function placeless(part: unknown): unknown {
  if (typeof part === "string") return part.startsWith(folder.path) ? part.slice(folder.path.length + 1) : part;
  if (Array.isArray(part)) return part.map((item: unknown) => placeless(item));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]: [string, unknown]) => [key, placeless(value)]));
}

const service = {
  "@timestamp": "2025-08-18T10:00:00.000Z",
  event: { category: ["registry"], type: ["change"] },
  host: { os: { type: "windows" } },
  registry: { path: "HKLM\\SYSTEM\\CurrentControlSet\\Services\\evil\\ImagePath", value: "ImagePath" },
  process: { name: "evil.exe", executable: "C:\\Users\\x\\evil.exe" },
};

describe("why, for people", () => {
  it("says of the shipped rule what keeps it from matching service writes", async () => {
    const rules = await compileRules([rulesFolder]);
    const lines = [
      service,
      {
        ...service,
        host: { os: { type: "Windows" } },
        registry: { path: "HKLM\\SYSTEM\\ControlSet001\\Services\\evil\\Start", valeu: "Start" },
        process: { name: "services.exe", executable: "C:\\Windows\\System32\\services.exe" },
      },
      { ...service, registry: { ...service.registry, path: "HKLM\\SYSTEM\\ControlSet001\\Services\\x\\ImagePath" } },
      { "@timestamp": "later", event: { category: "process" } },
    ];
    const input = folder.write("service.ndjson", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const explained = await explainEvents({ rules, inputs: [input], limit: 10, maxLineBytes: 1 << 20 });
    expect(textOf(placeless(explained))).toBe(golden("service-writes.txt"));
  });

  it("says of a sequence what each event is to it, and what broke", async () => {
    const query =
      'sequence by host.id with maxspan=1m [process where length(process.name) > 3] [network where destination.port in (443, 80)] until [process where process.name == "exit"]';
    const events = [
      at(0, "process", { host: { id: "a" }, process: { name: "cmd.exe" } }),
      at(10, "network", { host: { id: ["b", "c"] }, destination: { port: 443 } }),
      at(600, "network", { host: { id: "a" }, destination: { port: 8080 } }),
      at(1200, "process", { process: { name: "cmd.exe" } }),
    ];
    expect(textOf(placeless(await report(query, events)))).toBe(golden("sequence.txt"));
  });

  it("keeps every line within the width, whatever events and rules hold", async () => {
    const hostile = `${"很".repeat(90)}\u001b[31m\u202e${"x".repeat(300)}\n`;
    const event = JSON.stringify({ event: { category: hostile }, [hostile]: 1, a: [hostile, hostile], b: hostile });
    const explained = await report(
      `any where a : ("${"很".repeat(95)}*", "*zz*") and c == "x" and length(b) > 5000 and not b : "很*"`,
      [event],
    );
    for (const width of [60, 80, 133]) {
      const lines = textOf(explained, { width }).split("\n");
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      expect(lines.filter((line) => /\p{Cc}|\u202e/u.test(line))).toEqual([]);
    }
  });

  it("colours only if asked to", async () => {
    const explained = await report("any where a == 1", ['{"a":2}']);
    expect(textOf(explained)).not.toContain("\u001b");
    expect(textOf(explained, { color: true })).toContain("\u001b[");
  });

  it("of several events shows the nearest first, those that match last", async () => {
    const events = [
      at(0, "process", { a: 1, b: 1 }),
      at(1, "file", { a: 1, b: 1 }),
      at(2, "process", { a: 2, b: 2 }),
      at(3, "process", { a: 1, b: "x" }),
      at(4, "process", { a: 1, b: 2 }),
    ];
    const nearest = await report("process where a == 1 and b == 1", events, 4);
    const seconds = nearest.rules[0]?.events.map(({ timestamp }) => timestamp?.slice(18, 19));
    expect(seconds).toEqual(["4", "3", "2", "1"]);
    const all = await report("process where a == 1 and b == 1", events, 5);
    expect(all.rules[0]?.events.map(({ timestamp }) => timestamp?.slice(18, 19))).toEqual(["0", "1", "2", "3", "4"]);
    expect(all.rules[0]?.matching).toBe(1);
  });
});

describe("why, as JSON", () => {
  it("has all of it, with numbers as they were", async () => {
    const event = '{"a":[9007199254740993,1e400,"\\ud800"],"$x":"\\\\udfff0"}';
    const json = whyToJson(await report('any where a == 5 or a : "q*"', [event]));
    expect(json).toContain(`"event": ${event}`);
    const parsed: unknown = JSON.parse(json.replaceAll(/(?<!")9007199254740993/g, '"exact"'));
    expect(parsed).toMatchObject({
      schema_version: 1,
      events: 1,
      bad_lines: 0,
      problems: [],
      rules: [
        {
          rule: { id: "query-1", name: "query-1", file: "query-1.eql" },
          kind: "event",
          matching: 0,
          events: [
            {
              source: { offset: 0, product: "ecs", mapping: "ecs" },
              timestamp: null,
              matches: false,
              filters: [
                {
                  filter: "event",
                  matches: false,
                  reference: false,
                  condition: {
                    kind: "or",
                    truth: false,
                    wanted: true,
                    at_fault: true,
                    operands: [
                      {
                        kind: "leaf",
                        condition: "a == 5",
                        asks: "a value equal to 5",
                        fields: [{ field: "a", values: ["exact", Number.POSITIVE_INFINITY, "\ufffd"] }],
                        nearest: null,
                        hints: [{ kind: "no-number", field: "a", value: "\ufffd" }],
                      },
                      {
                        nearest: {
                          field: "a",
                          value: "9007199254740993",
                          pattern: "q*",
                          share: 0,
                          parting: { from: "start", agreed: 0, wanted: "q" },
                          viable_prefix: 0,
                        },
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("has the stages, join keys and stories of a sequence", async () => {
    const events = [at(0, "a", { k: ["x", 9] }), at(60, "b", { k: 9 })];
    const json: unknown = JSON.parse(
      whyToJson(await report("sequence by k with maxspan=1s [a where true] [b where true]", events)),
    );
    expect(json).toMatchObject({
      rules: [
        {
          kind: "sequence",
          events: [
            {
              filters: [
                {
                  filter: "stage",
                  stages: [1],
                  missing: false,
                  join_keys: [[{ field: "k", value: "x" }], [{ field: "k", value: 9 }]],
                },
                { stages: [2], matches: false },
              ],
            },
            {},
          ],
          joining: {
            stages: [
              { number: 1, missing: false, hits: 1 },
              { number: 2, missing: false, hits: 1 },
            ],
            until: null,
            complete: 0,
            agrees: true,
            cut: false,
            story_count: 2,
            stories: [
              {
                keys: [{ field: "k", value: "x" }],
                end: { kind: "no-event", stage: 2, earlier: null, other_keys: null },
              },
              {
                keys: [{ field: "k", value: 9 }],
                events: [{ stage: 1, source: { offset: 0 } }],
                end: { kind: "max-span", stage: 2, late_by_ns: 59_000_000_000, maxspan_ns: 1_000_000_000 },
              },
            ],
          },
        },
      ],
    });
  });
});
