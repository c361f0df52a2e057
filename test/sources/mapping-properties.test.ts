import * as fc from "fast-check";
import { stringify } from "smol-toml";
import { describe, expect, it } from "vitest";
import type { FieldAccessor, TableRow, ValueStep } from "../../src/sources/accessor.ts";
import { completeMapping } from "../../src/sources/mapping-extension.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";
import type { Mapping, MappingField } from "../../src/sources/mapping.ts";
import { sourceOf } from "../../src/sources/mapping-source.ts";
import type { DocumentTest } from "../../src/sources/source.ts";
import { documentOf } from "./mapping-writer.ts";

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.string({ unit: "grapheme", maxLength: 8 }));
const filled = text.filter((value) => value !== "");
/** Names as data, hostile ones among them. */
const name = fc.oneof(
  fc.constantFrom("a", "process.name", "__proto__", "constructor", "toString", "1", "a b", 'x"y', "é", "fill", "from"),
  filled,
);
const path = name.filter((value) => !value.startsWith("^"));

const plainStep = fc.constantFrom<ValueStep>(
  { kind: "lower" },
  { kind: "number" },
  { kind: "argv" },
  { kind: "sysmon-details" },
  { kind: "registry-spellings" },
);
const step: fc.Arbitrary<ValueStep> = fc.oneof(
  plainStep,
  fc.record({ kind: fc.constantFrom("last", "initial", "head", "split"), separator: filled }),
  fc.record({ kind: fc.constant("keep"), prefix: filled }),
  fc.record({ kind: fc.constant("drop"), texts: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("time"), format: fc.constantFrom("iso", "filetime", "epoch_millis", "epoch_seconds") }),
  fc.record({
    kind: fc.constant("prefix"),
    replacements: fc.uniqueArray(fc.record({ from: filled, to: text }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ from }) => from,
    }),
  }),
);

const rows: fc.Arbitrary<readonly TableRow[]> = fc.uniqueArray(
  fc.record({ raw: text, values: fc.array(text, { maxLength: 3 }) }),
  { maxLength: 4, selector: ({ raw }) => raw },
);

const { accessor } = fc.letrec<{ accessor: FieldAccessor }>((tie) => {
  const list = fc.array(tie("accessor"), { minLength: 1, maxLength: 3 });
  return {
    accessor: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({
        kind: fc.constant("paths" as const),
        paths: fc.array(fc.record({ path, within: fc.constantFrom("event", "envelope") }), { maxLength: 1 }),
      }),
      fc.record({
        kind: fc.constant("constant" as const),
        value: fc.oneof(text, fc.integer(), fc.boolean()),
        when: fc.option(tie("accessor")),
      }),
      fc.record({ kind: fc.constantFrom("first", "all"), of: list }),
      fc.record({ kind: fc.constant("join" as const), parts: list, separator: text }),
      fc.record({ kind: fc.constant("step" as const), of: tie("accessor"), step }),
      fc.record({
        kind: fc.constant("table" as const),
        of: tie("accessor"),
        rows,
        ignoreCase: fc.boolean(),
        otherwise: fc.constantFrom("same", "nothing"),
      }),
      // A constant has a guard of its own.
      fc.record({
        kind: fc.constant("guarded" as const),
        of: tie("accessor").filter((one) => one.kind !== "constant" || one.when !== null),
        when: tie("accessor"),
      }),
    ),
  };
});

const field: fc.Arbitrary<MappingField> = fc
  .record({ name, accessor, mode: fc.constantFrom(null, "fill" as const, "override" as const) })
  // What has no source can't be filled; where both are written, the mode is the field's.
  .filter((one) => one.mode === null || one.accessor.kind === "step" || one.accessor.kind === "join");

const documentTest: fc.Arbitrary<DocumentTest> = fc.oneof(
  fc.record({ kind: fc.constantFrom("exists", "absent"), path }),
  fc.record({ kind: fc.constant("value"), path, texts: fc.array(text, { minLength: 1, maxLength: 3 }) }),
);

function listOf<T>(item: fc.Arbitrary<T>, key: (item: T) => string): fc.Arbitrary<readonly T[]> {
  return fc.uniqueArray(item, { maxLength: 4, selector: key });
}

const mapping: fc.Arbitrary<Mapping> = fc.record({
  source: fc.constant({ name: "a.toml", text: "" }),
  name: fc.constantFrom("a", "sysmon-winlogbeat", "0.x_y"),
  product: fc.option(fc.constantFrom("p", "sysmon")),
  form: fc.option(filled.filter((value) => /\S/.test(value))),
  extends: fc.option(fc.constantFrom("base", "beside.toml")),
  abstract: fc.constant(false),
  priority: fc.option(fc.integer({ min: -1000, max: 1000 })),
  never: fc
    // Names that are numbers go before others in an object.
    .uniqueArray(
      path.filter((one) => !/^\d+$/.test(one)),
      { maxLength: 3 },
    )
    .chain((paths) =>
      fc.tuple(...paths.map((one) => fc.array(text, { minLength: 1, maxLength: 3 }).map((texts) => ({ one, texts })))),
    )
    .map((all) =>
      all.map(({ one, texts }) => ({
        accessor: { kind: "paths" as const, paths: [{ path: one, within: "event" as const }] },
        texts,
      })),
    ),
  detect: fc.option(
    fc.array(
      listOf(documentTest, ({ path }) => path),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  envelope: fc.record({
    each: fc.option(path),
    unwrap: fc.option(path),
    decode: fc.option(fc.constantFrom("json" as const, "evtx-xml" as const)),
  }),
  tiebreakerField: fc.option(path),
  mode: fc.option(fc.constantFrom("fill" as const, "override" as const)),
  names: listOf(
    fc.record({ name: fc.constantFrom("data", "__proto__", "constructor", "x-1"), accessor }),
    (item) => item.name,
  ),
  fields: listOf(field, (item) => item.name),
  tests: fc.array(
    fc.record({
      event: filled.filter((value) => /\S/.test(value)),
      index: fc.nat({ max: 9 }),
      expected: listOf(
        fc.record({ name, values: fc.array(fc.oneof(text, fc.integer(), fc.boolean()), { maxLength: 3 }) }),
        (item) => item.name,
      ),
    }),
    { maxLength: 2 },
  ),
});

/** The order of names in a table means nothing: rows, prefixes and whatever has a name are sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted(byName);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      ["of", "parts", "texts", "values", "tests"].includes(key) && Array.isArray(inner)
        ? inner.map(sorted)
        : sorted(inner),
    ]),
  );
}

function byName(left: unknown, right: unknown): number {
  const [first, second] = [nameIn(left), nameIn(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function nameIn(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  for (const key of ["name", "raw", "from", "path"]) {
    const found: unknown = Object.entries(value).find(([own]) => own === key)?.[1];
    if (typeof found === "string") return found;
  }
  return "";
}

describe("a mapping that was written", () => {
  it("reads back as it was", () => {
    fc.assert(
      fc.property(mapping, (written) => {
        const source = { name: "a.toml", text: stringify(documentOf(written)) };
        const read = readMapping(source);
        expect(read.diagnostics).toEqual([]);
        expect(sorted({ ...read.mapping, source: null })).toEqual(sorted({ ...written, source: null }));
      }),
    );
  });

  it("comes to a source that is pure data, or to mistakes that say why not", () => {
    fc.assert(
      fc.property(mapping, (written) => {
        const { mapping: complete, diagnostics } = completeMapping(written);
        expect(complete === null).toBe(diagnostics.length > 0);
        if (complete === null) return;
        const source = sourceOf(complete);
        expect(structuredClone(source)).toEqual(source);
        expect(source.fields.map((one) => one.name)).toEqual(written.fields.map((one) => one.name));
      }),
    );
  });
});

/** Names that mean something, so that not everything is just unknown. */
const entryName = fc.constantFrom(
  ...(
    "name product extends abstract each detect names fields test event expected from const join with first all none " +
    "when table otherwise steps fill last prefix drop time x __proto__ constructor"
  ).split(" "),
);
const anything = fc.letrec<{ value: unknown; table: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.constantFrom("lower", "iso", "fill", "{x}", "{x}.y", "^")),
    fc.boolean(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("table"),
  ),
  table: fc.dictionary(entryName, tie("value"), { maxKeys: 6, noNullPrototype: false }),
}));

describe("a file of any content", () => {
  it("is a mapping or has mistakes, each with a code and a place in it", () => {
    fc.assert(
      fc.property(anything.table, (table) => {
        const source = { name: "a.toml", text: stringify(table) };
        const read = readMapping(source);
        expect(read.mapping === null).toBe(read.diagnostics.length > 0);
        for (const { code, span } of read.diagnostics) {
          expect(code).toMatch(/^E12\d$|^E101$/);
          expect(span?.start).toBeGreaterThanOrEqual(0);
          expect(span?.end).toBeLessThanOrEqual(source.text.length);
        }
        const complete = read.mapping === null ? null : completeMapping(read.mapping);
        expect(complete?.mapping === null).toBe((complete?.diagnostics ?? []).length > 0);
      }),
    );
  });

  it("is refused if it isn't TOML", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (garbage) => {
        const { mapping: none, diagnostics } = readMapping({ name: "a.toml", text: `${garbage}\n[` });
        expect(none).toBeNull();
        expect(diagnostics.map(({ code }) => code)).toEqual(["E101"]);
      }),
    );
  });
});
