import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { EventDocument } from "../../src/evaluate/document.ts";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { autoStrategy } from "../../src/match/auto.ts";
import { compileRules } from "../../src/plan/compilation.ts";
import type { FilterPlan, HuntPlan } from "../../src/plan/plan.ts";
import type { Source } from "../../src/sources/source.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules as compileBuilt, hunt } from "./built.ts";

/*
 * The same recorded events in two forms: as a collector wrote them (NXLog), and as somebody else converted them to ECS. What
 * the built-in mappings make of the first is held to the second, by detections and by every single condition of all rules.
 */

const folder = useTemporaryFolder();
const shared = resolve(import.meta.dirname, "../..", process.env["EQLHUNT_SHARED"] ?? "../shared");
const ruleFolder = join(shared, "corpus/elastic-rules");
/** Conditions are asked of the first so many events of each kind; `EQLHUNT_CORPUS_EVENTS=Infinity` takes all, which takes minutes. */
const eventsPerKind = Number(process.env["EQLHUNT_CORPUS_EVENTS"] ?? 20);

interface Pair {
  readonly raw: string;
  readonly ecs: string;
  /** Who wrote it, and its number. */
  readonly kind: string;
}

function readLines(name: string): readonly string[] {
  return gunzipSync(readFileSync(join(shared, "data", name)))
    .toString()
    .trimEnd()
    .split("\n");
}

/** Events of the same time, number and message are the same; where several are, they come in the same order. */
function readPairs(): readonly Pair[] {
  const waiting = new Map<string, string[]>();
  for (const line of readLines("otrf-windows.ecs.ndjson.gz")) {
    const { "@timestamp": time, event, message } = JSON.parse(line);
    const key = JSON.stringify([time, String(event.code), message ?? null]);
    const lines = waiting.get(key) ?? [];
    waiting.set(key, [...lines, line]);
  }
  return readLines("otrf-windows.nxlog.ndjson.gz").flatMap((raw) => {
    const { "@timestamp": time, EventID: code, Message: message, SourceName: provider } = JSON.parse(raw);
    const ecs = waiting.get(JSON.stringify([time, String(code), message ?? null]))?.shift();
    return ecs === undefined ? [] : [{ raw, ecs, kind: `${String(provider)} ${String(code)}` }];
  });
}

/** Detections by the numbers of their events: the pairs have the same in both forms. */
async function detect(name: string, lines: readonly string[], source: "auto" | "ecs"): Promise<ReadonlySet<string>> {
  const path = folder.write(`${name}.ndjson`, `${lines.join("\n")}\n`);
  const numbers = new Map<number, number>();
  let offset = 0;
  for (const [number, line] of lines.entries()) {
    numbers.set(offset, number);
    offset += Buffer.byteLength(line) + 1;
  }
  const rules = await compileBuilt([ruleFolder], { source: [source] });
  expect(rules.rules).toHaveLength(1081);
  const found = new Set<string>();
  for await (const { rule, events } of hunt({ rules, inputs: [path], threads: 2 })) {
    found.add(JSON.stringify([rule.name, ...events.map(({ source: at }) => numbers.get(at?.offset ?? -1) ?? null)]));
  }
  return found;
}

/** A plan that asks each predicate of the rules by itself. */
function planPredicates(plan: HuntPlan): HuntPlan {
  const [filter] = plan.filters;
  if (filter === undefined) throw new Error("there are no rules");
  const filters = plan.predicates.map((_, predicate): FilterPlan => {
    const program = { kind: "predicate", predicate, span: filter.span, text: "", implicit: false } as const;
    return { ...filter, program };
  });
  return { ...plan, filters };
}

/** The numbers of the fields in a predicate. */
function fieldsIn(value: unknown): readonly number[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: readonly [string, unknown]) => {
    if (name === "field" && typeof part === "number") return [part];
    if (name === "fields" && Array.isArray(part)) return part.filter((field) => typeof field === "number");
    return fieldsIn(part);
  });
}

function readOnly(line: string, sources: readonly Source[]): EventDocument {
  const documents = readDocuments(line, sources);
  const [document] = typeof documents === "string" ? [] : documents;
  if (document === undefined) throw new Error("an event can't be read");
  return document;
}

/**
 * Where some condition is true in one form and not in the other, by the fields that it asks: `both` forms have values of all of
 * them, or `one` has not.
 */
async function compareConditions(pairs: readonly Pair[]) {
  const { plan } = await compileRules([ruleFolder]);
  const asked = planPredicates(plan);
  const [raw, ecs] = [new Evaluator(asked, autoStrategy), new Evaluator(asked, autoStrategy)];
  const last = plan.sources.length - 1;
  const unrecognised = plan.sources.map((source, at) => (at === last ? source : { ...source, detect: [] }));
  const fields = plan.predicates.map((predicate) => [...new Set(fieldsIn(predicate))]);
  const both = new Set<string>();
  const one = new Set<string>();
  let agreed = 0;
  for (const pair of pairs) {
    raw.load(readOnly(pair.raw, plan.sources));
    ecs.load(readOnly(pair.ecs, unrecognised));
    for (const predicate of plan.predicates.keys()) {
      const isTrue = raw.matches(predicate);
      if (isTrue !== ecs.matches(predicate)) {
        const numbers = fields[predicate] ?? [];
        const isShared = numbers.every((field) => raw.values(field).length > 0 && ecs.values(field).length > 0);
        (isShared ? both : one).add(numbers.map((field) => plan.fields[field]?.name).join(" + "));
      } else if (isTrue) agreed++;
    }
  }
  return { both: [...both].toSorted(compareTexts), one: [...one].toSorted(compareTexts), agreed };
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Detections that only one form gives, as JSON, and why. There are none. */
const differentDetections: Readonly<Record<string, string>> = {};

const subject =
  "of 4688, 4627 and 4648 the user is who did it, as Elastic's pipeline has it; the conversion takes the target";
const pipe =
  "a pipe's name is whole, as Elastic's pipeline has it; the conversion makes a path of it, and cuts the name";
const withoutSecurity = "the conversion leaves out most of what the records of the channel Security hold";

/** Fields of conditions that differ although both forms have values, and why. */
const differentInBoth: Readonly<Record<string, string>> = {
  "event.action": "Elastic's name of a Sysmon event and Sysmon's own; the conversion has one of them",
  "file.name": pipe,
  "process.args":
    "arguments are split as Windows splits them, so without their quotes; the conversion splits at blanks",
  "process.parent.args": "likewise",
  "user.domain": subject,
  "user.domain + winlog.computer_name": subject,
  "user.name": subject,
  "user.name + host.name": subject,
  "host.name + user.name": subject,
  "winlog.computer_name + user.name": subject,
};

/** Fields of conditions that differ because one form has no values, and why. */
const differentInOne: Readonly<Record<string, string>> = {
  "data_stream.dataset": "the conversion has none",
  "destination.ip": withoutSecurity,
  "destination.port": withoutSecurity,
  "dll.code_signature.exists": "of a library the conversion has path and name only",
  "dll.code_signature.subject_name": "likewise",
  "dll.code_signature.trusted": "likewise",
  "dll.hash.sha256": "likewise",
  "event.action": withoutSecurity,
  "event.category": `${withoutSecurity}; it has a category for the clipboard, and none for blocked shredding`,
  "event.outcome": withoutSecurity,
  "event.type": withoutSecurity,
  "file.extension": `${pipe}; ${withoutSecurity}`,
  "file.name": withoutSecurity,
  "file.path": `${pipe}; ${withoutSecurity}; nor has it a device that was read`,
  "group.name": withoutSecurity,
  "network.direction": withoutSecurity,
  "network.protocol": "a lookup's protocol is dns",
  "network.transport": withoutSecurity,
  "process.Ext.token.integrity_level_name": "the conversion has Sysmon's IntegrityLevel only",
  "process.args_count": withoutSecurity,
  "process.executable": withoutSecurity,
  "process.hash.sha256":
    "a deleted file's hash is the file's; the conversion, as Elastic's pipeline, gives it to the process",
  "process.name": withoutSecurity,
  "process.parent.args_count": "the conversion counts the arguments of the process only",
  "process.pid": withoutSecurity,
  "source.ip": withoutSecurity,
  "source.port": withoutSecurity,
  "user.id": "the conversion has none",
  "winlog.logon.type": withoutSecurity,
};

describe.skipIf(!existsSync(ruleFolder))("events as NXLog wrote them and converted to ECS", () => {
  const pairs = existsSync(ruleFolder) ? readPairs() : [];

  it("are the same five thousand", () => {
    expect(pairs).toHaveLength(5_000);
  });

  it("give the same detections, by all rules", async () => {
    const raw = await detect(
      "nxlog",
      pairs.map((pair) => pair.raw),
      "auto",
    );
    const ecs = await detect(
      "ecs",
      pairs.map((pair) => pair.ecs),
      "ecs",
    );
    const different = [...raw.symmetricDifference(ecs)];
    expect(different.toSorted(compareTexts)).toEqual(Object.keys(differentDetections));
    expect(raw.intersection(ecs).size).toBeGreaterThan(0);
  }, 600_000);

  it("answer every single condition of all rules alike, but for what is listed", async () => {
    const counts = new Map<string, number>();
    const some = pairs.filter(({ kind }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= eventsPerKind;
    });
    const { both, one, agreed } = await compareConditions(some);
    expect(both.filter((fields) => !Object.hasOwn(differentInBoth, fields))).toEqual([]);
    expect(one.filter((fields) => !Object.hasOwn(differentInOne, fields))).toEqual([]);
    // What is listed is there: a reason that nothing needs any more hides the next difference.
    expect(both).toHaveLength(Object.keys(differentInBoth).length);
    const least = Number.isFinite(eventsPerKind) ? 20 : Object.keys(differentInOne).length;
    expect(one.length).toBeGreaterThanOrEqual(least);
    expect(agreed).toBeGreaterThan(10_000);
  }, 600_000);
});
