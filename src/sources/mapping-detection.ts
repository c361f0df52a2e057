import * as v from "valibot";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import type { TomlTable } from "../toml/document.ts";
import { type EntryReading, isTable } from "./mapping-entries.ts";
import { readTexts } from "./mapping-steps.ts";
import { fieldPath, wholeNumber } from "./mapping-values.ts";
import type { DocumentTest } from "./source.ts";

const maxAlternatives = 64;
const maxTests = 32;

const eventNumber = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const documentPath = v.pipe(
  fieldPath,
  v.check((path) => !path.startsWith("^"), "a path in the whole document, which needs no `^`"),
);

/** The tables `[[detect]]`: one of them must hold, with all of its tests. */
export function readDetection(
  reading: EntryReading,
  value: unknown,
  path: EntryPath,
): readonly (readonly DocumentTest[])[] {
  const expected = "a list of tables, each written `[[detect]]`";
  const tables = reading.list(value, path, expected, maxAlternatives) ?? [];
  return tables.map((table, index) => {
    if (isTable(table)) return readAlternative(reading, table, [...path, index]);
    reading.wrongType(table, [...path, index], "a table");
    return [];
  });
}

function readAlternative(reading: EntryReading, table: TomlTable, path: EntryPath): readonly DocumentTest[] {
  const names = Object.keys(table);
  if (!reading.within(names.length, maxTests, path, "tests")) return [];
  return names.flatMap((name) => readTest(reading, name, table[name], [...path, name]) ?? []);
}

function readTest(reading: EntryReading, name: string, value: unknown, path: EntryPath): DocumentTest | null {
  const field = reading.name(documentPath, name, path);
  if (field === null) return null;
  if (typeof value === "boolean") return { kind: value ? "exists" : "absent", path: field };
  if (typeof value === "number") {
    const number = reading.value(eventNumber, value, path);
    return number === null ? null : { kind: "value", path: field, texts: [String(number)] };
  }
  if (typeof value !== "string" && !Array.isArray(value)) {
    reading.wrongType(value, path, "a string, a list of strings, a whole number, `true` (it is there) or `false`");
    return null;
  }
  const texts = readTexts(reading, value, path);
  return texts === null ? null : { kind: "value", path: field, texts };
}
