import { printConstant } from "../language/printer.ts";
import type { Expression } from "../language/syntax.ts";
import type { Lint } from "./lint.ts";
import { looksLikePattern } from "./wildcard-text.ts";

/** L101: `==` and `!=` read `*` and `?` as they stand (SEMANTICS 5). */
export const comparedWildcard: Lint = {
  code: "L101",
  level: "warning",
  *find(rule) {
    for (const expression of rule.expressions) {
      if (expression.kind !== "comparison" || !/^[=!]=$/.test(expression.operator)) continue;
      const { left, right, operator } = expression;
      const constant = findPattern(right, left) ?? findPattern(left, right);
      if (constant === null) continue;
      const compared = rule.mention((constant === right ? left : right).span);
      const pattern = constant.kind === "literal" ? printConstant(constant.value) : "";
      const instead = `${operator === "!=" ? "not " : ""}${compared} : ${shorten(pattern)}`;
      yield {
        message: `\`${operator}\` takes a wildcard for an ordinary character`,
        span: constant.span,
        label: "only a value with the character itself is equal to this",
        help: `write \`${instead}\`, or with case \`like\``,
      };
    }
  },
};

function findPattern(constant: Expression, compared: Expression): Expression | null {
  if (constant.kind !== "literal" || typeof constant.value !== "string") return null;
  return looksLikePattern(constant.value, compared) ? constant : null;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}
