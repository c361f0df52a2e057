import * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { formatTime, parseTime } from "../language/time.ts";
import { describeIssue } from "./entry-mistakes.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { type ExceptionEntry, exceptionItem, type ExceptionItem } from "./exception-item.ts";
import { isAnalysed } from "./exception-field.ts";
import { longestWildcard } from "./exception-wildcard.ts";
import type { ExportObject } from "./export-lines.ts";
import { readJsonPlaces } from "./json-places.ts";

/** The longest list that EQL takes. */
const longestList = 131_072;

/** A list by its id, which is unique among those of its kind of namespace. */
export interface ListReference {
  readonly list_id: string;
  readonly namespace_type: string;
}

/** What keeps an exception from being applied: a clause, and where in the item it is. */
interface Obstacle {
  readonly clause: string;
  readonly path: EntryPath;
}

/**
 * The exception lists of an export. Items are judged when a rule first asks for their list, so that there are no
 * diagnostics on lists that no rule here uses, and one for each item however many rules use it.
 */
export class ExceptionLists {
  readonly #source: SourceText;
  readonly #nowNs: bigint;
  readonly #lists = new Map<string, ExportObject[]>();
  readonly #applied = new Map<string, readonly ExceptionItem[]>();
  readonly #diagnostics: Diagnostic[] = [];

  /** @param nowNs the time that decides what has expired, in nanoseconds since 1970 */
  constructor(source: SourceText, nowNs: bigint) {
    this.#source = source;
    this.#nowNs = nowNs;
  }

  /** What was found to say of items so far: E109, E111 and E112. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Takes a list without its items. One without a usable id is no list that a rule could name. */
  addList(line: ExportObject): void {
    const reference = referenceOf(line);
    if (reference !== null) this.#listOf(reference);
  }

  addItem(line: ExportObject): void {
    const reference = referenceOf(line);
    if (reference === null) this.#reject(line, { clause: "it has no `list_id`", path: [] });
    else this.#listOf(reference).push(line);
  }

  /** The items of a list that are applied; `null` if the list is not in the export. The same list for the same reference. */
  itemsOf(reference: ListReference): readonly ExceptionItem[] | null {
    const key = keyOf(reference);
    const known = this.#applied.get(key);
    if (known !== undefined) return known;
    const lines = this.#lists.get(key);
    if (lines === undefined) return null;
    const items = lines.map((line) => this.#read(line)).filter((item) => item !== null);
    this.#applied.set(key, items);
    return items;
  }

  #listOf(reference: ListReference): ExportObject[] {
    const key = keyOf(reference);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list: ExportObject[] = [];
    this.#lists.set(key, list);
    return list;
  }

  #read(line: ExportObject): ExceptionItem | null {
    const read = v.safeParse(exceptionItem, line.value, { abortEarly: true });
    if (!read.success) return this.#reject(line, describeIssue(read.issues[0]));
    const item = read.output;
    if (item.expire_time !== undefined && this.#hasExpired(line, item.expire_time)) return null;
    const obstacle = findObstacle(item);
    if (obstacle !== null) return this.#reject(line, obstacle);
    this.#noteNested(line, item);
    return item;
  }

  /** Kibana applies an item as long as its time has not come. */
  #hasExpired(line: ExportObject, time: string): boolean {
    const expiresNs = parseTime(time);
    if (expiresNs === null) {
      this.#reject(line, { clause: "its `expire_time` is no time", path: ["expire_time"] });
      return true;
    }
    if (expiresNs > this.#nowNs) return false;
    const message = `${nameOf(line)} is not applied: it expired at ${formatTime(expiresNs)}`;
    this.#diagnostics.push({ code: "E111", severity: "note", message, ...this.#place(line, ["expire_time"]) });
    return true;
  }

  /** Says so once, at the first of several. */
  #noteNested(line: ExportObject, { entries }: ExceptionItem): void {
    const index = entries.findIndex((entry) => losesElements(entry));
    if (index === -1) return;
    this.#diagnostics.push({
      code: "E112",
      severity: "note",
      message: `${nameOf(line)} is applied without regard to elements: events have no nested fields here`,
      label: "these conditions may hold for different elements",
      ...this.#place(line, ["entries", index, "field"]),
    });
  }

  #reject(line: ExportObject, { clause, path }: Obstacle): null {
    const message = `${nameOf(line)} is not applied: ${clause}`;
    this.#diagnostics.push({ code: "E109", severity: "warning", message, ...this.#place(line, path) });
    return null;
  }

  #place(line: ExportObject, path: EntryPath): Pick<Diagnostic, "source" | "span"> {
    return { source: this.#source, span: readJsonPlaces(this.#source.text, line.start).find(path) };
  }
}

/** One condition that must hold for some element says the same of the flat values; two, or one that must not, don't. */
function losesElements(entry: ExceptionEntry): boolean {
  if (entry.type !== "nested") return false;
  return entry.entries.length > 1 || entry.entries[0]?.operator === "excluded";
}

function findObstacle({ entries }: ExceptionItem): Obstacle | null {
  for (const [index, entry] of entries.entries()) {
    const path = ["entries", index];
    if (entry.type === "nested") {
      for (const [inner, { field, ...rest }] of entry.entries.entries()) {
        const clause = whyNot({ ...rest, field: `${entry.field}.${field}` });
        if (clause !== null) return { clause, path: [...path, "entries", inner, "field"] };
      }
    } else {
      const clause = whyNot(entry);
      if (clause !== null) return { clause, path: [...path, "field"] };
    }
  }
  return null;
}

/** Why a condition on a field can't be applied; `null` if it can. */
function whyNot(entry: Exclude<ExceptionEntry, { readonly type: "nested" }>): string | null {
  if (entry.type === "exists") return null;
  if (entry.type === "list") return `it asks for the value list \`${entry.list.id}\`, and no export holds value lists`;
  if (isAnalysed(entry.field)) return `\`${entry.field}\` is text, which an index compares word by word`;
  if (entry.type === "match_any" && entry.value.length > longestList) return "it lists too many values";
  return entry.type === "wildcard" && entry.value.length > longestWildcard ? "its pattern is too long" : null;
}

/** The item by its name, or else by its id. */
function nameOf({ value }: ExportObject): string {
  const name = [value["name"], value["item_id"]].find((one) => typeof one === "string" && one !== "");
  return typeof name === "string" ? `the exception \`${name}\`` : "an exception without a name";
}

function referenceOf({ value }: ExportObject): ListReference | null {
  const { list_id: id, namespace_type: namespace = "single" } = value;
  return typeof id === "string" && typeof namespace === "string" ? { list_id: id, namespace_type: namespace } : null;
}

function keyOf({ list_id: id, namespace_type: namespace }: ListReference): string {
  return `${namespace} ${id}`;
}
