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

/** An event, and the whole document or member of a line that it lies in; the same object where nothing was unwrapped. */
export interface OpenedEvent {
  readonly fields: JsonObject;
  readonly envelope: JsonObject;
}

/** What documents of one source have in common. */
export interface DocumentSource {
  /** In the plan. */
  readonly number: number;
  /** Reads the text of a document, which was read before, once more with whole numbers from 2^53 on as `bigint`. */
  readonly readExactly: (text: string) => OpenedEvent;
}

/** One event: its text, and what it parses to. */
export class EventDocument {
  /** The line's; where one line holds several events, that of the one, as it was written. */
  readonly text: string;
  /** Its place in the line, from 0 on; `null` where the line is one event. */
  readonly index: number | null;
  /** The object whose fields are the event's: of a search hit its `_source`. */
  readonly fields: JsonObject;
  /** The object that the event was unwrapped from. */
  readonly envelope: JsonObject;
  readonly #source: DocumentSource;
  #exact: OpenedEvent | null = null;

  constructor(text: string, index: number | null, { fields, envelope }: OpenedEvent, source: DocumentSource) {
    this.text = text;
    this.index = index;
    this.fields = fields;
    this.envelope = envelope;
    this.#source = source;
  }

  /** Number of its source in the plan. */
  get source(): number {
    return this.#source.number;
  }

  /** The same fields with whole numbers from 2^53 on as `bigint`. Parsed on demand: hardly any document has such a number. */
  get exactFields(): JsonObject {
    return this.#readExactly().fields;
  }

  /** The envelope likewise. */
  get exactEnvelope(): JsonObject {
    return this.#readExactly().envelope;
  }

  #readExactly(): OpenedEvent {
    this.#exact ??= this.#source.readExactly(this.text);
    return this.#exact;
  }
}

/** Parses the text of a JSON object. */
export function parseObject(text: string): JsonObject | DocumentFault {
  const { err, value } = Parse(text);
  if (err) return "syntax";
  if (!isObject(value)) return "not_object";
  return isDeeperThan(value, maxDepth) ? "depth" : value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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

/** Parses the text of an object that was parsed before, with whole numbers from 2^53 on as `bigint`. */
export function parseExactly(text: string): JsonObject {
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
