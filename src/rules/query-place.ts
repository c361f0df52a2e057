import { skipTomlString } from "./toml-string.ts";

const blank = /[ \t\r\n\ufeff]*/y;
const ruleHeader = /\[[ \t]*rule[ \t]*\]/y;
const queryKey = /query[ \t]*=[ \t]*/y;
const inert = /[^"'#[\]{}\n]*/y;

/**
 * Finds where the value of `query` in the table `[rule]` starts, in a text that a TOML parser has accepted. It steps
 * over whole statements, so that nothing inside another string, such as a note that shows a query, is taken for it.
 * Only the usual way of writing is known: `null` for `rule.query = …`, `rule = { … }` or quoted keys.
 * A full parser that knows places takes four times as long as the one that doesn't; this takes next to nothing.
 */
export function findQueryValue(text: string): number | null {
  let isInRule = false;
  for (let at = skip(blank, text, 0); at < text.length; at = skip(blank, text, skipStatement(text, at))) {
    if (text.charAt(at) === "[") isInRule = skip(ruleHeader, text, at) > at;
    else if (isInRule && skip(queryKey, text, at) > at) return skip(queryKey, text, at);
  }
  return null;
}

/** The end of a key with its value, a header or a comment: the line break outside strings and brackets. */
function skipStatement(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    at = skip(inert, text, at);
    const c = text.charAt(at);
    if (c === "\n" && depth === 0) return at;
    if (c === '"' || c === "'") {
      at = skipTomlString(text, at);
    } else if (c === "#") {
      const lineEnd = text.indexOf("\n", at);
      at = lineEnd === -1 ? text.length : lineEnd;
    } else {
      if (c === "[" || c === "{") depth++;
      else if (c === "]" || c === "}") depth--;
      at++;
    }
  }
  return at;
}

/** The offset after what a sticky pattern takes at `at`; `at` itself if it takes nothing. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
