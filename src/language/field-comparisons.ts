import { childrenOf } from "./expression.ts";
import { filtersOf } from "./filters.ts";
import type { Mistakes } from "./mistakes.ts";
import type { Comparison, Expression, Membership, Query } from "./syntax.ts";

/** Which fields an expression mentions: none; only optional ones, which a closed schema may turn into null; others too. */
export type Mention = "none" | "optional" | "certain";

/** What the whole mentions whose parts mention these. */
export function joinMentions(mentions: readonly Mention[]): Mention {
  if (mentions.includes("certain")) return "certain";
  return mentions.includes("optional") ? "optional" : "none";
}

/** A comparison or membership with what its sides mention. */
export interface ComparedMentions {
  readonly node: Comparison | Membership;
  readonly left: Mention;
  readonly right: readonly (readonly [operand: Expression, mention: Mention])[];
}

/** Reports a field compared with a field (E303), whatever becomes of optional ones; where these decide it, nothing yet. */
export function checkCertainFields(compared: ComparedMentions, mistakes: Mistakes): void {
  if (certaintyOf(compared) === "certain") report(compared, mistakes);
}

/**
 * Reports the fields compared with fields (E303) that {@link checkCertainFields} has left: those where it depends on the
 * schema whether an optional field is one (SEMANTICS 3). Fields that are still in the query are.
 */
export function checkOptionalFields(query: Query, mistakes: Mistakes): void {
  for (const { condition } of filtersOf(query)) visit(condition, mistakes);
}

function visit(expression: Expression, mistakes: Mistakes): Mention {
  if (expression.kind === "literal") return "none";
  if (expression.kind === "field") return mentionOf(expression.optional);
  const children = childrenOf(expression);
  const mentions = children.map((child) => visit(child, mistakes));
  if (expression.kind === "comparison" || expression.kind === "membership") {
    const [left = "none"] = mentions;
    // Long lists mostly mention nothing.
    if (left !== "none" && mentions.some((mention, position) => position > 0 && mention !== "none")) {
      const right = children.map((child, position) => [child, mentions[position] ?? "none"] as const).slice(1);
      const compared = { node: expression, left, right };
      if (certaintyOf(compared) === "optional") report(compared, mistakes);
    }
  }
  return joinMentions(mentions);
}

/** What a single field is. */
export function mentionOf(optional: boolean): Mention {
  return optional ? "optional" : "certain";
}

/** How certain it is that fields stand on both sides. */
function certaintyOf({ left, right }: ComparedMentions): Mention {
  const other = joinMentions(right.map(([, mention]) => mention));
  if (left === "none" || other === "none") return "none";
  return left === "certain" && other === "certain" ? "certain" : "optional";
}

/** At the first operand on the right that mentions a field. */
function report({ node, right }: ComparedMentions, mistakes: Mistakes): void {
  const operand = right.find(([, mention]) => mention !== "none")?.[0] ?? node;
  const sign = node.kind === "membership" ? "in" : node.operator;
  const isEquality = sign === "==" || sign === "!=" || sign === "in";
  mistakes.report("E303", operand.span, `\`${sign}\` can't compare a field with a field`, {
    label: operand.kind === "field" ? "a constant is expected here" : "this mentions a field, as the left side does",
    help: isEquality
      ? "functions may take several fields: `startsWith(a, b) and endsWith(b, a)` says that they are equal"
      : "functions may take several fields: write `a < b` as `subtract(a, b) < 0`",
  });
}
