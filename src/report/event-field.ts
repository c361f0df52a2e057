/** Values that a document's field can have; beyond 2^53 they are rounded, as `JSON.parse` gives them. */
type FieldValue = string | number | boolean;

/**
 * The values of a field in an event, for people to read: all spellings (nested, dotted, mixed) united in document order,
 * arrays flattened, nulls dropped, objects no value of their own. A search hit is read as its `_source`. Own properties
 * only. This is for columns of a report; what a rule sees is decided elsewhere, and by the same words (DESIGN.md).
 *
 * @param path Names joined with dots, such as `host.name`.
 * @example readEventField({ host: { name: "a" }, "host.name": ["b", null] }, "host.name") // ["a", "b"]
 */
export function readEventField(event: Readonly<Record<string, unknown>>, path: string): readonly FieldValue[] {
  const values: FieldValue[] = [];
  collectField(searchHitSource(event) ?? event, path, values);
  return values;
}

/**
 * A value as text: whole numbers without point or exponent, other numbers as the shortest decimal, strings well-formed
 * (SEMANTICS 5a, canonical text).
 */
export function valueText(value: string | number | bigint | boolean): string {
  if (typeof value === "string") return value.toWellFormed();
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

function searchHitSource(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  if (!Object.hasOwn(event, "_index") || typeof event["_index"] !== "string") return null;
  const source = Object.hasOwn(event, "_source") ? event["_source"] : undefined;
  return isRecord(source) ? source : null;
}

function collectField(value: unknown, rest: string, into: FieldValue[]): void {
  if (Array.isArray(value)) {
    for (const element of value) collectField(element, rest, into);
  } else if (isRecord(value)) {
    for (const key of Object.keys(value)) {
      if (key === rest) collectValues(value[key], into);
      else if (rest.startsWith(key) && rest[key.length] === ".") {
        collectField(value[key], rest.slice(key.length + 1), into);
      }
    }
  }
}

function collectValues(value: unknown, into: FieldValue[]): void {
  if (Array.isArray(value)) {
    for (const element of value) collectValues(element, into);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    into.push(value);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
