import { nearest } from "../diagnostics/suggestion.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Comparison } from "./syntax.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import { findInfix } from "./wording.ts";

/** Takes a comparison operator, also one of another language, which is reported; `null` if there is none. */
export function acceptComparison(context: ParseContext): Comparison["operator"] | null {
  const { stream, mistakes } = context;
  const { current } = stream;
  const found = findInfix(stream);
  if (found?.infix.kind !== "comparison") return null;
  stream.take();
  if (isSign(current, "=")) {
    mistakes.reportOnce("E206", current, "`=` is no equality", { label: "did you mean `==`?" });
    return "==";
  }
  const isNegated = current.kind === "name" && found.infix.operator === "==" && stream.acceptKeyword("not");
  const operator = isNegated ? "!=" : found.infix.operator;
  if (found.meant !== null) context.reportMeant(current, "an operator", operator);
  return operator;
}

/** Takes the `not` of `not in`, also where another predicate follows it. */
export function acceptNegation(context: ParseContext): Token | null {
  const { stream } = context;
  const { current } = stream;
  const isShouted = current.kind === "name" && current.plain && nearest(current.path, ["not"]) !== null;
  if (!isShouted && !isKeyword(current, "not")) return null;
  const { ahead } = stream;
  const isNegation =
    isKeyword(ahead, "in") || isKeyword(ahead, "like") || isKeyword(ahead, "regex") || isSign(ahead, ":");
  const isShoutedTwice = ahead.kind === "name" && ahead.plain && /^in$/i.test(ahead.path);
  if (!isNegation && !isShoutedTwice) return null;
  if (isShouted) context.reportMeant(current, "an operator", "not");
  return stream.take();
}
