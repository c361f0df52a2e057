import { readNumber, type Value } from "./value.ts";

/** A document as it was written: members in their order, numbers exact. */
export interface Document {
  readonly root: JsonObject;
}

interface JsonObject {
  readonly kind: "object";
  readonly members: Map<string, JsonNode>;
}

interface JsonArray {
  readonly kind: "array";
  readonly items: JsonNode[];
}

interface JsonScalar {
  readonly kind: "scalar";
  readonly value: Value;
}

type JsonNode = JsonObject | JsonArray | JsonScalar;

/**
 * Parses the text of one document. Numbers are read exactly from their digits; of two members with the same name the
 * last one wins; lone surrogates become U+FFFD; a search hit is read as its `_source` (DESIGN, a detection).
 * Depth is no concern: nothing here recurses. Returns null for a text that is not one JSON object.
 */
export function parseDocument(text: string): Document | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const root = readJson(text);
  return root.kind === "object" ? { root: unwrapSearchHit(root) } : null;
}

function unwrapSearchHit(root: JsonObject): JsonObject {
  const index = root.members.get("_index");
  const source = root.members.get("_source");
  return index?.kind === "scalar" && typeof index.value === "string" && source?.kind === "object" ? source : root;
}

/**
 * Builds the tree of a text that is known to be valid JSON. Not `JSON.parse` with a reviver: that one recurses, and
 * moves names that look like numbers to the front.
 */
function readJson(text: string): JsonNode {
  const open: (JsonObject | JsonArray)[] = [];
  let name: string | null = null;
  let position = 0;
  for (;;) {
    const start = position;
    const character = text.charAt(start);
    let node: JsonNode;
    if (character === "{") {
      node = { kind: "object", members: new Map() };
      position++;
    } else if (character === "[") {
      node = { kind: "array", items: [] };
      position++;
    } else if (character === "}" || character === "]") {
      position++;
      const closed = open.pop();
      if (closed !== undefined && open.length === 0) return closed;
      continue;
    } else if (character === '"') {
      position = endOfString(text, start);
      const string = readString(text.slice(start, position));
      if (open.at(-1)?.kind === "object" && name === null) {
        name = string;
        continue;
      }
      node = { kind: "scalar", value: string };
    } else if (/[-0-9tfn]/.test(character)) {
      while (/[-+.0-9A-Za-z]/.test(text.charAt(position))) position++;
      node = { kind: "scalar", value: readPlainScalar(text.slice(start, position)) };
    } else {
      position++;
      continue;
    }
    const parent = open.at(-1);
    if (parent?.kind === "object" && name !== null) parent.members.set(name, node);
    else if (parent?.kind === "array") parent.items.push(node);
    name = null;
    if (node.kind !== "scalar") open.push(node);
    else if (parent === undefined) return node;
  }
}

function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (text.charAt(position) !== '"') position += text.charAt(position) === "\\" ? 2 : 1;
  return position + 1;
}

function readString(token: string): string {
  const string: unknown = JSON.parse(token);
  return typeof string === "string" ? string.toWellFormed() : "";
}

function readPlainScalar(token: string): Value {
  if (token === "true") return true;
  if (token === "false") return false;
  return token === "null" ? null : readNumber(token);
}

/**
 * The values of a field, in document order, without nulls (`nullValue` in the place of each, if that is not null): those of every spelling (`{"a":{"b":1}}`, `{"a.b":1}` and
 * mixtures), arrays flattened at any depth, arrays of objects descended. An object gives no value of its own.
 * `path` is the field's name with dots. (SEMANTICS 3 and 4; DESIGN, a detection)
 */
export function fieldValues(document: Document, path: string, nullValue: Value = null): readonly Value[] {
  const values: Value[] = [];
  /** What is still to be looked at, the next one last. */
  const pending: Place[] = [{ node: document.root, rest: path }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { node, rest } = place;
    if (node.kind !== "scalar") {
      for (const inner of placesInside(node, rest).reverse()) pending.push(inner);
    } else if (rest === null) {
      const value = node.value ?? nullValue;
      if (value !== null) values.push(value);
    }
  }
  return values;
}

/** A node, and what of the path is still to be walked below it; null: nothing, here are the values. */
interface Place {
  readonly node: JsonNode;
  readonly rest: string | null;
}

function placesInside(node: JsonObject | JsonArray, rest: string | null): Place[] {
  if (node.kind === "array") return node.items.map((item) => ({ node: item, rest }));
  if (rest === null) return [];
  const places: Place[] = [];
  for (const [name, member] of node.members) {
    if (name === rest) places.push({ node: member, rest: null });
    else if (rest.startsWith(`${name}.`)) places.push({ node: member, rest: rest.slice(name.length + 1) });
  }
  return places;
}
