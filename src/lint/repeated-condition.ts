import type { Expression } from "../language/syntax.ts";
import type { Lint, LintFinding } from "./lint.ts";
import type { LintedRule } from "./linted-rule.ts";
import { flattenOperands, type SignedCondition, signedCondition } from "./signed-condition.ts";

/** L108: the same condition twice in one `and` or `or`. */
export const repeatedCondition: Lint = {
  code: "L108",
  level: "note",
  *find(rule) {
    const inside = new Set<Expression>();
    for (const expression of rule.expressions) {
      if (expression.kind !== "and" && expression.kind !== "or") continue;
      if (!inside.has(expression)) yield* findRepeated(rule, expression);
      // What is inside the same connective was looked at with it.
      for (const operand of expression.operands) if (operand.kind === expression.kind) inside.add(operand);
    }
  },
};

function* findRepeated(rule: LintedRule, group: Extract<Expression, { kind: "and" | "or" }>): Iterable<LintFinding> {
  const seen = new Map<string, SignedCondition>();
  for (const operand of flattenOperands(signedCondition(group), group.kind)) {
    const { condition, isWanted, written } = operand;
    const key = `${isWanted} ${rule.identity.numberOf(condition)}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, operand);
      continue;
    }
    yield {
      message: `the same condition twice in one \`${group.kind}\``,
      span: written.span,
      label: `\`${rule.mention(first.written.span)}\` ${first.mustHold ? "stands" : "is ruled out"} before it`,
      help: "remove it, unless another field or value was meant",
    };
  }
}
