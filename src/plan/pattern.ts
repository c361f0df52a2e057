/** How the letters of a pattern and a value are compared. */
export type CaseMode =
  /** Every code unit counts. */
  | "exact"
  /** `A`–`Z` equal `a`–`z`, nothing else folds: `:` and `like~` on a field. */
  | "ascii"
  /** Simple Unicode folding: `:` and `like~` on a computed value. */
  | "unicode";

/**
 * A part of a pattern. Tokens and not strings, since `:` has no escape while `stringContains` has one:
 * after lowering nobody needs to know where a pattern came from.
 */
export type PatternToken =
  /** One or more characters as they stand. */
  | { readonly kind: "literal"; readonly text: string }
  /** `*`: any run of characters, also none, also line breaks. */
  | { readonly kind: "any-run" }
  /** `?`: exactly one code point. */
  | { readonly kind: "any-one" };

/** A pattern for a whole value. `[]` matches the empty string only. No two literals and no two runs in a row. */
export interface Pattern {
  readonly tokens: readonly PatternToken[];
  /** As the rule has it, for people. */
  readonly text: string;
}

/** Patterns of which one must match: the right side of `:`, `like`, `==` or `in` on one field. */
export interface PatternList {
  readonly patterns: readonly Pattern[];
  readonly caseMode: CaseMode;
}

/** A pattern without wildcards: the value must be this text. */
export function exactPattern(text: string): Pattern {
  return { tokens: text === "" ? [] : [{ kind: "literal", text }], text };
}

/** Reads EQL's wildcards: `*` and `?`, no escape, a backslash is a character (SEMANTICS 5). */
export function wildcardPattern(text: string): Pattern {
  return { tokens: tokenize(text, false), text };
}

/** Reads Lucene's wildcards, where a backslash takes the next character as it is (the constants of `stringContains` and `endsWith`, SEMANTICS 6). */
export function escapedWildcardPattern(text: string, shown: string): Pattern {
  return { tokens: tokenize(text, true), text: shown };
}

function tokenize(text: string, escapes: boolean): PatternToken[] {
  const tokens: PatternToken[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") tokens.push({ kind: "literal", text: literal });
    literal = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "*") {
      flush();
      if (tokens.at(-1)?.kind !== "any-run") tokens.push({ kind: "any-run" });
    } else if (c === "?") {
      flush();
      tokens.push({ kind: "any-one" });
    } else if (c === "\\" && escapes && i + 1 < text.length) {
      literal += text.charAt(++i);
    } else {
      literal += c;
    }
  }
  flush();
  return tokens;
}
