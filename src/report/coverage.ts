import { escapeControl } from "../diagnostics/escaping.ts";
import type { CoverageStatistics, UnableRule } from "../hunt/coverage-statistics.ts";
import { reasonText, reasonToJson } from "./coverage-reasons.ts";
import { formatCount, formatCounted } from "./units.ts";

/** So many rules are named each with its reasons; more are counted. */
const maxNamed = 3;
/** Of each rule. */
const maxReasons = 3;

/**
 * What there is to say after a hunt of rules that could not have matched what was seen, as lines without a newline: of each
 * product that isn't read as ECS how many events there were and how many rules can match them, and then a warning for rules
 * that can match none of them. None if all is well. Escaped for a terminal.
 */
export function coverageLines(coverage: CoverageStatistics, loadedRules: number): readonly string[] {
  const isRaw = coverage.sources.some(({ product }) => product !== "ecs");
  const lines = [
    ...(isRaw ? coverage.sources.map((source) => sourceLine(source, coverage.sampled, loadedRules)) : []),
    ...unableLines(coverage, loadedRules),
  ];
  return lines.map((line) => escapeControl(line.toWellFormed()));
}

function sourceLine(
  { product, form, events, ableRules }: CoverageStatistics["sources"][number],
  sampled: boolean,
  loadedRules: number,
): string {
  const about = sampled
    ? `about ${formatCount(Number(events.toPrecision(2)))} ${events === 1 ? "event" : "events"}`
    : formatCounted(events, "event");
  return `${product} (${form}): ${about}; ${formatCount(ableRules)} of ${formatCounted(loadedRules, "rule")} can match them`;
}

function unableLines({ unable, sampled }: CoverageStatistics, loadedRules: number): readonly string[] {
  const doubt = sampled ? ", as far as a sample of them shows" : "";
  if (unable.length > maxNamed) {
    const count = `${formatCount(unable.length)} of ${formatCounted(loadedRules, "rule")}`;
    return [`warning: ${count} could not have matched any of these events${doubt}: --stats has the reasons`];
  }
  return unable.map(
    (rule) =>
      `warning: rule ${JSON.stringify(rule.name)} could not have matched any of these events${doubt}: ${reasonsText(rule)}`,
  );
}

function reasonsText({ reasons, product }: UnableRule): string {
  const shown = reasons.slice(0, maxReasons).map((reason) => reasonText(reason, product));
  return reasons.length > maxReasons ? `${shown.join("; ")}; …` : shown.join("; ");
}

/** For `--stats`: by rule and form of a product seen, whether the rule can match there; and the ids of those that can nowhere. */
export function coverageToJson({ rules, unable, sampled }: CoverageStatistics): {
  readonly coverage: readonly object[];
  readonly unable: readonly string[];
} {
  return {
    coverage: rules.map(({ rule, product, form, events, canMatch, reasons }) => ({
      rule,
      product,
      form,
      events: events ?? undefined,
      sampled,
      canMatch,
      reasons: reasons.map((reason) => reasonToJson(reason, product)),
    })),
    unable: unable.map(({ rule }) => rule),
  };
}
