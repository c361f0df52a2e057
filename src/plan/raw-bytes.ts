import type { RawPath } from "../sources/accessor.ts";
import { isCommonText } from "./common-text.ts";
import type { Certainty } from "./literal-set.ts";
import type { PatternTokens } from "./pattern-remainder.ts";

/**
 * How the texts of an event are written in the bytes of its line: as JSON strings of their own (`plain`), as JSON strings
 * within the JSON string that holds the event as a text (`json`), or as XML within one (`evtx-xml`).
 */
export type Writing = "plain" | "json" | "evtx-xml";

/** Quotes included. Shorter ones stand in every line, and the search for them has nothing to skip. */
const minLiteralLength = 3;

/** Of lines, as a guess: those that have a member of a certain name, if not most have. */
const memberShare = 0.25;

/**
 * The rarest stretch that the bytes must hold of a value whose text matches the pattern and is written as it is; `null` for
 * none. Of XML nothing is certain: any letter may be written as `&#80;`.
 */
export function valueLiteral(tokens: PatternTokens, writing: Writing): Certainty {
  if (writing === "evtx-xml") return null;
  const pieces = tokens.flatMap((token, position) => {
    if (token.kind !== "literal") return [];
    const opens = writing === "plain" && position === 0;
    const closes = writing === "plain" && position === tokens.length - 1;
    return piecesOf(token.text, { opens, closes });
  });
  // Only the length counts, but for common texts: of most patterns one piece need be looked at.
  const longest = pieces.length > 1 ? pieces.sort((left, right) => right.length - left.length) : pieces;
  const rare = longest.find((piece) => !isCommonText(piece)) ?? longest[0];
  return rare === undefined ? null : { texts: [rare], share: shareOfText(rare) };
}

/** What the bytes must hold if something is at a place: the last of its names, which ends a member's name. */
export function memberLiterals({ path }: RawPath, writing: Writing): Certainty {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (writing === "evtx-xml") return null;
  if (writing === "json") return memberSet(name, piecesOf(name, { opens: false, closes: false }).slice(0, 1));
  const [piece = ""] = piecesOf(name, { opens: true, closes: true });
  if (piece.length !== name.length + 2) return null;
  return memberSet(name, path === name ? [piece] : [piece, `.${piece.slice(1)}`]);
}

function memberSet(name: string, literals: readonly string[]): Certainty {
  return literals.length === 0
    ? null
    : { texts: literals, share: isCommonText(`"${name.toLowerCase()}"`) ? 1 : memberShare };
}

/** What JSON may write in more ways than as it stands and as `\u00XX`; and `&`, `<`, `>` and `'`, which some always escape. */
const unsafeRuns = /[^ !#-%(-.0-;=?-[\]-~]+/;

/**
 * Cuts a text at every character that JSON may write in more than one way (but for `\u00XX`, which the scanner knows, and for
 * which it has to look at every line that has one of the literal's letters so), and folds it. At an end that is the value's own
 * end the JSON quote belongs to the piece: fewer lines hold `"imagepath"`.
 */
function piecesOf(text: string, ends: { readonly opens: boolean; readonly closes: boolean }): string[] {
  const pieces = text.split(unsafeRuns);
  return pieces.flatMap((piece, position) => {
    if (piece === "") return [];
    const open = ends.opens && position === 0 ? '"' : "";
    const close = ends.closes && position === pieces.length - 1 ? '"' : "";
    const literal = `${open}${piece}${close}`.toLowerCase();
    return literal.length < minLiteralLength ? [] : [literal];
  });
}

/** A rough share of lines that hold a text: words that are in most events count 1, others less by length. */
function shareOfText(literal: string): number {
  return isCommonText(literal) ? 1 : 2 ** -Math.min(literal.length, 24);
}
