import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import type { FieldAccessor } from "../../src/sources/accessor.ts";
import type { MappedField } from "../../src/sources/source.ts";
import { exists, sourceOf } from "../evaluate/reading.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules } from "./built.ts";
import { huntAll } from "./events.ts";

const folder = useTemporaryFolder();
let files = 0;

function at(path: string): FieldAccessor {
  return { kind: "paths", paths: [{ path, within: "event" }] };
}

const fields: readonly MappedField[] = [
  { name: "@timestamp", accessor: { kind: "step", of: at("When"), step: { kind: "time", format: "epoch_seconds" } } },
  { name: "event.category", accessor: { kind: "constant", value: "process", when: at("Image") } },
  { name: "process.name", accessor: { kind: "step", of: at("Image"), step: { kind: "last", separator: "\\" } } },
  { name: "host.id", accessor: { kind: "paths", paths: [{ path: "Device", within: "envelope" }] } },
];

const hub = sourceOf("maker-hub", [[exists("Device")]], {
  fields,
  envelope: { each: "records", unwrap: "properties" },
});
const rows = sourceOf("maker-rows", [[exists("Device"), exists("properties")]], {
  fields,
  envelope: { unwrap: "properties" },
});
const sources = [hub, rows];

const rules = await compileRules([], {
  sources,
  queries: [
    'process where process.name : "evil*"',
    `sequence by host.id with maxspan=10s
       [process where process.name == "a"] [process where process.name == "b"] until [process where process.name == "x"]`,
    'sample by host.id [process where process.name == "a"] [process where process.name : ("a", "b")]',
    'process where Image : "*evil*" | tail 2',
  ],
});

interface Raw {
  readonly name: string;
  readonly device: string;
  readonly second: number;
}

function rawEvent({ name, device, second }: Raw): string {
  return `{"Device":"${device}", "properties" : {"Image":"C:\\\\${name}","When":${second}}}`;
}

function ecsEvent({ name, device, second }: Raw): string {
  const event = {
    "@timestamp": new Date(second * 1000).toISOString(),
    event: { category: "process" },
    process: { name },
    host: { id: device },
    Image: `C:\\${name}`,
  };
  return JSON.stringify(event);
}

interface Found {
  readonly rule: { readonly id: string };
  readonly events: readonly { readonly source: Place; readonly event: unknown }[];
}

interface Place {
  readonly file: string;
  readonly offset: number;
  readonly index?: number;
  readonly product: string;
}

function parse(line: string): Found {
  const found: Found = JSON.parse(line);
  return found;
}

function placesOf(line: string): readonly Place[] {
  return parse(line).events.map(({ source }) => source);
}

function huntText(text: string | Buffer, options: Partial<HuntOptions> = {}) {
  return huntAll({ rules, inputs: [folder.write(`events-${files++}`, text)], ...options });
}

describe("raw events", () => {
  const evil = { name: "Evil.exe", device: "d1", second: 5 };

  it("are hunted as they come, and shown as they are", async () => {
    const row = rawEvent(evil);
    const { lines, summary } = await huntText(`${row}\n${ecsEvent(evil)}\n{"records":[${row},${row}]}\n`, {
      count: true,
    });
    const found = lines.map(parse).filter(({ rule }) => rule.id === "query-1");
    const second = row.length + 1 + ecsEvent(evil).length + 1;
    const file = found[0]?.events[0]?.source.file;
    expect(found.map(({ events }) => events[0]?.source)).toEqual([
      { file, offset: 0, product: "maker" },
      { file, offset: row.length + 1, product: "ecs" },
      { file, offset: second, index: 0, product: "maker" },
      { file, offset: second, index: 1, product: "maker" },
    ]);
    expect(found[3]?.events[0]?.event).toEqual(JSON.parse(row));
    expect(summary.statistics.inputs).toMatchObject([
      { product: "maker", products: { maker: 3, ecs: 1 }, events: 4, bad: {} },
    ]);
  });

  it("are known by their product where they aren't counted too", async () => {
    const none = rawEvent({ name: "none", device: "d", second: 1 });
    const { summary } = await huntText(`${none}\n${ecsEvent(evil)}\n`.repeat(3) + `${none}\n`, { strategy: "parse" });
    expect(summary.statistics.inputs).toMatchObject([{ product: "maker" }]);
    const skipped = await huntText(`${rawEvent({ name: "none", device: "d", second: 1 })}\n`, {
      rules: await compileRules([], { sources, queries: ['process where process.name == "evil.exe"'] }),
      strategy: "literal",
    });
    expect(skipped.summary.statistics.inputs).toMatchObject([{ product: "maker" }]);
  });

  it("that are bad members of a line are counted, and the others hunted", async () => {
    const { lines, summary } = await huntText(`{"records":[null,${rawEvent(evil)},[]]}\n`, { count: true });
    expect(lines.map((line) => placesOf(line)[0]?.index)).toEqual([1, 1]);
    expect(summary.statistics.inputs).toMatchObject([{ events: 1, bad: { not_object: 2 } }]);
  });

  it("have ids of their own in one line, the same every time", async () => {
    const line = `{"records":[${rawEvent(evil)},${rawEvent(evil)}]}\n`;
    const path = folder.write("ids", line);
    const first = await huntAll({ rules, inputs: [path], threads: 1 });
    const second = await huntAll({ rules, inputs: [path], threads: 2, strategy: "parse" });
    expect(first.lines).toEqual(second.lines);
    expect(new Set(first.lines).size).toBe(4);
  });

  it("are verified by what their source's accessors read", async () => {
    const big = `{"Device":9007199254740993,"properties":{"Image":["C:\\\\evil",1e400,-1e400,17,true],"When":"x"}}`;
    const { summary } = await huntText(`${big}\n{"records":[${big},${rawEvent(evil)},{}]}\n${ecsEvent(evil)}\n`, {
      verify: true,
    });
    expect(summary.problems).toEqual([]);
  });

  const raw = fc.record({
    name: fc.constantFrom("a", "b", "x", "evil", "none"),
    device: fc.constantFrom("d1", "d2"),
    second: fc.integer({ min: 0, max: 20 }),
  });
  const lines = fc.array(fc.tuple(fc.boolean(), fc.array(raw, { minLength: 1, maxLength: 6 })), {
    minLength: 1,
    maxLength: 8,
  });
  const way = fc.record({
    threads: fc.integer({ min: 1, max: 3 }),
    splitSizeBytes: fc.integer({ min: 1, max: 2000 }),
    strategy: fc.constantFrom("auto" as const, "parse" as const, "literal" as const),
    isPacked: fc.boolean(),
    verify: fc.boolean(),
  });

  it("of many a line are found as the same events one a line, in whatever form", async () => {
    await fc.assert(
      fc.asyncProperty(lines, way, async (lines, { isPacked, ...options }) => {
        const text = lines
          .map(([isMany, events]) =>
            isMany
              ? `{"records":[${events.map(rawEvent).join(" , ")}]}\n`
              : events.map((event) => `${rawEvent(event)}\n`).join(""),
          )
          .join("");
        const flat = lines.flatMap(([, events]) => events);
        const ecs = flat.map((event) => `${ecsEvent(event)}\n`).join("");
        const found = await huntText(isPacked ? gzipSync(text) : text, options);
        const expected = await huntText(ecs, { threads: 1 });
        expect(found.summary.problems).toEqual([]);
        const numbers = numberedPlaces(text);
        const ecsNumbers = numberedPlaces(ecs);
        expect(found.lines.map((line) => shown(line, numbers))).toEqual(
          expected.lines.map((line) => shown(line, ecsNumbers)),
        );
      }),
      { numRuns: 15 },
    );
  });
});

function placeText(offset: number, index: number | undefined): string {
  return index === undefined ? String(offset) : `${offset}.${index}`;
}

/** The number of each event among all, by its place. */
function numberedPlaces(text: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let offset = 0;
  for (const line of text.split("\n").slice(0, -1)) {
    const parsed: { readonly records?: readonly unknown[] } = JSON.parse(line);
    if (parsed.records === undefined) numbers.set(placeText(offset, undefined), numbers.size);
    else for (const index of parsed.records.keys()) numbers.set(placeText(offset, index), numbers.size);
    offset += Buffer.byteLength(line) + 1;
  }
  return numbers;
}

/** Rule and numbers of the events of a detection. */
function shown(line: string, byPlace: ReadonlyMap<string, number>): readonly unknown[] {
  const numbers = placesOf(line).map(({ offset, index }) => byPlace.get(placeText(offset, index)));
  return [parse(line).rule.id, ...numbers];
}
