import type { CoverageReason } from "../coverage/rule-coverage.ts";

/** A condition longer than this says no more. */
const longestCondition = 120;

/**
 * Why a rule can't match events of a product, as a clause. What it quotes is anybody's: it is not escaped.
 *
 * @example reasonText(reason, "sysmon") // "`host.os.type == \"linux\"`: host.os.type is only \"windows\" there"
 */
export function reasonText(reason: CoverageReason, product: string): string {
  const stage = reason.stage === null ? "" : `stage ${reason.stage}: `;
  return `${stage}\`${shorten(reason.condition)}\`: ${causeText(reason, product)}`;
}

/** The same without the condition: what rules have in common that can't match for the same reason. */
export function causeText({ kind, field, gives, isOfKind }: CoverageReason, product: string): string {
  const where = isOfKind ? `in events of ${product} that meet the rest` : `in events of ${product}`;
  const name = field ?? "";
  switch (kind) {
    case "no-source":
      return `${name} has no value ${where}`;
    case "unmapped":
      return `${product} has no mapping for ${name}, so a raw event would need a field of that very name`;
    case "spelling":
      return isOfKind ? `${name} has no such value ${where}` : `${product} writes no such text in ${name}`;
    case "value":
      return gives.length === 0 ? `${name} is always there ${where}` : `${name} is only ${listOf(gives)} ${where}`;
    case "always":
      return `it holds for every event of ${product}`;
    case "constant":
      return "it is never true";
  }
}

function listOf(texts: readonly string[]): string {
  const shown = texts.map((text) => JSON.stringify(text));
  return shown.length > 7 ? `${shown.slice(0, 7).join(", ")} …` : shown.join(", ");
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > longestCondition ? `${line.slice(0, longestCondition - 1)}…` : line;
}

/** The same as data, with the sentence. Keys in this order; what doesn't apply is not there. */
export function reasonToJson(reason: CoverageReason, product: string): object {
  return {
    kind: reason.kind,
    field: reason.field ?? undefined,
    condition: reason.condition,
    stage: reason.stage ?? undefined,
    gives: reason.gives.length === 0 ? undefined : reason.gives,
    text: reasonText(reason, product),
  };
}
