import * as v from "valibot";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { shownName } from "../language/shown-name.ts";
import type { TomlTable } from "../toml/document.ts";
import { readTomlPlaces } from "../toml/places.ts";

/** A file with more mistakes shows the first ones: nobody reads on. */
const mostMistakes = 50;

/** Something wrong with an entry, before its place in the file is looked up. */
interface EntryMistake {
  readonly code: DiagnosticCode;
  readonly path: EntryPath;
  readonly part: "name" | "value";
  readonly message: string;
  readonly advice: Advice;
}

/** What is said beside a message. */
export interface Advice {
  readonly label?: string;
  readonly help?: string;
}

/**
 * Checks the entries of a parsed mapping file one after the other and collects what is wrong with them. Single values are
 * checked by schemas; tables are walked here, because most of their names are data (a field called `constructor` is one).
 */
export class EntryReading {
  readonly #source: SourceText;
  readonly #mistakes: EntryMistake[] = [];

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** What was reported so far, in the order of its places. */
  diagnostics(): readonly Diagnostic[] {
    if (this.#mistakes.length === 0) return [];
    const places = readTomlPlaces(this.#source);
    return this.#mistakes
      .map(({ code, path, part, message, advice }): Diagnostic => {
        const diagnostic = { code, severity: "error", message, source: this.#source, ...advice } as const;
        if (places === null) return diagnostic;
        return { ...diagnostic, span: part === "name" ? places.findName(path) : places.find(path) };
      })
      .toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  get hasMistakes(): boolean {
    return this.#mistakes.length > 0;
  }

  report(code: DiagnosticCode, path: EntryPath, message: string, advice: Advice = {}): void {
    this.#add({ code, path, part: "value", message, advice });
  }

  /** The same at the entry's name. */
  reportName(code: DiagnosticCode, path: EntryPath, message: string, advice: Advice = {}): void {
    this.#add({ code, path, part: "name", message, advice });
  }

  #add(mistake: EntryMistake): void {
    if (this.#mistakes.length < mostMistakes) this.#mistakes.push(mistake);
  }

  /** The value, if it is what the schema says; else an E121 or E122 and `null`. Messages of schemas complete "must be …". */
  value<T>(schema: v.GenericSchema<unknown, T>, value: unknown, path: EntryPath): T | null {
    const result = v.safeParse(schema, value);
    if (result.success) return result.output;
    const [issue] = result.issues;
    if (issue.kind === "schema" && issue.type !== "picklist") this.wrongType(value, path, issue.message);
    else this.report("E122", path, `\`${nameOf(path)}\` must be ${issue.message}`, suggest(value, optionsOf(schema)));
    return null;
  }

  /** The same of an entry's name. */
  name(schema: v.GenericSchema<unknown, string>, name: string, path: EntryPath): string | null {
    const result = v.safeParse(schema, name);
    if (result.success) return result.output;
    this.reportName("E122", path, `\`${shownName(name)}\` must be ${result.issues[0].message}`);
    return null;
  }

  /** The entry of a table that may be left out, if it is there and right. */
  entry<T>(table: TomlTable, name: string, schema: v.GenericSchema<unknown, T>, path: EntryPath): T | null {
    return Object.hasOwn(table, name) ? this.value(schema, table[name], [...path, name]) : null;
  }

  wrongType(value: unknown, path: EntryPath, expected: string): void {
    this.report("E121", path, `\`${nameOf(path)}\` must be ${expected}, not ${kindOf(value)}`);
  }

  table(value: unknown, path: EntryPath): TomlTable | null {
    if (isTable(value)) return value;
    this.wrongType(value, path, "a table");
    return null;
  }

  /** A list of at most so many items; longer ones are an E125, empty ones an E122. */
  list(value: unknown, path: EntryPath, expected: string, limit: number): readonly unknown[] | null {
    if (!Array.isArray(value)) this.wrongType(value, path, expected);
    else if (value.length === 0) this.report("E122", path, `\`${nameOf(path)}\` must be ${expected}, not an empty one`);
    else if (this.within(value.length, limit, path, "items")) return value;
    return null;
  }

  /** Whether something is not too large; else an E125. */
  within(count: number, limit: number, path: EntryPath, what: string): boolean {
    if (count <= limit) return true;
    this.report("E125", path, `\`${nameOf(path)}\` has ${count} ${what}, and ${limit} are the most`);
    return false;
  }

  /** Reports the names in a table that it doesn't have. */
  unknownNames(table: TomlTable, path: EntryPath, known: readonly string[], owner: string): void {
    for (const name of Object.keys(table).filter((name) => !known.includes(name))) {
      const meant = nearest(name, known);
      const advice = meant === null ? { help: `it has ${listOf(known)}` } : { label: `did you mean \`${meant}\`?` };
      this.reportName("E123", [...path, name], `${owner} can't have \`${shownName(name)}\``, advice);
    }
  }
}

/** Whether a value is a table; lists and dates are none. */
export function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** An entry as messages call it, for they show its place too: `steps[0].last` is `last`, `join[1]` says both. */
function nameOf(path: EntryPath): string {
  const last = path.findLastIndex((step) => typeof step === "string");
  const indexes = path.slice(last + 1).map((index) => `[${index}]`);
  return `${shownName(String(path[last] ?? "the file"))}${indexes.join("")}`;
}

/** "`a`, `b` and `c`". */
export function listOf(names: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat("en-GB", { type }).format(names.map((name) => `\`${name}\``));
}

/** The nearest of what a text could have been, as a label. */
export function suggest(value: unknown, allowed: readonly string[]): Advice {
  const meant = typeof value === "string" ? nearest(value, allowed) : null;
  return meant === null ? {} : { label: `did you mean \`${meant}\`?` };
}

function optionsOf(schema: v.GenericSchema): readonly string[] {
  const options: unknown = "options" in schema ? schema.options : [];
  return Array.isArray(options) ? options.filter((option): option is string => typeof option === "string") : [];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "string") return "a string";
  if (typeof value === "boolean") return "a boolean";
  return typeof value === "object" ? "a table" : "a number";
}
