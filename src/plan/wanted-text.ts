import type { RegexTree } from "../language/regex.ts";
import { isAddressConstant } from "./address-constant.ts";
import { anyText, joinTokens, matchesText, type PatternTokens } from "./pattern-remainder.ts";
import { exactPattern, type PatternToken } from "./pattern.ts";
import type { Predicate, PresentConstant } from "./predicate.ts";

/** What the canonical text of a value is like for which a predicate holds. */
export interface WantedText {
  /** It matches one of these, ASCII case aside. They may match more than the predicate does. */
  readonly patterns: readonly PatternTokens[];
  /** The value is a string, so that its text is the one that was written. */
  readonly onlyStrings: boolean;
  /** The predicate holds for a string that matches one of them with its case. */
  readonly isExact: boolean;
}

/** Any value. */
export const anyValue: WantedText = { patterns: [anyText], onlyStrings: false, isExact: false };

/** What a value of the predicate's field must be like; `null` if none is needed, or if several fields decide together. */
export function wantedText(predicate: Predicate): WantedText | null {
  switch (predicate.kind) {
    case "patterns": {
      const { list, values } = predicate;
      if (list.caseMode === "unicode") return anyValue;
      return { patterns: list.patterns.map(({ tokens }) => tokens), onlyStrings: values === "strings", isExact: true };
    }
    case "equals": {
      const { constants } = predicate;
      return {
        patterns: constants.map(constantTokens),
        onlyStrings: false,
        isExact: constants.every((constant) => typeof constant === "string" && !hasManySpellings(constant)),
      };
    }
    case "regexes": {
      const { caseMode, patterns } = predicate;
      if (caseMode === "unicode") return anyValue;
      return { patterns: patterns.map(({ tree }) => regexTokens(tree)), onlyStrings: false, isExact: false };
    }
    case "order":
    case "instant":
      return anyValue;
    case "absent":
    case "computed":
      return null;
  }
}

function constantTokens(constant: PresentConstant): PatternTokens {
  return hasManySpellings(constant) ? anyText : exactPattern(String(constant)).tokens;
}

/** A number has many spellings in JSON, an address too; a text that spells a number equals it (SEMANTICS 5a). */
function hasManySpellings(constant: PresentConstant): boolean {
  if (typeof constant === "string") {
    return isAddressConstant(constant) || /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(constant);
  }
  return typeof constant !== "boolean";
}

/** Single characters in a row as they stand, anything else as any run. */
function regexTokens(tree: RegexTree): PatternTokens {
  const items = tree.kind === "sequence" ? tree.items : [tree];
  return joinTokens(
    items.map((item): PatternToken => {
      const [range] = item.kind === "class" && !item.negated && item.ranges.length === 1 ? item.ranges : [];
      if (range === undefined || range.from !== range.to) return { kind: "any-run" };
      return { kind: "literal", text: String.fromCodePoint(range.from) };
    }),
  );
}

/** Whether the canonical text of some number or truth value may match: the line may spell it otherwise (`1e3`). */
export function mayBeNumberOrBoolean(tokens: PatternTokens): boolean {
  if (tokens.every((token) => token.kind !== "literal" || /^[-+.0-9e]*$/i.test(token.text))) return tokens.length > 0;
  return matchesText(tokens, "true") || matchesText(tokens, "false");
}
