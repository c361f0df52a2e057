import { encodingOf, foreignContent, formatOf, signatureBytes } from "./signature.ts";
import type { InputEncoding } from "./split.ts";

/** How many first bytes of a text are looked at, at most. */
export const openingBytes = 4096;

/** What a text is, as far as its first bytes tell: lines, or something that isn't read as lines. */
export type Opening =
  | { readonly kind: "lines"; readonly encoding: InputEncoding }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Looks at the first bytes of a text, after unpacking. Reading an array or pretty-printed JSON line by line would give
 * bad lines only, which is a silent zero for whoever doesn't count them, so both are refused with what to do.
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
  const text = decodeHead(head.subarray(0, openingBytes), encoding);
  if (!complete && /^[ \t\r\n]*(?:[[{][ \t\r\n]*)?$/.test(text)) return undefined;
  if (/^[ \t\r\n]*\[[ \t\r\n]*\{/.test(text)) {
    return refuse("an array", "jq -c '.[]'");
  }
  if (/^[ \t\r\n]*\{[ \t\r]*\n[ \t\r\n]*["}]/.test(text)) {
    return refuse("objects over several lines", "jq -c .");
  }
  return { kind: "lines", encoding };
}

/** Two characters of plain JSON: no format begins like that, so that a slow pipe isn't waited for. */
function isPlainStart(head: Buffer): boolean {
  return head.length >= 4 && head[0] === 0x7b && head[1] !== 0;
}

function refuse(what: string, command: string): Opening {
  return { kind: "refused", reason: `it holds JSON as ${what}; one JSON object a line is needed: ${command}` };
}

/** The head as text, one character per UTF-16 unit or byte, which is all that the look needs; without its mark. */
function decodeHead(head: Buffer, encoding: InputEncoding): string {
  if (encoding === "utf-8") return head.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  const even = Buffer.from(head.subarray(0, head.length - (head.length % 2)));
  return (encoding === "utf-16be" ? even.swap16() : even).toString("utf16le").replace(/^\ufeff/, "");
}
