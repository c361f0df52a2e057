import type { CaseMode, Pattern, PatternList } from "../plan/pattern.ts";
import { foldPatterns, foldText } from "./case-folding.ts";
import { linearStrategy } from "./linear.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { segmentPattern, type Segment, type SegmentedPattern } from "./segments.ts";

/**
 * One of V8's regular expressions per pattern.
 *
 * V8 backtracks: `a.*b.*c.*d.*e$` takes time to the fifth power. So each part between two stars is put into a look-ahead
 * that finds it at its leftmost place and is then taken as it is, `(?=([^]*?part))\1`: V8 never goes back into a
 * look-ahead, and no other place can help (see `segments.ts`).
 */
export const regexpStrategy: MatcherStrategy = {
  name: "regexp",
  compile(list: PatternList): Matcher {
    // ASCII folding is printed into the expression. The flag `i` is of no use: it makes `É` equal `é`, and with `u` the
    // long s equal `s`.
    const folded = list.caseMode === "unicode" ? foldPatterns(list) : list.patterns;
    const expressions: RegExp[] = [];
    const refused: Pattern[] = [];
    for (const pattern of folded) {
      const expression = compileExpression(segmentPattern(pattern), list.caseMode);
      if (expression !== null) expressions.push(expression);
      else refused.push(pattern);
    }
    const rest = refused.length > 0 ? linearStrategy.compile({ ...list, patterns: refused }) : null;
    return {
      strategy: "regexp",
      test(value) {
        const text = list.caseMode === "unicode" ? foldText(value, list.caseMode) : value;
        return expressions.some((expression) => expression.test(text)) || (rest?.test(value) ?? false);
      },
    };
  },
};

/** Longer ones go to the naive matcher: V8 refuses some, and not before their first use. */
const MAX_SOURCE_LENGTH = 50_000;

/** The expression for well-formed values, folded before under `unicode`; null if it would be too long. */
export function compileExpression(pattern: SegmentedPattern, caseMode: CaseMode): RegExp | null {
  const source = printExpression(pattern, caseMode);
  return source.length <= MAX_SOURCE_LENGTH ? new RegExp(source) : null;
}

function printExpression({ start, middle, end, hasRun }: SegmentedPattern, caseMode: CaseMode): string {
  const atoms = middle.map((segment, i) => `(?=([^]*?${printSegment(segment, caseMode)}))\\${i + 1}(?:)`);
  return `^${printSegment(start, caseMode)}${atoms.join("")}${hasRun ? "[^]*" : ""}${printSegment(end, caseMode)}$`;
}

function printSegment(segment: Segment, caseMode: CaseMode): string {
  return segment
    .map((part) => (typeof part === "string" ? printLiteral(part, caseMode) : `${ANY_ONE}{${part}}`))
    .join("");
}

/** A code point without the flag `u`, with which V8 is slower: both halves of a pair, or a unit that is no half. */
const ANY_ONE = "(?:[^\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])";

function printLiteral(text: string, caseMode: CaseMode): string {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  if (caseMode !== "ascii") return escaped;
  return escaped.replaceAll(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
