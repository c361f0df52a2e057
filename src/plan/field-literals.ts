import type { FieldAccessor } from "../sources/accessor.ts";
import { type LiteralSet, noDocument, rarest, union, withShare, shareOf } from "./literal-set.ts";
import { anyText, globTokens, joinTokens, matchesText, type PatternTokens } from "./pattern-remainder.ts";
import { memberLiterals, valueLiteral, type Writing } from "./raw-bytes.ts";
import { rawTexts } from "./raw-texts.ts";
import { anyValue, mayBeNumberOrBoolean, type WantedText } from "./wanted-text.ts";

/** What is said of the values at a place, and how the event's line writes them. */
export interface ValuePlace {
  /** How the event is written; its envelope is plain JSON. */
  readonly writing: Writing;
  /** An explicit null may stand for any value, as a schema says. */
  readonly isNullable: boolean;
}

/** Of a table's rows each stands for a kind of event, which many lines are. */
const tableShare = 0.1;

/** Pieces of a pattern that are tried in the parts that a text was joined from. */
const triedPieces = 4;

/**
 * What the line of every event must hold in which the accessor gives a value of the wanted text: the inverse of
 * `compileAccessor`. It may ask less than it could, never more.
 */
export function fieldLiterals(accessor: FieldAccessor, wanted: WantedText, place: ValuePlace): LiteralSet {
  if (wanted.patterns.length === 0) return noDocument;
  const made = { writing: place.writing, isNullable: false };
  switch (accessor.kind) {
    case "paths": {
      const members = accessor.paths.map((path) => memberLiterals(path, writingAt(path.within, place)));
      const [first] = accessor.paths;
      const isMixed = accessor.paths.some(({ within }) => within !== first?.within);
      if (first === undefined) return noDocument;
      const values = isMixed || place.isNullable ? null : textLiterals(wanted, writingAt(first.within, place));
      return rarest([values, union(members)]);
    }
    case "first":
    case "all":
      return union(accessor.of.map((part) => fieldLiterals(part, wanted, place)));
    case "constant": {
      if (!mayMatchConstant(wanted, accessor.value)) return noDocument;
      return accessor.when === null ? null : fieldLiterals(accessor.when, anyValue, made);
    }
    case "guarded":
      return rarest([fieldLiterals(accessor.of, wanted, made), fieldLiterals(accessor.when, anyValue, made)]);
    case "table": {
      const rows = accessor.rows.filter(({ values }) => values.some((value) => mayMatch(wanted, value)));
      const patterns = rows.map(({ raw }) => globTokens(raw));
      const others = accessor.otherwise === "same" ? wanted.patterns : [];
      const set = fieldLiterals(accessor.of, rawWanted([...patterns, ...others]), made);
      return set === null || rows.length === 0 ? set : withShare(set, Math.max(shareOf(set), tableShare));
    }
    case "join":
      return rarest([
        union(wanted.patterns.map((tokens) => joinedLiterals(accessor, tokens, made))),
        union(accessor.parts.map((part) => fieldLiterals(part, anyValue, made))),
      ]);
    case "step":
      return fieldLiterals(
        accessor.of,
        rawWanted(wanted.patterns.flatMap((tokens) => rawTexts(accessor.step, tokens))),
        made,
      );
  }
}

/** Whether the predicate holds for every event because the accessor is a constant. */
export function isSettled(accessor: FieldAccessor, { patterns, isExact }: WantedText): boolean {
  if (accessor.kind !== "constant" || accessor.when !== null) return false;
  const { value } = accessor;
  return isExact && typeof value === "string" && patterns.some((tokens) => matchesText(tokens, value, true));
}

/** What is made of a value may be a text where the value is none. */
function rawWanted(patterns: readonly PatternTokens[]): WantedText {
  return { patterns, onlyStrings: false, isExact: false };
}

function writingAt(within: "event" | "envelope", { writing }: ValuePlace): Writing {
  return within === "envelope" ? "plain" : writing;
}

function textLiterals({ patterns, onlyStrings }: WantedText, writing: Writing): LiteralSet {
  return union(
    patterns.map((tokens) => (onlyStrings || !mayBeNumberOrBoolean(tokens) ? valueLiteral(tokens, writing) : null)),
  );
}

function mayMatch({ patterns }: WantedText, text: string): boolean {
  return patterns.some((tokens) => matchesText(tokens, text));
}

/** A number has more than one text. */
function mayMatchConstant(wanted: WantedText, value: string | number | boolean): boolean {
  return typeof value === "number" || mayMatch(wanted, String(value));
}

/**
 * A run without characters of the separator lies within one of the parts: at the start of a part if the text begins with it,
 * for parts before it without a value leave no trace, and at the end of one if the text ends with it.
 */
function joinedLiterals(
  { parts, separator }: FieldAccessor & { readonly kind: "join" },
  tokens: PatternTokens,
  place: ValuePlace,
): LiteralSet {
  if (separator === "") return null;
  const runs = tokens.flatMap((token, position): PatternTokens[] => {
    if (token.kind !== "literal") return [];
    const texts = splitAtCharacters(token.text, separator);
    return texts.flatMap((text, index): PatternTokens[] => {
      if (text === "") return [];
      const opens = position === 0 && index === 0;
      const closes = position === tokens.length - 1 && index === texts.length - 1;
      return [joinTokens(opens ? [] : anyText, [{ kind: "literal", text }], closes ? [] : anyText)];
    });
  });
  const longest = runs.sort((left, right) => lengthOf(right) - lengthOf(left)).slice(0, triedPieces);
  return rarest(longest.map((run) => union(parts.map((part) => fieldLiterals(part, rawWanted([run]), place)))));
}

function splitAtCharacters(text: string, separators: string): readonly string[] {
  const texts = [""];
  for (const character of text) {
    if (separators.includes(character)) texts.push("");
    else texts[texts.length - 1] += character;
  }
  return texts;
}

function lengthOf(tokens: PatternTokens): number {
  return tokens.reduce((sum, token) => sum + (token.kind === "literal" ? token.text.length : 0), 0);
}
