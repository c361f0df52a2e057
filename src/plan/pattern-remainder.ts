import type { PatternToken } from "./pattern.ts";

/** What a pattern is made of. `[]` matches the empty text only. */
export type PatternTokens = readonly PatternToken[];

/** Any text. */
export const anyText: PatternTokens = [{ kind: "any-run" }];

/** Puts tokens in a row, without two literals or two runs side by side. */
export function joinTokens(...parts: readonly PatternTokens[]): PatternTokens {
  const joined: PatternToken[] = [];
  for (const token of parts.flat()) {
    const last = joined.at(-1);
    if (token.kind === "literal" && last?.kind === "literal") {
      joined[joined.length - 1] = { kind: "literal", text: last.text + token.text };
    } else if (token.kind !== "any-run" || last?.kind !== "any-run") {
      if (token.kind !== "literal" || token.text !== "") joined.push(token);
    }
  }
  return joined;
}

/** A text as tokens, in which `*` stands for any run and nothing else for anything but itself. */
export function globTokens(glob: string): PatternTokens {
  return joinTokens(
    ...glob.split("*").map((text, position): PatternTokens => {
      const literal: PatternTokens = [{ kind: "literal", text }];
      return position === 0 ? literal : [...anyText, ...literal];
    }),
  );
}

/** Whether the pattern matches the whole text; in any ASCII case, unless that counts. */
export function matchesText(tokens: PatternTokens, text: string, caseCounts = false): boolean {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === "literal") {
    return caseCounts ? only.text === text : foldAscii(only.text) === foldAscii(text);
  }
  return remainders(tokens, text, caseCounts).some((rest) => rest.every(({ kind }) => kind === "any-run"));
}

/**
 * What the rest of a value must match of which the pattern matches the whole, if it begins with this text: one of these. None
 * if no such value does.
 *
 * @example
 * remainders(wildcardPattern("HKLM\\SYSTEM\\*").tokens, "HKLM\\"); // [the tokens of `SYSTEM\*`]
 */
export function remainders(tokens: PatternTokens, text: string, caseCounts = false): readonly PatternTokens[] {
  const fold = caseCounts ? (part: string): string => part : foldAscii;
  const parts = tokens.flatMap((token): PatternTokens => (token.kind === "literal" ? lettersOf(token.text) : [token]));
  let places = new Set([0]);
  const settle = (place: number, into: Set<number>): void => {
    into.add(place);
    if (parts[place]?.kind === "any-run") settle(place + 1, into);
  };
  settle(0, places);
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[place];
      if (part === undefined) continue;
      if (part.kind === "any-run") settle(place, next);
      else if (part.kind === "any-one" || fold(part.text) === fold(character)) settle(place + 1, next);
    }
    places = next;
  }
  // What follows a run is among what the run and it match.
  return [...places]
    .filter((place) => !(parts[place - 1]?.kind === "any-run" && places.has(place - 1)))
    .map((place) => joinTokens(parts.slice(place)));
}

function lettersOf(text: string): PatternTokens {
  return Array.from(text, (letter) => ({ kind: "literal", text: letter }));
}

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
