import { Coverage } from "../coverage/coverage.ts";
import type { CoverageReason } from "../coverage/rule-coverage.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { causeText } from "./coverage-reasons.ts";

/** A product no form of which a rule can match, and why not its first one. */
interface UnableProduct {
  readonly product: string;
  readonly reason: CoverageReason;
}

/**
 * What `check --coverage` says of rules: C100 (note) for each condition that keeps a rule from matching any form of some
 * products, C101 (warning) for a rule that can match no raw events at all. Forms that have ECS names are no raw ones. By rule.
 */
export function coverageDiagnostics(compiled: CompiledRules): readonly Diagnostic[] {
  const { plan, sources, rules } = compiled;
  const coverage = new Coverage(plan, sources);
  const forms = new Map<string, number[]>();
  for (const [number, { product }] of plan.sources.entries()) {
    if (coverage.valuesIn(number)?.isRaw === true) forms.set(product, [...(forms.get(product) ?? []), number]);
  }
  return rules.flatMap(({ text: { source } }, rule) => {
    const unable = [...forms].flatMap(([product, numbers]): readonly UnableProduct[] => {
      const { canMatch, reasons } = coverage.of(rule, numbers);
      const [reason] = reasons;
      return canMatch === "yes" || reason === undefined ? [] : [{ product, reason }];
    });
    if (forms.size > 0 && unable.length === forms.size) {
      const message = "no raw events of any product can match this rule";
      const span = plan.rules[rule]?.span;
      return [{ code: "C101", severity: "warning", message, source, ...(span === undefined ? {} : { span }) }] as const;
    }
    return byReason(unable).map(({ reason, products }): Diagnostic => {
      const [first = ""] = products;
      const message = `no event of ${listOf(products)} can match this`;
      return { code: "C100", severity: "note", message, source, span: reason.span, label: causeText(reason, first) };
    });
  });
}

/** One entry for products that the same condition rules out in the same way. */
function byReason(
  unable: readonly UnableProduct[],
): readonly { readonly reason: CoverageReason; readonly products: readonly string[] }[] {
  const groups = new Map<string, { readonly reason: CoverageReason; readonly products: string[] }>();
  for (const { product, reason } of unable) {
    const key = `${reason.span.start} ${reason.kind} ${reason.gives.join(",")}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { reason, products: [product] });
    else group.products.push(product);
  }
  return [...groups.values()];
}

function listOf(products: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(products.map((product) => `\`${product}\``));
}
