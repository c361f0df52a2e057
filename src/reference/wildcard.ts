import { foldCharacter, type Folding } from "./casing.ts";

/** A part of a wildcard pattern: a character, `*` (any run, also none) or `?` (exactly one character). */
export type WildcardToken = { readonly kind: "character"; readonly character: string } | "any-run" | "any-one";

/** Reads a pattern of `:` and `like`: there is no escape, a backslash is a character (SEMANTICS 5). */
export function readWildcard(pattern: string): readonly WildcardToken[] {
  return Array.from(pattern, readToken);
}

/**
 * Reads a pattern as Lucene does, for the constants of `stringContains` and `endsWith`: a backslash takes the next
 * character as it stands; at the end it is itself (SEMANTICS 6).
 */
export function readEscapedWildcard(pattern: string): readonly WildcardToken[] {
  const tokens: WildcardToken[] = [];
  const characters = Array.from(pattern);
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? "";
    const escaped = character === "\\" ? characters[i + 1] : undefined;
    if (escaped === undefined) {
      tokens.push(readToken(character));
    } else {
      tokens.push({ kind: "character", character: escaped });
      i++;
    }
  }
  return tokens;
}

function readToken(character: string): WildcardToken {
  if (character === "*") return "any-run";
  return character === "?" ? "any-one" : { kind: "character", character };
}

/**
 * True if the pattern matches the whole value, code point by code point. On a mismatch the last `*` takes one more
 * character: time is at most the product of both lengths.
 */
export function matchesWildcard(tokens: readonly WildcardToken[], value: string, folding: Folding): boolean {
  const characters = Array.from(value);
  let token = 0;
  let position = 0;
  let afterRun = -1;
  let endOfRun = 0;
  while (position < characters.length) {
    const next = tokens[token];
    if (next === "any-run") {
      afterRun = ++token;
      endOfRun = position;
    } else if (next !== undefined && accepts(next, characters[position] ?? "", folding)) {
      token++;
      position++;
    } else if (afterRun >= 0) {
      token = afterRun;
      position = ++endOfRun;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === "any-run");
}

function accepts(token: Exclude<WildcardToken, "any-run">, character: string, folding: Folding): boolean {
  return token === "any-one" || foldCharacter(token.character, folding) === foldCharacter(character, folding);
}
