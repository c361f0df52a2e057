import * as v from "valibot";
import type { SourceText } from "../diagnostics/diagnostic.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { parseToml, type TomlTable } from "../toml/document.ts";
import type { Mapping, MappingField, MappingMode, MappingNever, NamedPlace, ReadMapping } from "./mapping.ts";
import type { FieldAccessor } from "./accessor.ts";
import { readAccessor } from "./mapping-accessors.ts";
import { readDetection } from "./mapping-detection.ts";
import { EntryReading, isTable } from "./mapping-entries.ts";
import { placeholderName } from "./mapping-placeholders.ts";
import { readTexts } from "./mapping-steps.ts";
import { readTests } from "./mapping-tests.ts";
import { fieldPath, filledText, sourceName, truth, wholeNumber } from "./mapping-values.ts";

const maxFields = 4096;
const maxNames = 256;

const eventItself: FieldAccessor = { kind: "paths", paths: [{ path: "", within: "event" }] };

const entryNames = [
  "name",
  "product",
  "form",
  "extends",
  "abstract",
  "priority",
  "each",
  "unwrap",
  "decode",
  "tiebreaker",
  "mode",
  "detect",
  "names",
  "fields",
  "never",
  "test",
];

const decoding = v.picklist(["json", "evtx-xml"], '`"json"` or `"evtx-xml"`');
const mode = v.picklist(["override", "fill"], '`"override"` or `"fill"`');

/**
 * Reads a mapping file: where the ECS fields lie in the raw events of one product in one form. Says at once what is wrong
 * with it, each at its place: E101 (not TOML), E120 (an entry that is missing), E121 (of the wrong type), E122 (a value that
 * isn't allowed), E123 (an unknown entry), E124 (entries that don't go together), E125 (too large or too deep). What it
 * extends is added later, and only then it is known whether it is complete (`mapping-library.ts`). Never throws.
 *
 * @example
 * const text = 'name = "nxlog"\nproduct = "sysmon"\nform = "NXLog"\n[[detect]]\nSourceName = "*Sysmon"\n[fields]\n"process.executable" = "Image"';
 * readMapping({ name: "nxlog.toml", text }).mapping?.fields;
 * // [{ name: "process.executable", accessor: { kind: "paths", paths: [{ path: "Image", within: "event" }] }, mode: null }]
 */
export function readMapping(source: SourceText): ReadMapping {
  const document = parseToml(source);
  if ("code" in document) return { mapping: null, diagnostics: [document] };
  const reading = new EntryReading(source);
  const mapping = readDocument(reading, document.value, source);
  return { mapping: reading.hasMistakes ? null : mapping, diagnostics: reading.diagnostics() };
}

function readDocument(reading: EntryReading, table: TomlTable, source: SourceText): Mapping {
  reading.unknownNames(table, [], entryNames, "a mapping");
  const name = reading.entry(table, "name", sourceName, []);
  if (name === null && !Object.hasOwn(table, "name")) {
    reading.report("E120", [], "this mapping has no `name`", { help: 'add `name = "…"`' });
  }
  const mapping: Mapping = {
    source,
    name: name ?? "",
    product: reading.entry(table, "product", sourceName, []),
    form: reading.entry(table, "form", filledText, []),
    extends: reading.entry(table, "extends", filledText, []),
    abstract: reading.entry(table, "abstract", truth, []) ?? false,
    priority: reading.entry(table, "priority", wholeNumber(-1000, 1000), []),
    detect: Object.hasOwn(table, "detect") ? readDetection(reading, table["detect"], ["detect"]) : null,
    envelope: {
      each: reading.entry(table, "each", fieldPath, []),
      unwrap: reading.entry(table, "unwrap", fieldPath, []),
      decode: reading.entry(table, "decode", decoding, []),
    },
    tiebreakerField: reading.entry(table, "tiebreaker", fieldPath, []),
    mode: reading.entry(table, "mode", mode, []),
    names: readNames(reading, table),
    fields: readFields(reading, table),
    never: readNever(reading, table),
    tests: Object.hasOwn(table, "test") ? readTests(reading, table["test"], ["test"]) : [],
  };
  if (mapping.abstract && mapping.tests.length > 0) {
    reading.report("E124", ["test", 0], "an abstract mapping reads no event: its tests belong to those that extend it");
  }
  return mapping;
}

/** The entries of a table of the file; none if there is no such table. */
function entriesOf(
  reading: EntryReading,
  document: TomlTable,
  name: string,
  limit: number,
): readonly (readonly [name: string, value: unknown, path: EntryPath])[] {
  if (!Object.hasOwn(document, name)) return [];
  const table = reading.table(document[name], [name]);
  if (table === null) return [];
  const names = Object.keys(table);
  return reading.within(names.length, limit, [name], "entries")
    ? names.map((entry) => [entry, table[entry], [name, entry]])
    : [];
}

function readNames(reading: EntryReading, document: TomlTable): readonly NamedPlace[] {
  return entriesOf(reading, document, "names", maxNames).flatMap(([name, value, path]) => {
    const isNamed = reading.name(placeholderName, name, path) !== null;
    const accessor = value === "" ? eventItself : readAccessor(reading, value, path, false);
    return isNamed && accessor !== null ? [{ name, accessor }] : [];
  });
}

function readFields(reading: EntryReading, document: TomlTable): readonly MappingField[] {
  return entriesOf(reading, document, "fields", maxFields).flatMap(([name, value, path]) => {
    const isNamed = reading.name(fieldPath, name, path) !== null;
    const fieldMode = readFieldMode(reading, value, path);
    const accessor = readAccessor(reading, value, path, true);
    return isNamed && accessor !== null ? [{ name, accessor, mode: fieldMode }] : [];
  });
}

function readNever(reading: EntryReading, document: TomlTable): readonly MappingNever[] {
  return entriesOf(reading, document, "never", maxFields).flatMap(([name, value, path]) => {
    const accessor = readAccessor(reading, name, path, false);
    const texts = readTexts(reading, value, path);
    return accessor === null || texts === null ? [] : [{ accessor, texts }];
  });
}

/** `fill = true` or `false`; what has no source can't be filled. */
function readFieldMode(reading: EntryReading, value: unknown, path: EntryPath): MappingMode | null {
  if (!isTable(value) || !Object.hasOwn(value, "fill")) return null;
  if (Object.hasOwn(value, "none")) {
    reading.reportName("E124", [...path, "fill"], "`fill` means nothing beside `none`");
    return null;
  }
  const isFilled = reading.value(truth, value["fill"], [...path, "fill"]);
  return isFilled === null ? null : isFilled ? "fill" : "override";
}
