import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ScanStrategyName } from "../../src/scan/scan-strategy.ts";
import { compileRules, hunt } from "./built.ts";

const samples = new URL("../../datasets/samples/", import.meta.url);
const seedRule = readFileSync(
  new URL("../../datasets/rules/unusual-persistence-via-services-registry.toml", import.meta.url),
  "utf8",
);
const [, query = ""] = /query = '''\n([^]*?)'''/.exec(seedRule) ?? [];
/** The rule as it stands, and as later versions have it. */
const queries = [query, `${query} and registry.data.strings != null`];
const mapped = await compileRules([], { queries });
const unmapped = await compileRules([], { queries, source: ["ecs"] });
const strategies: readonly ScanStrategyName[] = ["parse", "literal", "extract"];

type Verdict = "both" | "seed" | "neither";

/** A line, or one of several events in a line, in the order of the file; and why the rules say what they say. */
type SampleEvent = readonly [Verdict, string];

const start: SampleEvent = ["neither", "a process starts"];
const evil: SampleEvent = ["both", "a service's program is now one in a user's folder"];
const services: SampleEvent = ["neither", "services.exe writes it, which is left out"];
const driver: SampleEvent = ["neither", "the new program is a driver, which is left out, whatever was there before"];
const dataless: SampleEvent = [
  "seed",
  "what was written isn't known: no exclusion can apply, and the later rule asks for it",
];
const other: SampleEvent = ["neither", "no registry event"];

const sysmon = [start, evil, services, driver, dataless, other];
const windows = [start, evil, services, driver, dataless, other, other];
const defender: readonly SampleEvent[] = [
  start,
  ["both", "a driver's program is replaced: the previous one doesn't excuse the new one"],
  services,
  driver,
  dataless,
  ["neither", "the value is deleted, not changed"],
  other,
];

const verdicts: Readonly<Record<string, readonly SampleEvent[]>> = {
  "sysmon-winlogbeat": sysmon,
  "sysmon-winlogbeat-7": [start, evil, services, dataless],
  "sysmon-evtx-json": sysmon,
  "sysmon-evtx-xml": sysmon,
  "sysmon-nxlog": sysmon,
  "windows-winlogbeat": windows,
  "windows-evtx-json": windows,
  "windows-evtx-xml": windows,
  "windows-nxlog": windows,
  "defender-streaming": defender,
  "defender-event-hub": defender,
  "defender-hunting": defender,
  "defender-log-analytics": defender,
  "sentinelone-cloud-funnel": [
    start,
    evil,
    ["both", "the value is new: its creation is its key's change"],
    services,
    driver,
    dataless,
    ["neither", "`registry.value` is the data: that it reads ImagePath means nothing"],
    other,
  ],
  endgame: [start, evil, driver, dataless, services, other],
  "elastic-defend": [
    ["both", "of the first schemas: the operating system is told from its name"],
    ["neither", "a query, which changes nothing"],
    services,
    ["neither", "another operating system"],
  ],
};

function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, samples), "utf8").trimEnd().split("\n");
}

/** How many events a line holds. */
function countEvents(line: string): number {
  const document: unknown = JSON.parse(line);
  const isArray = typeof document === "object" && document !== null && "records" in document;
  return isArray && Array.isArray(document.records) ? document.records.length : 1;
}

/** The events of a sample by line and place in it, in order, each called `sysmon-nxlog 2`. */
function eventsOf(name: string): readonly (readonly [place: string, label: string])[] {
  const places = linesOf(`${name}.ndjson`).flatMap((line) =>
    Array.from({ length: countEvents(line) }, (_, index) => placeOf(line, index)),
  );
  return places.map((place, at) => [place, `${name} ${at + 1}`]);
}

function placeOf(line: string, index: number): string {
  return `${index} ${line}`;
}

const labels = new Map([...Object.keys(verdicts), "defend-registry"].flatMap(eventsOf));

/** What each of the two rules finds, in order. */
async function find(
  name: string,
  rules: Awaited<ReturnType<typeof compileRules>>,
  strategy: ScanStrategyName,
): Promise<readonly (readonly string[])[]> {
  const path = fileURLToPath(new URL(`${name}.ndjson`, samples));
  const bytes = readFileSync(path);
  const found: string[][] = [[], []];
  for await (const { rule, events } of hunt({ rules, inputs: [path], strategy, threads: 1 })) {
    const { offset = 0, index = 0 } = events[0]?.source ?? {};
    const line = bytes.toString("utf8", offset, bytes.indexOf("\n", offset));
    found[rule.id === "query-1" ? 0 : 1]?.push(labels.get(placeOf(line, index)) ?? line);
  }
  return found;
}

/** What each of the two rules must find in a sample. */
function expected(name: string): readonly (readonly string[])[] {
  const events = eventsOf(name);
  const meant = verdicts[name] ?? [];
  expect(events).toHaveLength(meant.length);
  const labelled = (...accepted: readonly Verdict[]): readonly string[] =>
    events.filter((_, at) => accepted.includes(meant[at]?.[0] ?? "neither")).map(([, label]) => label);
  return [labelled("both", "seed"), labelled("both")];
}

/** Two events of Elastic Defend as it is today, which nobody has to map, end the file of all forms. */
const today = ["defend-registry 3", "defend-registry 11"];
const cases = Object.keys(verdicts).flatMap((name) => strategies.map((strategy) => [name, strategy] as const));

describe("the seed rule and its later version", () => {
  it.each(cases)("say of %s what its events mean, by %s", async (name, strategy) => {
    expect(await find(name, mapped, strategy)).toEqual(expected(name));
  });

  it.each(strategies)("say the same of all forms in one file, by %s", async (strategy) => {
    const all = Object.keys(verdicts).map(expected);
    const found = await find("mixed-products", mapped, strategy);
    expect(found.map((labels) => labels.toSorted())).toEqual(
      [0, 1].map((rule) => [...all.flatMap((labels) => labels[rule] ?? []), ...today].toSorted()),
    );
  });

  it("find, where nothing is mapped, only what is ECS as it stands", async () => {
    expect(await find("mixed-products", unmapped, "parse")).toEqual([today, today]);
  });
});
