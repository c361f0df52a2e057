import type { Span } from "../diagnostics/diagnostic.ts";
import { offsetInLiteral } from "../language/string-literal.ts";
import type { RegexPattern } from "../language/syntax.ts";
import type { LintedRule } from "./linted-rule.ts";
import { findRegexSigns, type RegexSign } from "./regex-signs.ts";

/** A sign of a regular expression, and where it stands in the query. */
export interface PlacedSign {
  readonly kind: RegexSign["kind"];
  /** As the regular expression has it, without the escapes of the string. */
  readonly text: string;
  /** All of the pattern that stands before it. */
  readonly before: string;
  readonly span: Span;
}

/** The signs of one kind in every regular expression of the rule, those of one pattern together. */
export function* placedSigns(rule: LintedRule, kind: RegexSign["kind"]): Iterable<readonly PlacedSign[]> {
  for (const expression of rule.expressions) {
    if (expression.kind !== "regex") continue;
    for (const pattern of expression.patterns) {
      const signs = findRegexSigns(pattern.value).filter((sign) => sign.kind === kind);
      if (signs.length > 0) yield signs.map((sign) => place(sign, pattern, rule.text));
    }
  }
}

function place({ kind, start, end }: RegexSign, { value, span }: RegexPattern, text: string): PlacedSign {
  const form = text.startsWith('"""', span.start) ? "raw" : "plain";
  const offset = (position: number): number => offsetInLiteral(text, span.start, form, position);
  const placed = { start: offset(start), end: offset(end) };
  return { kind, text: value.slice(start, end), before: value.slice(0, start), span: placed };
}
