import { nearest } from "../diagnostics/suggestion.ts";
import { findFunction } from "./functions.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** What a word or sign stands for between two operands. */
type Infix =
  | { readonly kind: "connective"; readonly operator: "and" | "or" }
  | { readonly kind: "comparison"; readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=" }
  | { readonly kind: "predicate"; readonly operator: "in" | "wildcard" | "like" | "regex" };

/** The operators of EQL as they are written, but for `not in`. */
const infixes: ReadonlyMap<string, Infix> = new Map<string, Infix>([
  ["and", { kind: "connective", operator: "and" }],
  ["or", { kind: "connective", operator: "or" }],
  ["==", { kind: "comparison", operator: "==" }],
  ["!=", { kind: "comparison", operator: "!=" }],
  ["<", { kind: "comparison", operator: "<" }],
  ["<=", { kind: "comparison", operator: "<=" }],
  [">", { kind: "comparison", operator: ">" }],
  [">=", { kind: "comparison", operator: ">=" }],
  ["in", { kind: "predicate", operator: "in" }],
  [":", { kind: "predicate", operator: "wildcard" }],
  ["like", { kind: "predicate", operator: "like" }],
  ["regex", { kind: "predicate", operator: "regex" }],
]);

/** Signs of other languages, and EQL's own for them. */
const foreignSigns: ReadonlyMap<string, string> = new Map([
  ["&&", "and"],
  ["&", "and"],
  ["||", "or"],
  ["=", "=="],
  ["===", "=="],
  ["<>", "!="],
  ["=<", "<="],
  ["=>", ">="],
  ["=~", ":"],
  ["~", ":"],
]);

/** Words of other languages, and EQL's own operators for them. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["is", "=="],
  ["eq", "=="],
  ["equals", "=="],
  ["ne", "!="],
  ["contains", ":"],
  ["matches", ":"],
]);

const infixWords = ["and", "or", "in", "like", "regex"];

/** An operator, and where it was not written as EQL writes it, how that is. */
export interface FoundInfix {
  readonly infix: Infix;
  /** `null`: written right. */
  readonly meant: string | null;
}

/**
 * The operator that the current token, between two operands, is, or most likely was meant to be: `adn`, `AND` and `&&` are `and`.
 * `null` if it is none. A word counts only if an operand may come after it, for otherwise it is an operand itself.
 */
export function findInfix(stream: TokenStream): FoundInfix | null {
  const token = stream.current;
  if (token.kind === "keyword") return found(token.word, null);
  if (token.kind === "sign") {
    const meant = foreignSigns.get(token.sign);
    return meant === undefined ? found(token.sign, null) : found(meant, meant);
  }
  if (token.kind !== "name" || !token.plain) return null;
  const { ahead } = stream;
  if (!beginsOperand(ahead)) return null;
  if (isSign(ahead, "(") && findFunction(token.path) !== null) return null;
  const meant = foreignWords.get(token.path.toLowerCase()) ?? nearest(token.path, infixWords);
  return meant === null ? null : found(meant, token.tilde ? `${meant}~` : meant);
}

function found(written: string, meant: string | null): FoundInfix | null {
  const infix = infixes.get(written);
  return infix === undefined ? null : { infix, meant };
}

/** True if a value or a condition may begin with the token. */
export function beginsOperand(token: Token): boolean {
  if (token.kind === "keyword") return constants.has(token.word) || token.word === "not";
  if (token.kind === "sign") return token.sign === "(" || token.sign === "-" || token.sign === "!";
  return token.kind !== "end";
}

const constants: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** The constant that a plain name most likely was meant to be: `TRUE`, `False`; `null` for any other name. */
export function findConstant(token: Token): string | null {
  if (token.kind !== "name" || !token.plain) return null;
  const word = token.path.toLowerCase();
  return constants.has(word) ? word : null;
}

/** True if the current token, where an operand is expected, most likely was meant to be `not`: `NOT`, `nto`, `!`. */
export function isMeantAsNot(stream: TokenStream): boolean {
  const token = stream.current;
  if (token.kind === "sign") return token.sign === "!";
  if (token.kind !== "name" || !token.plain || token.tilde) return false;
  const { ahead } = stream;
  // After a field there may be a minus or `not in`: `note not in (1)` and `net - 1 > 2` are conditions.
  return (
    beginsOperand(ahead) && !isKeyword(ahead, "not") && !isSign(ahead, "-") && nearest(token.path, ["not"]) !== null
  );
}

/** True for `child of`, `descendant of` and `event of`, which other EQLs have. */
export function isLineage(token: Token, ahead: Token): boolean {
  return token.kind === "name" && token.plain && isKeyword(ahead, "of");
}
