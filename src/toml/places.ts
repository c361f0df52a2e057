import { createRequire } from "node:module";
import type * as tomlParser from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { SourceText, Span } from "../diagnostics/diagnostic.ts";
import type { EntryPath, EntryPlaces } from "../diagnostics/entry-places.ts";

/** Larger files get no places: the parser takes up to 12 µs for two characters, and no rule is half as large. */
const maxUnits = 128 << 10;

const require = createRequire(import.meta.url);

/** Only files with something to complain about wait for this package. */
function placesParser(): typeof tomlParser {
  return require("toml-eslint-parser");
}

/** Where the entries of a TOML file stand, and their names. */
export interface TomlPlaces extends EntryPlaces {
  /** The place of an entry's name, all of it where it is dotted; of a table with a header of its own the header. */
  findName(path: EntryPath): Span;
}

/** Which part of an entry is looked for. */
type Part = "name" | "value";

/**
 * Reads a file that is valid TOML for the places of its entries; `null` where they can't be told: the file is too large,
 * or this parser sees TOML in another way than the one that reads the values. It takes four times as long as reading the
 * values does: meant for files with something to complain about, and for queries in unusual places.
 *
 * The place of an entry is its value. Of a table with a header of its own it is the header, of a table that is only
 * there by dotted keys the first of these.
 */
export function readTomlPlaces(source: SourceText): TomlPlaces | null {
  if (source.text.length > maxUnits) return null;
  try {
    const [document] = placesParser().parseTOML(source.text, { tomlVersion: "1.1" }).body;
    return {
      find: (path) => findNearest(source.text, document, path, "value"),
      findName: (path) => findNearest(source.text, document, path, "name"),
    };
  } catch {
    return null;
  }
}

function findNearest(text: string, document: AST.TOMLTopLevelTable, path: EntryPath, part: Part): Span {
  for (let length = path.length; length > 0; length--) {
    const span = findExact(text, document, path.slice(0, length), part);
    if (span !== null) return span;
  }
  return { start: 0, end: 0 };
}

function findExact(text: string, document: AST.TOMLTopLevelTable, path: EntryPath, part: Part): Span | null {
  let around: Span | null = null;
  for (const item of document.body) {
    if (item.type === "TOMLKeyValue") {
      const found = findInPair(item, path, part);
      if (found?.isExact === true) return found.span;
      around ??= found?.span ?? null;
    } else if (startsWith(path, item.resolvedKey)) {
      if (path.length === item.resolvedKey.length) return headerSpan(text, item);
      const found = findInPairs(item.body, path.slice(item.resolvedKey.length), part);
      if (found?.isExact === true) return found.span;
      around ??= found?.span ?? null;
    } else if (startsWith(item.resolvedKey, path)) {
      around ??= headerSpan(text, item);
    }
  }
  return around;
}

/** `isExact` if the whole path leads to it; else it is the first thing inside what the path names. */
interface Found {
  readonly span: Span;
  readonly isExact: boolean;
}

function findInPairs(pairs: readonly AST.TOMLKeyValue[], path: EntryPath, part: Part): Found | null {
  let around: Found | null = null;
  for (const pair of pairs) {
    const found = findInPair(pair, path, part);
    if (found?.isExact === true) return found;
    around ??= found;
  }
  return around;
}

function findInPair(pair: AST.TOMLKeyValue, path: EntryPath, part: Part): Found | null {
  const key = pair.key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
  if (part === "name" && path.length === key.length && startsWith(path, key)) {
    return { span: spanOf(pair.key), isExact: true };
  }
  if (startsWith(path, key)) return findInValue(pair.value, path.slice(key.length), part);
  return startsWith(key, path) ? { span: spanOf(pair.key), isExact: false } : null;
}

function findInValue(value: AST.TOMLContentNode, path: EntryPath, part: Part): Found | null {
  const [step] = path;
  if (step === undefined) return { span: spanOf(value), isExact: true };
  if (value.type === "TOMLInlineTable") return findInPairs(value.body, path, part);
  const element = value.type === "TOMLArray" && typeof step === "number" ? value.elements[step] : undefined;
  return element === undefined ? null : findInValue(element, path.slice(1), part);
}

function headerSpan(text: string, table: AST.TOMLTable): Span {
  const close = table.kind === "array" ? "]]" : "]";
  return { start: table.range[0], end: text.indexOf(close, table.key.range[1]) + close.length };
}

function spanOf(node: AST.TOMLNode): Span {
  return { start: node.range[0], end: node.range[1] };
}

function startsWith(path: EntryPath, prefix: EntryPath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}
