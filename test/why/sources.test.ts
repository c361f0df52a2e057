import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/plan/compilation.ts";
import { explainEvents } from "../../src/why/event-explaining.ts";
import type { ExplainedEvent } from "../../src/why/report.ts";
import { leavesOf } from "./explained.ts";

const samples = fileURLToPath(new URL("../../datasets/samples/", import.meta.url));
const names = readdirSync(samples).filter((name) => name.endsWith(".ndjson"));
const shipped = fileURLToPath(new URL("../../datasets/rules/", import.meta.url));

/** The shipped rule, and one whose conditions read many fields. */
const rules = await compileRules([shipped], {
  queries: [
    'any where registry.path : "*\\\\Services\\\\*" and process.pid > 4 and not user.name == "x" or process.args : "-*" or length(host.name) > 3',
    'sequence by host.name with maxspan=1h [registry where true] [any where process.name : "*.exe"]',
  ],
});

async function explain(name: string): Promise<readonly (readonly ExplainedEvent[])[]> {
  const report = await explainEvents({ rules, inputs: [`${samples}${name}`], limit: 1_000, maxLineBytes: 1 << 20 });
  expect(report.problems).toEqual([]);
  expect(report.rules.map(({ joining }) => joining?.agrees ?? true)).toEqual([true, true, true]);
  return report.rules.map(({ events }) => events);
}

function readingsOf({
  filters,
}: ExplainedEvent): ReadonlyMap<string, { values: readonly unknown[]; from: readonly string[] }> {
  const readings = filters.flatMap(({ condition }) => leavesOf(condition)).flatMap(({ fields }) => fields);
  return new Map(readings.map(({ field, values, from }) => [field, { values, from }]));
}

/** The first event that writes a service's ImagePath. */
async function serviceWriteIn(name: string): Promise<ExplainedEvent> {
  const [events = []] = await explain(name);
  const found = events.find((event) => readingsOf(event).get("registry.value")?.values.includes("ImagePath") === true);
  if (found === undefined) throw new Error(`${name} has no service write`);
  return found;
}

describe("events of other sources", () => {
  it.each(names)("in %s are the same to the reference evaluator", async (name) => {
    const events = (await explain(name)).flat();
    expect(events.length).toBeGreaterThan(5);
    const verdicts = events.flatMap(({ filters }) => filters);
    expect(verdicts.map(({ reference }) => reference)).toEqual(verdicts.map(({ matches }) => matches));
  });

  it("say where their values were read, in the event and in its envelope", async () => {
    const service = await serviceWriteIn("defender-event-hub.ndjson");
    expect(service.place.index).not.toBeNull();
    expect([service.product, service.source]).toEqual(["defender", "defender-event-hub"]);
    const readings = readingsOf(service);
    expect(readings.get("event.category")).toEqual({ values: ["registry"], from: ["^category"] });
    expect(readings.get("registry.value")).toEqual({ values: ["ImagePath"], from: ["RegistryValueName"] });
    expect(readings.get("registry.path")?.from).toEqual(["RegistryKey", "RegistryValueName"]);
  });

  it("say nothing of it where a field lies at its own name", async () => {
    const readings = readingsOf(await serviceWriteIn("elastic-defend.ndjson"));
    expect(readings.get("registry.path")?.from).toEqual([]);
    expect(readings.get("process.executable")?.from).toEqual([]);
  });
});
