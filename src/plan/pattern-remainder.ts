import type { PatternToken } from "./pattern.ts";

/** What a pattern is made of. `[]` matches the empty text only. */
export type PatternTokens = readonly PatternToken[];

/** Any text. */
export const anyText: PatternTokens = [{ kind: "any-run" }];

/** Puts tokens in a row, without two literals or two runs side by side. */
export function joinTokens(...parts: readonly PatternTokens[]): PatternTokens {
  const joined: PatternToken[] = [];
  for (const part of parts) {
    for (const token of part) {
      const last = joined.at(-1);
      if (token.kind === "literal" && last?.kind === "literal") {
        joined[joined.length - 1] = { kind: "literal", text: last.text + token.text };
      } else if (token.kind === "literal" ? token.text !== "" : token.kind === "any-one" || last?.kind !== "any-run") {
        joined.push(token);
      }
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
  const [first] = tokens;
  if (first === undefined) return text === "";
  if (first.kind === "literal") {
    if (!isAt(first.text, text, 0, caseCounts)) return false;
    if (tokens.length === 1) return first.text.length === text.length;
  }
  const last = tokens.at(-1);
  if (last?.kind === "literal" && !isAt(last.text, text, text.length - last.text.length, caseCounts)) return false;
  if (tokens.length === 1) return first.kind === "any-run" || Array.from(text).length === 1;
  if (lengthOf(tokens) > text.length) return false;
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
  const parts = tokens.flatMap((token): PatternTokens => (token.kind === "literal" ? lettersOf(token.text) : [token]));
  let places = new Set<number>();
  const settle = (place: number, into: Set<number>): void => {
    into.add(place);
    if (parts[place]?.kind === "any-run") into.add(place + 1);
  };
  settle(0, places);
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[place];
      if (part === undefined) continue;
      if (part.kind === "any-run") settle(place, next);
      else if (part.kind === "any-one" || isAt(part.text, character, 0, caseCounts)) settle(place + 1, next);
    }
    places = next;
  }
  // What follows a run is among what the run and it match.
  return [...places]
    .filter((place) => !(parts[place - 1]?.kind === "any-run" && places.has(place - 1)))
    .map((place) => joinTokens(parts.slice(place)));
}

/** Of the shortest text that the pattern matches, in UTF-16 units. */
function lengthOf(tokens: PatternTokens): number {
  let sum = 0;
  for (const token of tokens) sum += token.kind === "literal" ? token.text.length : token.kind === "any-one" ? 1 : 0;
  return sum;
}

function lettersOf(text: string): PatternTokens {
  return Array.from(text, (letter) => ({ kind: "literal", text: letter }));
}

/** Whether the text stands there in the other one. */
function isAt(text: string, other: string, start: number, caseCounts: boolean): boolean {
  if (start < 0) return false;
  for (let i = 0; i < text.length; i++) {
    const a = text.charCodeAt(i);
    const b = other.charCodeAt(start + i);
    if (a !== b && (caseCounts || foldAscii(a) !== foldAscii(b))) return false;
  }
  return true;
}

function foldAscii(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}
