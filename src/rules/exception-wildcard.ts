import type { Span } from "../diagnostics/diagnostic.ts";
import { parseRegex } from "../language/regex-parser.ts";
import type { Expression, Field } from "../language/syntax.ts";

/** The longest pattern that EQL takes, in UTF-16 units. */
export const longestWildcard = 32_768;

/**
 * The condition that a value matches a wildcard of Lucene's. There a backslash takes the next character as it is; EQL's
 * `like` has no escape, so a pattern for a literal `*` or `?` becomes a regular expression.
 *
 * @example wildcardTest(field, "C:\\\\*.exe", false, span) // field like "C:\*.exe"
 */
export function wildcardTest(value: Field, pattern: string, ignoreCase: boolean, span: Span): Expression {
  // A backslash at the very end is itself.
  const plain = pattern.replaceAll(/\\([^])/gu, "$1");
  if (!/\\[*?]/.test(pattern.replaceAll("\\\\", ""))) {
    return { kind: "wildcard", ignoreCase, value, patterns: [{ kind: "literal", value: plain, span }], span };
  }
  const regex = regexOf(pattern);
  const parsed = parseRegex(regex);
  // Nothing that is written here is beyond the parser.
  if ("error" in parsed) return { kind: "literal", value: false, span };
  return {
    kind: "regex",
    ignoreCase,
    value,
    patterns: [{ kind: "literal", value: regex, tree: parsed.tree, span }],
    span,
  };
}

function regexOf(pattern: string): string {
  return pattern.replaceAll(/\\([^])|[^]/gu, (part: string, escaped: string | undefined) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : quote(escaped ?? part);
  });
}

/** Only what has a meaning of its own: `\d` would be a class. */
function quote(character: string): string {
  return /[.?+*|{}[\]()"\\#@&<>~]/.test(character) ? `\\${character}` : character;
}
