import type { SourceText } from "../diagnostics/diagnostic.ts";
import type { EmbeddedText } from "../diagnostics/embedded.ts";
import { type Escape, readEscapedText } from "./escaped-text.ts";

/** A string of a TOML file: its content with the way back to the file, and the offset after its closing quotes. */
export interface TomlString {
  readonly embedded: EmbeddedText;
  readonly end: number;
}

/** What stands after a backslash for one character. `x`, `u` and `U` are followed by hexadecimal digits. */
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\u001b"],
  ['"', '"'],
  ["\\", "\\"],
]);
const hexDigits: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/**
 * Reads the TOML string whose opening quote is at `start`, of any of the four forms (TOML 1.1, strings), so that every
 * offset in its content maps to the file exactly. `null` if no string starts there or it isn't closed or well-formed;
 * a TOML parser has the last word on that: callers compare the content with what it says. Linear in the string.
 */
export function readTomlString(source: SourceText, start: number): TomlString | null {
  const quote = source.text.charAt(start);
  if (quote !== '"' && quote !== "'") return null;
  const fence = source.text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const contentStart = fence.length === 3 ? skipLineBreak(source.text, start + 3) : start + 1;
  const contentEnd = findFence(source.text, contentStart, fence);
  if (contentEnd === -1) return null;
  const end = contentEnd + fence.length;
  if (quote === "'") {
    const text = source.text.slice(contentStart, contentEnd);
    return { embedded: { text, source, segments: [{ at: 0, offset: contentStart }] }, end };
  }
  const embedded = readEscapedText(source, contentStart, contentEnd, readEscape);
  return embedded === null ? null : { embedded, end };
}

/** The offset after a TOML string, whose opening quote is at `start`; of an unclosed one the end of the text. */
export function skipTomlString(text: string, start: number): number {
  const quote = text.charAt(start);
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const end = findFence(text, start + fence.length, fence);
  return end === -1 ? text.length : end + fence.length;
}

function skipLineBreak(text: string, at: number): number {
  if (text.startsWith("\n", at)) return at + 1;
  return text.startsWith("\r\n", at) ? at + 2 : at;
}

/** Where the closing quotes start, or -1. One or two quotes right before three closing ones belong to the content. */
function findFence(text: string, start: number, fence: string): number {
  const quote = fence.charAt(0);
  let at = quote === '"' ? findUnescaped(text, start, fence) : text.indexOf(fence, start);
  if (at === -1 || fence.length === 1) return at;
  for (let extra = 0; extra < 2 && text.charAt(at + 3) === quote; extra++) at++;
  return at;
}

function findUnescaped(text: string, start: number, fence: string): number {
  const special = /["\\]/g;
  special.lastIndex = start;
  for (let found = special.exec(text); found !== null; found = special.exec(text)) {
    if (found[0] === "\\") special.lastIndex = found.index + 2;
    else if (text.startsWith(fence, found.index)) return found.index;
  }
  return -1;
}

/** A backslash at a line's end takes all white space up to the next character with it. */
const lineContinuation = /\\[ \t]*\r?\n[ \t\r\n]*/y;

function readEscape(text: string, backslash: number): Escape | null {
  lineContinuation.lastIndex = backslash;
  const continuation = lineContinuation.exec(text);
  if (continuation !== null) return { text: "", end: lineContinuation.lastIndex };
  const letter = text.charAt(backslash + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { text: simple, end: backslash + 2 };
  const digits = text.slice(backslash + 2, backslash + 2 + (hexDigits.get(letter) ?? 0));
  if (digits === "" || digits.length !== hexDigits.get(letter) || !/^[0-9a-fA-F]+$/.test(digits)) return null;
  const code = Number.parseInt(digits, 16);
  return code > 0x10ffff ? null : { text: String.fromCodePoint(code), end: backslash + 2 + digits.length };
}
