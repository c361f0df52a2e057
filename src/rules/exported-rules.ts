import * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { filtersOf } from "../language/filters.ts";
import { describeMistakes } from "./entry-mistakes.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { ExceptionBudget } from "./exception-budget.ts";
import { exceptEvents } from "./exception-filter.ts";
import type { ExceptionItem } from "./exception-item.ts";
import type { ExceptionLists, ListReference } from "./exception-lists.ts";
import type { ExportObject } from "./export-lines.ts";
import { describeFilters } from "./ignored-filters.ts";
import { findMember, readJsonPlaces } from "./json-places.ts";
import { readJsonString } from "./json-string.ts";
import { type QueryParser, readQuery } from "./query.ts";
import { describeRule, findOtherType } from "./rule-description.ts";
import { exportedRuleEntries } from "./rule-entries.ts";
import type { Rule } from "./rule.ts";
import type { RuleReading } from "./rule-reading.ts";

/** Of more missing lists only the first are named, since finding the place of each takes its time. No rule has ten. */
const maxMissingLists = 50;

/** The lists that a rule names, by their items, and what there is to say of those that aren't there. */
interface FoundExceptions {
  readonly lists: readonly (readonly ExceptionItem[])[];
  readonly notes: readonly Diagnostic[];
}

/** Reads the rules of one export, with their exceptions. */
export class ExportedRules {
  readonly #source: SourceText;
  readonly #parse: QueryParser;
  readonly #lists: ExceptionLists;
  readonly #budget = new ExceptionBudget();

  constructor(source: SourceText, parse: QueryParser, lists: ExceptionLists) {
    this.#source = source;
    this.#parse = parse;
    this.#lists = lists;
  }

  read(line: ExportObject): RuleReading {
    const table = withoutNulls(line.value);
    const otherType = findOtherType(table);
    if (otherType !== null) return { kind: "skipped", type: otherType };
    const entries = v.safeParse(exportedRuleEntries, table);
    const mistakes = entries.success ? [] : this.#describeMistakes(entries.issues, line);
    if (typeof table["query"] !== "string") return { kind: "failed", diagnostics: mistakes };
    const text = readJsonString(this.#source, findMember(this.#source.text, line.start, "query") ?? line.start);
    if (text === null || text.text !== table["query"]) return this.#failWithoutPlace(mistakes);
    const reading = readQuery(text, this.#parse);
    if (!entries.success || reading.kind === "failed") {
      return { kind: "failed", diagnostics: [...mistakes, ...reading.diagnostics] };
    }
    const { name, exceptions_list: references } = entries.output;
    const { lists, notes } = this.#findExceptions(name, references, line);
    if (!this.#budget.spend(lists, filtersOf(reading.query).length)) {
      return { kind: "failed", diagnostics: [describeExcess(name, this.#place(line, ["exceptions_list"]))] };
    }
    const items = lists.flat();
    const query = exceptEvents(reading.query, items);
    const rule: Rule = { ...describeRule(entries.output), text, query, exceptions: items.length };
    const filters = describeFilters(table["filters"], () => this.#place(line, ["filters"]));
    return { kind: "rule", rule, diagnostics: [...reading.diagnostics, ...filters, ...notes] };
  }

  #describeMistakes(issues: readonly v.BaseIssue<unknown>[], line: ExportObject): readonly Diagnostic[] {
    const places = readJsonPlaces(this.#source.text, line.start);
    return describeMistakes(issues, {
      form: "json",
      entries: line.value,
      names: Object.keys(exportedRuleEntries.entries),
      source: this.#source,
      places: { find: (path) => places.find(path.slice(1)) },
    });
  }

  #findExceptions(name: string, references: readonly ListReference[], line: ExportObject): FoundExceptions {
    // A list may be named twice.
    const lists = new Set<readonly ExceptionItem[]>();
    const missing = new Map<string, number>();
    for (const [index, reference] of references.entries()) {
      const found = this.#lists.itemsOf(reference);
      if (found !== null) lists.add(found);
      else if (!missing.has(reference.list_id)) missing.set(reference.list_id, index);
    }
    const notes = [...missing]
      .slice(0, maxMissingLists)
      .map(([id, index]) => describeMissing(name, id, this.#place(line, ["exceptions_list", index])));
    return { lists: [...lists], notes };
  }

  #failWithoutPlace(mistakes: readonly Diagnostic[]): RuleReading {
    const message = "can't read this: the place of `query` can't be told";
    return {
      kind: "failed",
      diagnostics: [...mistakes, { code: "E100", severity: "error", message, source: this.#source }],
    };
  }

  #place(line: ExportObject, path: EntryPath): Pick<Diagnostic, "source" | "span"> {
    return { source: this.#source, span: readJsonPlaces(this.#source.text, line.start).find(path) };
  }
}

function describeExcess(name: string, place: Pick<Diagnostic, "source" | "span">): Diagnostic {
  const message = `the exceptions of \`${name}\` are too many, with those of the rules before`;
  const help = "export fewer rules at a time: exceptions count for each rule and stage that they are added to";
  return { code: "E109", severity: "error", message, help, ...place };
}

function describeMissing(name: string, id: string, place: Pick<Diagnostic, "source" | "span">): Diagnostic {
  const message = `the exceptions of the list \`${id}\` are not applied to \`${name}\`: the list is not in this export`;
  return { code: "E110", severity: "note", message, ...place };
}

/** Some tools write what isn't set as null. */
function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
}
