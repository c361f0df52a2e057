import type { FieldAccessor, ValueStep } from "../../src/sources/accessor.ts";
import type { Mapping } from "../../src/sources/mapping.ts";
import type { DocumentTest } from "../../src/sources/source.ts";

/** What a mapping file holds, as data to be written as TOML. Tables have no prototype: every name is one. */
export function documentOf(mapping: Mapping): Record<string, unknown> {
  const { envelope, tests, fields, names, detect } = mapping;
  return tableOf([
    ["name", mapping.name],
    ["product", mapping.product],
    ["form", mapping.form],
    ["extends", mapping.extends],
    ["abstract", mapping.abstract],
    ["priority", mapping.priority],
    ["each", envelope.each],
    ["unwrap", envelope.unwrap],
    ["decode", envelope.decode],
    ["tiebreaker", mapping.tiebreakerField],
    ["mode", mapping.mode],
    ["detect", detect?.map((alternative) => tableOf(alternative.map((test) => [test.path, valueOf(test)]))) ?? null],
    ["names", tableOf(names.map(({ name, accessor }) => [name, entryOf(accessor)]))],
    [
      "fields",
      tableOf(
        fields.map(({ name, accessor, mode }) => [
          name,
          mode === null
            ? entryOf(accessor)
            : tableOf([
                ["from", entryOf(accessor)],
                ["fill", mode === "fill"],
              ]),
        ]),
      ),
    ],
    ["never", tableOf(mapping.never.map(({ accessor, texts }) => [String(entryOf(accessor)), [...texts]]))],
    [
      "test",
      tests.length === 0
        ? null
        : tests.map(({ event, index, expected }) =>
            tableOf([
              ["event", event],
              ["index", index],
              ["expected", tableOf(expected.map(({ name, values }) => [name, values]))],
            ]),
          ),
    ],
  ]);
}

/** Without the entries that are `null`. */
function tableOf(entries: readonly (readonly [name: string, value: unknown])[]): Record<string, unknown> {
  const table: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) if (value !== null) table[name] = value;
  return table;
}

function valueOf(test: DocumentTest): unknown {
  return test.kind === "value" ? test.texts : test.kind === "exists";
}

/** The entry of a field that has this accessor. */
function entryOf(accessor: FieldAccessor): unknown {
  switch (accessor.kind) {
    case "paths": {
      const [only] = accessor.paths;
      return only === undefined ? tableOf([["none", true]]) : `${only.within === "envelope" ? "^" : ""}${only.path}`;
    }
    case "first":
    case "all":
      return tableOf([[accessor.kind, accessor.of.map(entryOf)]]);
    case "constant":
      return tableOf([
        ["const", accessor.value],
        ["when", accessor.when === null ? null : entryOf(accessor.when)],
      ]);
    case "guarded":
      return tableOf([
        ["from", entryOf(accessor.of)],
        ["when", entryOf(accessor.when)],
      ]);
    case "join":
      return tableOf([
        ["join", accessor.parts.map(entryOf)],
        ["with", accessor.separator],
      ]);
    case "table":
      return tableOf([
        ["from", entryOf(accessor.of)],
        ["table", tableOf(accessor.rows.map(({ raw, values }) => [raw, values]))],
        ["ignore_case", accessor.ignoreCase],
        ["otherwise", accessor.otherwise],
      ]);
    case "step":
      return tableOf([
        ["from", entryOf(accessor.of)],
        ["steps", [stepEntryOf(accessor.step)]],
      ]);
  }
}

function stepEntryOf(step: ValueStep): unknown {
  switch (step.kind) {
    case "last":
    case "initial":
    case "head":
    case "split":
      return tableOf([[step.kind, step.separator]]);
    case "keep":
      return tableOf([["keep", step.prefix]]);
    case "drop":
      return tableOf([["drop", step.texts]]);
    case "time":
      return tableOf([["time", step.format]]);
    case "prefix":
      return tableOf([["prefix", tableOf(step.replacements.map(({ from, to }) => [from, to]))]]);
    default:
      return step.kind;
  }
}
