import { isAddressOrRange } from "./address-range.ts";
import { checkCertainFields, joinMentions, type Mention, mentionOf } from "./field-comparisons.ts";
import { functionSignature } from "./functions.ts";
import type { Mistakes } from "./mistakes.ts";
import type { Call, Comparison, Expression, Membership } from "./syntax.ts";

/**
 * Reports what the text alone shows to be meaningless: wrong numbers of arguments (E301), `~` where there is none (E302),
 * a field compared with a field (E303, but for what `checkOptionalFields` reports), a condition that is no truth value
 * (E304), ranges that are none (E308).
 * `expression` is not higher than the parser allows, so recursion is bounded.
 */
export function checkCondition(expression: Expression, mistakes: Mistakes): void {
  checkTruth(expression, mistakes);
  checkOperand(expression, mistakes);
}

/** Checks everything inside a value that is no condition by itself. Tells which fields it mentions. */
export function checkOperand(expression: Expression, mistakes: Mistakes): Mention {
  switch (expression.kind) {
    case "literal":
      return "none";
    case "field":
      return mentionOf(expression.optional);
    case "and":
    case "or":
      return checkConditions(expression.operands, mistakes);
    case "not":
      return checkConditions([expression.operand], mistakes);
    case "negative":
      return checkOperand(expression.operand, mistakes);
    case "wildcard":
    case "regex":
      return checkOperand(expression.value, mistakes);
    case "arithmetic":
      return checkAll([expression.left, expression.right], mistakes);
    case "call":
      checkCall(expression, mistakes);
      return checkAll(expression.args, mistakes);
    case "comparison":
      return checkSides(expression, expression.left, [expression.right], mistakes);
    case "membership":
      return checkSides(expression, expression.value, expression.items, mistakes);
    default:
      return expression satisfies never;
  }
}

function checkAll(expressions: readonly Expression[], mistakes: Mistakes): Mention {
  return joinMentions(expressions.map((expression) => checkOperand(expression, mistakes)));
}

function checkConditions(conditions: readonly Expression[], mistakes: Mistakes): Mention {
  for (const condition of conditions) checkTruth(condition, mistakes);
  return checkAll(conditions, mistakes);
}

function checkSides(
  node: Comparison | Membership,
  left: Expression,
  right: readonly Expression[],
  mistakes: Mistakes,
): Mention {
  const leftMention = checkOperand(left, mistakes);
  const compared = right.map((operand) => [operand, checkOperand(operand, mistakes)] as const);
  checkCertainFields({ node, left: leftMention, right: compared }, mistakes);
  return joinMentions([leftMention, ...compared.map(([, mention]) => mention)]);
}

function checkCall(call: Call, mistakes: Mistakes): void {
  const { minArguments, maxArguments, hasTildeForm, usage } = functionSignature(call.name);
  const count = call.args.length;
  if (count < minArguments || (maxArguments !== null && count > maxArguments)) {
    const expected = describeCount(minArguments, maxArguments);
    mistakes.report("E301", call.nameSpan, `\`${call.name}\` takes ${expected}, found ${count}`, {
      label: `it is called as \`${usage}\``,
    });
  }
  if (call.ignoreCase && !hasTildeForm) {
    mistakes.report("E302", call.nameSpan, `\`${call.name}\` has no form with \`~\``, {
      label: `write \`${call.name}\``,
    });
  }
  if (call.name === "cidrMatch") {
    for (const argument of call.args.slice(1)) checkRange(argument, mistakes);
  }
}

function describeCount(least: number, most: number | null): string {
  if (most === null) return `${least} or more arguments`;
  if (most === least) return least === 1 ? "1 argument" : `${least} arguments`;
  return `${least} ${most === least + 1 ? "or" : "to"} ${most} arguments`;
}

function checkRange(argument: Expression, mistakes: Mistakes): void {
  if (argument.kind !== "literal" || argument.value === null) return;
  if (typeof argument.value === "string" && isAddressOrRange(argument.value)) return;
  mistakes.report("E308", argument.span, "an address range that is none", {
    help: 'write an IPv4 or IPv6 address, or a range such as `"10.0.0.0/8"` or `"fe80::/10"`',
  });
}

function checkTruth(expression: Expression, mistakes: Mistakes): void {
  const found = describeValue(expression);
  if (found === null) return;
  const help =
    expression.kind === "literal"
      ? "each condition names its field: `a == 1 or a == 2`, or shorter `a in (1, 2)`"
      : "compare it with something, as in `… == 1`";
  mistakes.report("E304", expression.span, `expected a condition, found ${found}`, { help });
}

/** What an expression is that has no truth value; `null` for what may have one. */
function describeValue(expression: Expression): string | null {
  const { kind } = expression;
  if (kind === "arithmetic" || kind === "negative") return "a number";
  if (kind === "call") {
    const { result } = functionSignature(expression.name);
    return result === "boolean" ? null : `a ${result}: \`${expression.name}\``;
  }
  if (kind !== "literal") return null;
  if (typeof expression.value === "string") return "a string";
  return typeof expression.value === "number" || typeof expression.value === "bigint" ? "a number" : null;
}
