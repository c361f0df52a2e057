import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { findJsonMistake } from "./json-mistake.ts";
import { isDeeper } from "./json-places.ts";
import { isTable } from "./rule-entries.ts";

/** An object of an export, and where its `{` is in the file. */
export interface ExportObject {
  readonly start: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a line of an export holds. */
export type ExportLine =
  | (ExportObject & { readonly kind: "rule" | "list" | "item" | "summary" | "connector" })
  /** Not JSON, no object, or beyond the limits: E107. */
  | { readonly kind: "broken"; readonly diagnostic: Diagnostic }
  /** An object that is none of these: E108. */
  | { readonly kind: "unknown"; readonly diagnostic: Diagnostic };

/** A line has at most so many UTF-16 units, and nests at most so deep: what a hostile one can make of memory is bounded. */
const longestLine = 4 << 20;
const maxDepth = 64;

const counts = ["exported_rules_count", "exported_count", "exported_exception_list_count"];
const ruleMarks = ["rule_id", "risk_score", "severity", "query"];

/** Reads the lines of an export, blank ones left out. Lone surrogates are U+FFFD. */
export function* readExportLines(source: SourceText): Generator<ExportLine> {
  const { text } = source;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const first = start + text.slice(start, end).search(/[^ \t\r]/);
    if (first >= start) yield readLine(source, first, end);
    start = end + 1;
  }
}

/**
 * True if a text looks like Kibana's export of rules or exception lists, of which it may be the beginning, and not like a
 * log of events: one of its first lines is an object that only exports have, or, where none is JSON, it speaks of them.
 */
export function looksLikeExport(text: string): boolean {
  // Of UTF-16 too, so that it is refused as what it is, not passed over.
  const lines = text.replaceAll("\0", "").split("\n", 20);
  const sound = lines.filter((line) => exceededLimit(line) === null);
  const objects = sound.map((line) => parseObject(line)).filter((value) => value !== null);
  if (objects.length > 0) return objects.some((value) => isSurelyOfExport(value));
  return lines.some((line) => /"(?:rule_id|list_id|exported_\w*count)"\s*:/.test(line.slice(0, 1 << 20)));
}

function isSurelyOfExport(value: Readonly<Record<string, unknown>>): boolean {
  const isText = (key: string): boolean => Object.hasOwn(value, key) && typeof value[key] === "string";
  switch (kindOf(value)) {
    case "rule":
      return isText("rule_id") && isText("type");
    case "list":
      return isText("list_id") && isText("type");
    case "item":
      return isText("list_id") && Array.isArray(value["entries"]);
    case "summary":
      return true;
    default:
      return false;
  }
}

function readLine(source: SourceText, start: number, end: number): ExportLine {
  const line = source.text.slice(start, end);
  const limit = exceededLimit(line);
  if (limit !== null) return breakLine(source, start, `this line is ${limit}`);
  const value = parseObject(line);
  if (value === null) {
    const mistake = findJsonMistake(source.text, start, end);
    return mistake === null
      ? breakLine(source, start, "this line holds no JSON object")
      : breakLine(source, mistake.at, `this line is not JSON: expected ${mistake.expected}`);
  }
  const kind = kindOf(value);
  if (kind !== null) return { kind, start, value };
  const message = "this is neither a rule nor an exception, and is left out";
  const span = { start, end: start + 1 };
  return { kind: "unknown", diagnostic: { code: "E108", severity: "warning", message, source, span } };
}

function exceededLimit(line: string): string | null {
  if (line.length > longestLine) return `longer than ${longestLine.toLocaleString("en")} characters`;
  return isDeeper(line, maxDepth) ? `nested over ${maxDepth} deep` : null;
}

function breakLine(source: SourceText, at: number, message: string): ExportLine {
  const span = { start: at, end: Math.min(at + 1, source.text.length) };
  return { kind: "broken", diagnostic: { code: "E107", severity: "error", message, source, span } };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(withoutHalfPairs(line));
    return isTable(value) ? value : null;
  } catch {
    return null;
  }
}

/** A half of a surrogate pair that is written without the other becomes U+FFFD; no character moves. */
function withoutHalfPairs(line: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(line)) return line;
  const escape = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[^])/g;
  return line.replaceAll(escape, (whole, half: string | undefined) => (half === undefined ? whole : "\\ufffd"));
}

function kindOf(value: Readonly<Record<string, unknown>>): Exclude<ExportLine["kind"], "broken" | "unknown"> | null {
  const has = (key: string): boolean => Object.hasOwn(value, key);
  if (counts.some(has)) return "summary";
  if (has("entries") || has("item_id")) return "item";
  if (ruleMarks.some(has)) return "rule";
  if (has("list_id")) return "list";
  return has("attributes") && has("type") ? "connector" : null;
}
