import * as v from "valibot";
import type { RuleSeverity } from "./rule.ts";

/** What `severity` may be. */
export const severities: readonly RuleSeverity[] = ["low", "medium", "high", "critical"];

/** The kinds of Elastic's rules that ask in another way than EQL: they are left out and counted. */
export const otherRuleTypes: readonly string[] = [
  "esql",
  "machine_learning",
  "new_terms",
  "query",
  "saved_query",
  "threat_match",
  "threshold",
];

/** The languages of those rules. */
export const otherLanguages: readonly string[] = ["esql", "kuery", "lucene"];

/*
 * The message of every check says what the entry must be: it completes "`severity` must be …". Which code a mistake
 * gets is told from the kind of the check, and JSON's word for a table is put in where the file is JSON
 * (entry-mistakes.ts).
 */
export const text = v.string("a string");
export const filledText = v.pipe(text, v.regex(/\S/, "a string that is not empty"));

/** A TOML table or a JSON object; lists and dates are none. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const table = v.custom<Record<string, unknown>>(isTable, "a table");

/** A list of tables, each of which is what `entries` says. */
export function listOfTables<S extends v.GenericSchema<Record<string, unknown>, unknown>>(entries: S) {
  return v.array(v.pipe(table, entries), "a list of tables");
}

type IdSchema = v.GenericSchema<string>;

function threatEntry(tacticId: IdSchema, techniqueId: IdSchema, subtechniqueId: IdSchema) {
  const named = { name: filledText, reference: v.exactOptional(text) };
  const subtechnique = v.object({ id: subtechniqueId, ...named });
  return v.object({
    framework: filledText,
    tactic: v.pipe(table, v.object({ id: tacticId, ...named })),
    technique: v.exactOptional(
      listOfTables(v.object({ id: techniqueId, ...named, subtechnique: v.exactOptional(listOfTables(subtechnique)) })),
    ),
  });
}

/** Rule files are checked by those who write them: a wrong id is a slip. */
const threat = threatEntry(
  v.pipe(text, v.regex(/^(?:AML\.)?TA\d{4}$/, "the id of a tactic, such as `TA0003`")),
  v.pipe(text, v.regex(/^(?:AML\.)?T\d{4}$/, "the id of a technique, such as `T1543`")),
  v.pipe(text, v.regex(/^(?:AML\.)?T\d{4}\.\d{3}$/, "the id of a subtechnique, such as `T1543.003`")),
);

/** In how many of Kibana's spaces an exception list is: its id is unique among those of its kind. */
export const namespaceType = v.pipe(text, v.picklist(["single", "agnostic"], "`single` or `agnostic`"));

const riskScore = v.pipe(
  v.custom<number | bigint>((value) => typeof value === "number" || typeof value === "bigint", "a whole number"),
  v.check((value) => isWhole(value) && value >= 0 && value <= 100, "a whole number from 0 to 100"),
  v.transform(Number),
);

function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

/** The table `[rule]` of a rule file. Entries it doesn't know are left alone. */
export const ruleEntries = v.object({
  rule_id: filledText,
  name: filledText,
  description: text,
  type: v.pipe(text, v.picklist(["eql"], "`eql`, or another of the types that Elastic's rules have")),
  language: v.optional(v.pipe(text, v.picklist(["eql"], "`eql`, as the rule's type is"))),
  severity: v.pipe(text, v.picklist(severities, "`low`, `medium`, `high` or `critical`")),
  risk_score: riskScore,
  tags: v.optional(v.array(text, "a list of strings"), []),
  index: v.optional(v.array(text, "a list of strings"), []),
  threat: v.optional(listOfTables(threat), []),
  timestamp_field: v.optional(filledText),
  event_category_override: v.optional(filledText),
  tiebreaker_field: v.optional(filledText),
  timestamp_override: v.optional(text),
  query: text,
});

/** The checked entries of a rule. */
export type RuleEntries = v.InferOutput<typeof ruleEntries>;

/** A rule as Kibana exports it. Kibana takes any id for a tactic or technique: no hunt should fail for one. */
export const exportedRuleEntries = v.object({
  ...ruleEntries.entries,
  threat: v.optional(listOfTables(threatEntry(filledText, filledText, filledText)), []),
  exceptions_list: v.optional(
    listOfTables(v.object({ list_id: filledText, namespace_type: v.optional(namespaceType, "single") })),
    [],
  ),
});
