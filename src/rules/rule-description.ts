import { otherLanguages, otherRuleTypes, type RuleEntries } from "./rule-entries.ts";
import type { Rule } from "./rule.ts";

/** What a rule says of itself. */
export function describeRule(entries: RuleEntries): Omit<Rule, "text" | "query" | "exceptions"> {
  return {
    id: entries.rule_id,
    name: entries.name,
    description: entries.description.trim(),
    severity: entries.severity,
    riskScore: entries.risk_score,
    tags: entries.tags,
    threat: entries.threat,
    timestampField: entries.timestamp_field ?? null,
    timestampOverride: entries.timestamp_override ?? null,
    categoryField: entries.event_category_override ?? null,
    tiebreakerField: entries.tiebreaker_field ?? null,
  };
}

/** The type or the language of a rule that asks in another way than EQL; `null` if it is to be read. */
export function findOtherType(rule: Readonly<Record<string, unknown>>): string | null {
  const { type, language } = rule;
  if (typeof type === "string" && otherRuleTypes.includes(type)) return type;
  return type === undefined && typeof language === "string" && otherLanguages.includes(language) ? language : null;
}
