import { encodingOf, foreignContent, formatOf, signatureBytes } from "./signature.ts";
import type { InputEncoding, InputLayout } from "./split.ts";

/** How many first bytes of a text are looked at, at most. */
export const openingBytes = 4096;

/** What a text is, as far as its first bytes tell. */
export type Opening =
  | { readonly kind: "text"; readonly encoding: InputEncoding; readonly layout: InputLayout }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Looks at the first bytes of a text, after unpacking.
 *
 * @param head the first bytes, at least {@link openingBytes} of them unless the text is shorter or not there yet
 * @param whole there are no more
 * @returns `undefined` as long as more bytes could make a difference
 */
export function recogniseOpening(head: Buffer, whole: boolean): Opening | undefined {
  const complete = whole || head.length >= openingBytes;
  if (head.length < signatureBytes && !complete && !isPlainStart(head)) return undefined;
  const format = formatOf(head);
  if (format !== "plain") return { kind: "refused", reason: `it holds ${format} data inside: unpack it first` };
  const foreign = foreignContent(head);
  if (foreign !== undefined) return { kind: "refused", reason: `it holds ${foreign}` };
  const encoding = encodingOf(head);
  const layout = recogniseLayout(decodeHead(head.subarray(0, openingBytes), encoding), complete);
  return layout === undefined ? undefined : { kind: "text", encoding, layout };
}

/**
 * An array of objects, or an object over several lines, whose second line no line of JSON objects begins like: read line
 * by line, either would give bad lines only.
 */
function recogniseLayout(text: string, complete: boolean): InputLayout | undefined {
  const start = text.search(/[^ \t\r\n]/);
  if (start >= 0 && text[start] !== "[" && text[start] !== "{") return "lines";
  const next = text.slice(start + 1).search(/[^ \t\r\n]/);
  if (start < 0 || next < 0) return complete ? "lines" : undefined;
  if (text[start] === "[") return text[start + 1 + next] === "{" ? "documents" : "lines";
  const lineBreak = text.indexOf("\n", start);
  if (lineBreak < 0) return complete ? "lines" : undefined;
  const [second] = /[^ \t\r\n]/.exec(text.slice(lineBreak)) ?? [];
  if (second !== undefined && !/["}\]]/.test(second)) return "lines";
  if (!isOpenAtEnd(text.slice(start, lineBreak))) return "lines";
  if (second === undefined) return complete ? "lines" : undefined;
  return "documents";
}

/** True for a line at whose end something in brackets goes on, and no string. */
function isOpenAtEnd(line: string): boolean {
  let depth = 0;
  for (const [token, closingQuote] of line.matchAll(/"(?:[^"\\]|\\.)*("?)|[[{\]}]/g)) {
    if (closingQuote === "") return false;
    if (closingQuote !== undefined) continue;
    depth += token === "[" || token === "{" ? 1 : -1;
    if (depth <= 0) return false;
  }
  return depth > 0;
}

/** Two characters of plain JSON: no format begins like that, so that a slow pipe isn't waited for. */
function isPlainStart(head: Buffer): boolean {
  return head.length >= 4 && head[0] === 0x7b && head[1] !== 0;
}

/** The head as text, one character per UTF-16 unit or byte, which is all that the look needs; without its mark. */
function decodeHead(head: Buffer, encoding: InputEncoding): string {
  if (encoding === "utf-8") return head.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  const even = Buffer.from(head.subarray(0, head.length - (head.length % 2)));
  return (encoding === "utf-16be" ? even.swap16() : even).toString("utf16le").replace(/^\ufeff/, "");
}
