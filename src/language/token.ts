import type { Span } from "../diagnostics/diagnostic.ts";

/** The words that are no names unless backquoted. Case counts (SEMANTICS 1). */
const keywords = [
  "and",
  "any",
  "by",
  "false",
  "in",
  "join",
  "like",
  "maxspan",
  "not",
  "null",
  "of",
  "or",
  "regex",
  "sample",
  "sequence",
  "true",
  "until",
  "where",
  "with",
] as const;

export type Keyword = (typeof keywords)[number];

const keywordsByText: ReadonlyMap<string, Keyword> = new Map(keywords.map((word) => [word, word]));

/** The keyword that a word is, exactly as written; `null` for any other word. */
export function findKeyword(word: string): Keyword | null {
  return keywordsByText.get(word) ?? null;
}

/** A field, a function's name, a category, or a misspelt keyword. */
export interface NameToken extends Span {
  readonly kind: "name";
  /** Its identifiers, unquoted, joined by dots. */
  readonly path: string;
  /** One identifier without backquotes and `?`: what a function, a category or a keyword may look like. */
  readonly plain: boolean;
  /** Written with `?`. */
  readonly optional: boolean;
  /** A plain name with `~` right after it. */
  readonly tilde: boolean;
}

export interface KeywordToken extends Span {
  readonly kind: "keyword";
  readonly word: Keyword;
  /** With `~` right after it, which `in`, `like` and `regex` may have. */
  readonly tilde: boolean;
}

export interface StringToken extends Span {
  readonly kind: "string";
  /** Well-formed. */
  readonly value: string;
  /** `broken`: a diagnostic about it was reported already, and `value` is the best guess at what was meant. */
  readonly form: "plain" | "raw" | "broken";
}

export interface NumberToken extends Span {
  readonly kind: "number";
  /** Exact, see `readNumber`; `null` where it is malformed, which was reported already. */
  readonly value: number | bigint | null;
  /** Whole, but written with a point or an exponent. */
  readonly decimal: boolean;
}

/** A number with letters right behind it, such as `5m`: the time span that only `maxspan` takes. */
export interface DurationToken extends Span {
  readonly kind: "duration";
  /** Of the number alone, see `readNumber`. */
  readonly value: number | bigint;
  /** Whole, but written with a point or an exponent. */
  readonly decimal: boolean;
  /** The letters. */
  readonly unit: string;
}

/** An operator or a bracket; also the operators of other languages, so that the parser can say what to write instead. */
export interface SignToken extends Span {
  readonly kind: "sign";
  readonly sign: string;
}

/** After the last token; it has no width. */
export interface EndToken extends Span {
  readonly kind: "end";
}

export type Token = NameToken | KeywordToken | StringToken | NumberToken | DurationToken | SignToken | EndToken;

/** True for the sign token that is written like this. */
export function isSign(token: Token, sign: string): boolean {
  return token.kind === "sign" && token.sign === sign;
}

/** True for `(`, and for `[`, which is read as one after it was reported. */
export function isOpening(token: Token): boolean {
  return isSign(token, "(") || isSign(token, "[");
}

/** True for `)` and `]`. */
export function isClosing(token: Token): boolean {
  return isSign(token, ")") || isSign(token, "]");
}

/** True for the keyword token of this word. */
export function isKeyword(token: Token, word: Keyword): boolean {
  return token.kind === "keyword" && token.word === word;
}
