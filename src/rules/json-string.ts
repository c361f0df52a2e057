import type { SourceText } from "../diagnostics/diagnostic.ts";
import type { EmbeddedText } from "../diagnostics/embedded.ts";
import { type Escape, readEscapedText } from "./escaped-text.ts";

/** What stands after a backslash for one character; `u` is followed by four hexadecimal digits. */
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
]);

/**
 * Reads the JSON string whose opening quote is at `start`, so that every offset in its content maps to the file exactly.
 * Lone surrogates are U+FFFD. `null` if no string starts there, or it isn't closed or well-formed. Linear in the string.
 */
export function readJsonString(source: SourceText, start: number): EmbeddedText | null {
  if (source.text.charAt(start) !== '"') return null;
  const end = skipJsonString(source.text, start);
  if (end < start + 2 || source.text.charAt(end - 1) !== '"') return null;
  const embedded = readEscapedText(source, start + 1, end - 1, readEscape);
  // Half a pair can be written; replacing it moves nothing, since both have one unit.
  return embedded === null ? null : { ...embedded, text: embedded.text.toWellFormed() };
}

/** The offset after a JSON string, whose opening quote is at `start`; of an unclosed one the end of the text. */
export function skipJsonString(text: string, start: number): number {
  const special = /["\\]/g;
  special.lastIndex = start + 1;
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    if (found[0] === '"') return special.lastIndex;
    special.lastIndex = found.index + 2;
  }
  return text.length;
}

function readEscape(text: string, backslash: number): Escape | null {
  const letter = text.charAt(backslash + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { text: simple, end: backslash + 2 };
  const digits = text.slice(backslash + 2, backslash + 6);
  if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) return null;
  return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: backslash + 6 };
}
