import { type JsonStyle, quoteJson } from "./json-text.ts";

/**
 * How a document is spelt. `nested`: objects in objects, compact; `dotted`: every name in full at the top;
 * `mixed`: some objects flattened at the top, others inside; `reordered`: nested, names in reverse order on every level;
 * `spaced`: nested, with blanks after colons and commas.
 */
export type Shape = "nested" | "dotted" | "mixed" | "reordered" | "spaced";

/** Spells a nested document in another way; `text` is its JSON, as is the result. The meaning stays. */
export function reshapeDocument(text: string, shape: Shape, style: JsonStyle): string {
  if (shape === "nested") return text;
  const document: unknown = JSON.parse(text);
  if (!isObject(document)) return text;
  return shape === "spaced"
    ? writeObject(Object.entries(document), { style, blank: " " })
    : writeObject(renameMembers[shape](document), { style, blank: "" });
}

type JsonObject = Readonly<Record<string, unknown>>;

type Member = readonly [name: string, value: unknown];

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flattenObject(object: JsonObject, prefix: string): readonly Member[] {
  return Object.entries(object).flatMap(([name, value]) =>
    isObject(value) ? flattenObject(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value] as const],
  );
}

function mixNames(document: JsonObject): readonly Member[] {
  return Object.entries(document).flatMap(([name, value], place): readonly Member[] => {
    if (!isObject(value)) return [[name, value]];
    return place % 2 === 0 ? flattenObject(value, `${name}.`) : [[name, Object.fromEntries(flattenObject(value, ""))]];
  });
}

function reverseNames(object: JsonObject): readonly Member[] {
  return Object.entries(object)
    .reverse()
    .map(([name, value]) => [name, isObject(value) ? Object.fromEntries(reverseNames(value)) : value] as const);
}

const renameMembers: Readonly<
  Record<Exclude<Shape, "nested" | "spaced">, (document: JsonObject) => readonly Member[]>
> = {
  dotted: (document) => flattenObject(document, ""),
  mixed: mixNames,
  reordered: reverseNames,
};

interface Spelling {
  readonly style: JsonStyle;
  /** What stands after each colon and comma. */
  readonly blank: string;
}

function writeObject(members: readonly Member[], spelling: Spelling): string {
  const written = members.map(
    ([name, value]) => `${quoteJson(name, spelling.style)}:${spelling.blank}${writeValue(value, spelling)}`,
  );
  return `{${written.join(`,${spelling.blank}`)}}`;
}

function writeValue(value: unknown, spelling: Spelling): string {
  if (typeof value === "string") return quoteJson(value, spelling.style);
  if (Array.isArray(value)) return `[${value.map((item) => writeValue(item, spelling)).join(`,${spelling.blank}`)}]`;
  return isObject(value) ? writeObject(Object.entries(value), spelling) : JSON.stringify(value);
}
