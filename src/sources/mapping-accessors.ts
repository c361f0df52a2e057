import * as v from "valibot";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { TomlTable } from "../toml/document.ts";
import type { FieldAccessor, TableRow } from "./accessor.ts";
import { type EntryReading, isTable, listOf } from "./mapping-entries.ts";
import { readSteps, readTexts } from "./mapping-steps.ts";
import { fieldPath, onlyTrue, readRawPath, constantValue, text, truth } from "./mapping-values.ts";

const maxDepth = 16;
const maxItems = 256;
const maxRows = 4096;
/** What one value may become: tables within tables multiply. */
export const maxValues = 1024;
export const tooManyValues = `tables within tables make more than ${maxValues} values of one`;

/** What says where values come from: one of these. */
const origins = ["from", "const", "join", "first", "all", "none"] as const;
type Origin = (typeof origins)[number];

const entryNames: readonly string[] = [...origins, "when", "with", "steps", "table", "otherwise", "ignore_case"];

const fieldEntryNames: readonly string[] = [...entryNames, "fill"];

/** What means something only beside another entry. */
const dependents: readonly { readonly name: string; readonly on: string }[] = [
  { name: "with", on: "join" },
  { name: "otherwise", on: "table" },
  { name: "ignore_case", on: "table" },
];

const otherwise = v.picklist(["same", "nothing"], '`"same"` or `"nothing"`');

/**
 * Reads where a field's values lie: a path, a list of which the first that has a value counts, or a table. `null`, and
 * something reported, if it is none of these. Of a whole field the mode is read elsewhere.
 */
export function readAccessor(
  reading: EntryReading,
  value: unknown,
  path: EntryPath,
  isWholeField: boolean,
): FieldAccessor | null {
  const accessor = new AccessorReading(reading).read(value, path, isWholeField ? 1 : 2);
  if (accessor === null || mostValues(accessor) <= maxValues) return accessor;
  reading.report("E125", path, `tables within tables make more than ${maxValues} values of one`);
  return null;
}

class AccessorReading {
  readonly #reading: EntryReading;

  constructor(reading: EntryReading) {
    this.#reading = reading;
  }

  /** Of a whole field the depth is 1. */
  read(value: unknown, path: EntryPath, depth: number): FieldAccessor | null {
    if (depth > maxDepth) {
      this.#reading.report("E125", path, `what a field is made of must not nest deeper than ${maxDepth}`);
      return null;
    }
    if (typeof value === "string") return this.#path(value, path);
    if (Array.isArray(value)) {
      const of = this.#list(value, path, depth);
      const [only] = of ?? [];
      if (of === null || only === undefined) return null;
      return of.length === 1 ? only : { kind: "first", of };
    }
    if (isTable(value)) return this.#table(value, path, depth);
    this.#reading.wrongType(value, path, "a path, a list of paths or a table");
    return null;
  }

  #path(value: string, path: EntryPath): FieldAccessor | null {
    if (this.#reading.value(fieldPath, value, path) === null) return null;
    const place = readRawPath(value);
    if (place !== null) return { kind: "paths", paths: [place] };
    this.#reading.report("E122", path, "behind `^` stands the path of a field in the envelope");
    return null;
  }

  /** Everything in the list, or `null`. */
  #list(value: unknown, path: EntryPath, depth: number): readonly FieldAccessor[] | null {
    const items = this.#reading.list(value, path, "a list of paths", maxItems);
    if (items === null) return null;
    const read = items.map((item, index) => this.read(item, [...path, index], depth + 1));
    return read.every((accessor) => accessor !== null) ? read : null;
  }

  #table(table: TomlTable, path: EntryPath, depth: number): FieldAccessor | null {
    const reading = this.#reading;
    this.#names(table, path, depth === 1);
    const [origin, other] = origins.filter((name) => Object.hasOwn(table, name));
    if (origin === undefined) return this.#withoutOrigin(table, path);
    if (other !== undefined) {
      reading.reportName("E124", [...path, other], `\`${origin}\` and \`${other}\` exclude each other`);
      return null;
    }
    for (const name of ["when", "steps", "table"]) {
      if (origin !== "none" || !Object.hasOwn(table, name)) continue;
      reading.reportName("E124", [...path, name], `\`${name}\` means nothing beside \`none\``);
    }
    const hasGuard = Object.hasOwn(table, "when");
    const when = hasGuard ? this.read(table["when"], [...path, "when"], depth + 1) : null;
    const changed = this.#changed(this.#origin(origin, table, path, depth), table, path);
    if (changed === null || (hasGuard && when === null)) return null;
    return when === null ? changed : guard(changed, when);
  }

  /** Steps go before the table. */
  #changed(origin: FieldAccessor | null, table: TomlTable, path: EntryPath): FieldAccessor | null {
    let accessor = origin;
    const steps = Object.hasOwn(table, "steps") ? readSteps(this.#reading, table["steps"], [...path, "steps"]) : [];
    for (const step of steps) if (accessor !== null) accessor = { kind: "step", of: accessor, step };
    return Object.hasOwn(table, "table") ? this.#valueTable(accessor, table, path) : accessor;
  }

  /** Reports names that a field doesn't have, and those that miss what they belong to. */
  #names(table: TomlTable, path: EntryPath, isWholeField: boolean): void {
    const names = Object.keys(table);
    const [name] = names;
    if (isWholeField && name !== undefined && names.every(isUnlikeEntry)) {
      const help = 'the name of a field stands in quotes: `"process.name" = …`';
      this.#reading.reportName("E123", [...path, name], `a field can't have \`${name}\``, { help });
      return;
    }
    if (!isWholeField && Object.hasOwn(table, "fill")) {
      this.#reading.reportName("E124", [...path, "fill"], "`fill` belongs to a whole field, not to a part of one");
    }
    this.#reading.unknownNames(table, path, fieldEntryNames, "a field");
    for (const { name, on } of dependents) {
      if (!Object.hasOwn(table, name) || Object.hasOwn(table, on)) continue;
      this.#reading.reportName("E124", [...path, name], `\`${name}\` means nothing without \`${on}\``);
    }
  }

  #withoutOrigin(table: TomlTable, path: EntryPath): null {
    // A misspelt one was reported as such.
    if (Object.keys(table).every((name) => entryNames.includes(name) || name === "fill")) {
      this.#reading.report("E120", path, `this has none of ${listOf(origins)}`);
    }
    return null;
  }

  #origin(origin: Origin, table: TomlTable, path: EntryPath, depth: number): FieldAccessor | null {
    const place = [...path, origin];
    const value = table[origin];
    switch (origin) {
      case "from":
        return this.read(value, place, depth + 1);
      case "const":
        return this.#constant(value, place);
      case "join":
        return this.#join(table, path, depth);
      case "first":
      case "all": {
        const of = this.#list(value, place, depth);
        return of === null ? null : { kind: origin, of };
      }
      case "none":
        return this.#reading.value(onlyTrue, value, place) === null ? null : { kind: "paths", paths: [] };
    }
  }

  #constant(value: unknown, path: EntryPath): FieldAccessor | null {
    const isList = Array.isArray(value);
    const items = isList ? this.#reading.list(value, path, "a value or a list of values", maxItems) : [value];
    const of = items?.map((item, index): FieldAccessor | null => {
      const constant = this.#reading.value(constantValue, item, isList ? [...path, index] : path);
      return constant === null ? null : { kind: "constant", value: constant, when: null };
    });
    if (of?.every((accessor) => accessor !== null) !== true) return null;
    const [only] = of;
    return only !== undefined && of.length === 1 ? only : { kind: "all", of };
  }

  #join(table: TomlTable, path: EntryPath, depth: number): FieldAccessor | null {
    const parts = this.#list(table["join"], [...path, "join"], depth);
    if (!Object.hasOwn(table, "with")) {
      const help = 'add `with = ""` if they are put together as they are, or what stands between them';
      this.#reading.report("E120", path, "`join` needs `with`", { help });
      return null;
    }
    const separator = this.#reading.entry(table, "with", text, path);
    return parts === null || separator === null ? null : { kind: "join", parts, separator };
  }

  #valueTable(of: FieldAccessor | null, table: TomlTable, path: EntryPath): FieldAccessor | null {
    const reading = this.#reading;
    const isExact = reading.entry(table, "ignore_case", truth, path) === false;
    const rest = reading.entry(table, "otherwise", otherwise, path) ?? "same";
    const place = [...path, "table"];
    const entries = reading.table(table["table"], place);
    if (entries === null) return null;
    const names = Object.keys(entries);
    if (!reading.within(names.length, maxRows, place, "rows")) return null;
    const rows = names.flatMap((raw) => {
      const values = readRowValues(reading, entries[raw], [...place, raw]);
      return values === null ? [] : [{ raw, values }];
    });
    if (of === null) return null;
    return { kind: "table", of, rows: exactFirst(rows), ignoreCase: !isExact, otherwise: rest };
  }
}

function isUnlikeEntry(name: string): boolean {
  return !fieldEntryNames.includes(name) && nearest(name, fieldEntryNames) === null;
}

/** An empty list drops the value. */
function readRowValues(reading: EntryReading, value: unknown, path: EntryPath): readonly string[] | null {
  return Array.isArray(value) && value.length === 0 ? [] : readTexts(reading, value, path);
}

/** A text goes before a pattern that covers it. Among the texts the order means nothing, nor does their table's. */
function exactFirst(rows: readonly TableRow[]): readonly TableRow[] {
  return [...rows.filter((row) => !isPattern(row)), ...rows.filter(isPattern)];
}

function isPattern({ raw }: TableRow): boolean {
  return raw.includes("*");
}

/** A constant has a guard of its own. */
function guard(of: FieldAccessor, when: FieldAccessor): FieldAccessor {
  return of.kind === "constant" && of.when === null ? { ...of, when } : { kind: "guarded", of, when };
}

/** How many values come of one value at each place, at most; what only cuts a text into parts counts as one. */
export function mostValues(accessor: FieldAccessor): number {
  switch (accessor.kind) {
    case "paths":
      return accessor.paths.length;
    case "constant":
    case "join":
      return 1;
    case "first":
      return Math.max(0, ...accessor.of.map(mostValues));
    case "all":
      return accessor.of.reduce((sum, part) => sum + mostValues(part), 0);
    case "guarded":
      return mostValues(accessor.of);
    case "table":
      return mostValues(accessor.of) * Math.max(1, ...accessor.rows.map(({ values }) => values.length));
    case "step":
      return mostValues(accessor.of) * (accessor.step.kind === "registry-spellings" ? 3 : 1);
  }
}
