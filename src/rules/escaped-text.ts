import type { SourceText } from "../diagnostics/diagnostic.ts";
import type { EmbeddedSegment, EmbeddedText } from "../diagnostics/embedded.ts";

/** What an escape means, and the offset after it. */
export interface Escape {
  readonly text: string;
  readonly end: number;
}

/** Reads the escape whose backslash is at `backslash`; `null` if there is no such escape. */
export type EscapeReader = (text: string, backslash: number) => Escape | null;

/**
 * The content of a string from `start` to `end` of a file, its escapes resolved, so that every offset in it maps to the
 * file exactly. `null` if one of the escapes is none. Linear.
 */
export function readEscapedText(
  source: SourceText,
  start: number,
  end: number,
  readEscape: EscapeReader,
): EmbeddedText | null {
  const segments: EmbeddedSegment[] = [{ at: 0, offset: start }];
  const raw = source.text.slice(start, end);
  let text = "";
  let from = 0;
  for (let at = raw.indexOf("\\"); at !== -1; at = raw.indexOf("\\", from)) {
    text += raw.slice(from, at);
    const escape = readEscape(raw, at);
    if (escape === null) return null;
    text += escape.text;
    from = escape.end;
    if (segments.at(-1)?.at === text.length) segments.pop();
    segments.push({ at: text.length, offset: start + from });
  }
  return { text: text + raw.slice(from), source, segments };
}
