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
export const maxDepth = 256;

/** One event: its text, and what it parses to. */
export class EventDocument {
  readonly text: string;
  /** The object whose fields are the event's: of a search hit its `_source`. */
  readonly fields: JsonObject;
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

function isDeeperThan(container: object, levels: number): boolean {
  if (levels === 0) return true;
  if (Array.isArray(container)) {
    for (const item of container as readonly unknown[]) {
      if (typeof item === "object" && item !== null && isDeeperThan(item, levels - 1)) return true;
    }
    return false;
  }
  for (const key in container) {
    const item: unknown = (container as JsonObject)[key];
    if (typeof item === "object" && item !== null && isDeeperThan(item, levels - 1)) return true;
  }
  return false;
}

interface ReviverContext {
  readonly source?: string;
}

function parseExactly(text: string): JsonObject {
  const revive = (_key: string, value: unknown, context?: ReviverContext): unknown =>
    typeof value === "number" && isInexact(value) && context?.source !== undefined
      ? exactNumber(context.source)
      : value;
  const root: unknown = JSON.parse(text, revive);
  return isObject(root) ? root : {};
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
