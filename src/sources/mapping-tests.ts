import * as v from "valibot";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import type { TomlTable } from "../toml/document.ts";
import type { ExpectedField, MappingTest } from "./mapping.ts";
import { type EntryReading, isTable } from "./mapping-entries.ts";
import { fieldValue, fieldPath, wholeNumber } from "./mapping-values.ts";

const maxTests = 256;
const maxExpected = 4096;
const maxValues = 4096;

const entryNames = ["event", "index", "expected"];

const eventText = v.pipe(v.string("a string, the raw event"), v.regex(/\S/, "the raw event, not an empty string"));
const eventIndex = wholeNumber(0, 1_000_000);

/** The tables `[[test]]`: an event and what the mapping must make of it. They aren't run here (`evaluate/mapping-tests.ts`). */
export function readTests(reading: EntryReading, value: unknown, path: EntryPath): readonly MappingTest[] {
  const tables = reading.list(value, path, "a list of tables, each written `[[test]]`", maxTests) ?? [];
  return tables.flatMap((table, index) => {
    if (isTable(table)) return readTest(reading, table, [...path, index]) ?? [];
    reading.wrongType(table, [...path, index], "a table");
    return [];
  });
}

function readTest(reading: EntryReading, table: TomlTable, path: EntryPath): MappingTest | null {
  reading.unknownNames(table, path, entryNames, "a test");
  for (const name of ["event", "expected"].filter((name) => !Object.hasOwn(table, name))) {
    reading.report("E120", path, `this test has no \`${name}\``);
  }
  const event = reading.entry(table, "event", eventText, path);
  const index = reading.entry(table, "index", eventIndex, path) ?? 0;
  const fields = Object.hasOwn(table, "expected") ? reading.table(table["expected"], [...path, "expected"]) : null;
  const expected = fields === null ? [] : readExpected(reading, fields, [...path, "expected"]);
  return event === null ? null : { event, index, expected };
}

function readExpected(reading: EntryReading, table: TomlTable, path: EntryPath): readonly ExpectedField[] {
  const names = Object.keys(table);
  if (!reading.within(names.length, maxExpected, path, "fields")) return [];
  return names.flatMap((name) => {
    const place = [...path, name];
    const value = table[name];
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (reading.name(fieldPath, name, place) === null) return [];
    if (!reading.within(items.length, maxValues, place, "values")) return [];
    const values = items.flatMap(
      (item, index) => reading.value(fieldValue, item, Array.isArray(value) ? [...place, index] : place) ?? [],
    );
    return [{ name, values }];
  });
}
