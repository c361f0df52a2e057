import Parse from "fast-json-parse";
import { readNumber } from "../language/number-literal.ts";
import { exactNumberForm, isInexact } from "../plan/exact-number.ts";

/** A value of a field. Whole numbers from 2^53 on are `bigint`; a number beyond the range of doubles is infinite and matches nothing. */
export type FieldValue = string | number | bigint | boolean;

/** A JSON object as it was parsed: own properties only, as the log's author chose the names. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Why a line is no document. */
export type DocumentFault = "syntax" | "not_object" | "depth";

/** Deeper documents are bad lines, on every path the same. The outermost object is level 1. */
const maxDepth = 256;

/** One event: its text, and what it parses to. */
export class EventDocument {
  readonly text: string;
  /** The object whose fields are the event's: of a search hit its `_source`. */
  readonly fields: JsonObject;
  /** Number of its source in the plan. */
  readonly source: number = 0;
  #exactFields: JsonObject | null = null;

  constructor(text: string, root: JsonObject) {
    this.text = text;
    this.fields = eventFields(root);
  }

  /** The same fields with whole numbers from 2^53 on as `bigint`. Parsed on demand: hardly any document has such a number. */
  get exactFields(): JsonObject {
    this.#exactFields ??= eventFields(parseExactly(this.text));
    return this.#exactFields;
  }
}

/** Reads one line, without its line break. */
export function parseDocument(text: string): EventDocument | DocumentFault {
  const { err, value } = Parse(text);
  if (err) return "syntax";
  if (!isObject(value)) return "not_object";
  return isDeeperThan(value, maxDepth) ? "depth" : new EventDocument(text, value);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function eventFields(root: JsonObject): JsonObject {
  if (Object.hasOwn(root, "_index") && Object.hasOwn(root, "_source")) {
    const { _index: index, _source: source } = root;
    if (typeof index === "string" && isObject(source)) return source;
  }
  return root;
}

function isDeeperThan(container: JsonObject | readonly unknown[], levels: number): boolean {
  if (levels === 0) return true;
  if (isObject(container)) {
    for (const key in container) {
      const item = container[key];
      if (isContainer(item) && isDeeperThan(item, levels - 1)) return true;
    }
    return false;
  }
  for (const item of container) if (isContainer(item) && isDeeperThan(item, levels - 1)) return true;
  return false;
}

function isContainer(value: unknown): value is JsonObject | readonly unknown[] {
  return typeof value === "object" && value !== null;
}

function parseExactly(text: string): JsonObject {
  const root: unknown = JSON.parse(text, reviveExactly);
  return isObject(root) ? root : {};
}

/** Node gives the text of each number in a third argument that TypeScript doesn't know yet. */
function reviveExactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || !isInexact(value) || context?.source === undefined) return value;
  return exactNumber(context.source);
}

/**
 * The number that a decimal text says: a whole one exactly, any other as a double; infinite beyond the range of doubles.
 * The text must have JSON's form (leading zeros are fine).
 */
export function exactNumber(text: string): number | bigint {
  const double = Number(text);
  if (!isInexact(double)) return double;
  const isNegative = text.startsWith("-");
  const magnitude = exactNumberForm(readNumber(isNegative ? text.slice(1) : text) ?? double);
  return isNegative ? -magnitude : magnitude;
}
