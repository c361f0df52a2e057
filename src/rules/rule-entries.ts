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

/** What entries that must be there look like, as help for who left them out. */
export const requiredEntries: ReadonlyMap<string, string> = new Map([
  ["rule_id", 'rule_id = "…"'],
  ["name", 'name = "…"'],
  ["description", 'description = "…"'],
  ["type", 'type = "eql"'],
  ["severity", 'severity = "low"'],
  ["risk_score", "risk_score = 21"],
  ["query", "query = '''…'''"],
  ["framework", 'framework = "MITRE ATT&CK"'],
  ["tactic", 'tactic = { id = "TA0003", name = "Persistence" }'],
  ["id", 'id = "…"'],
]);

/*
 * The message of every check says what the entry must be: it completes "`severity` must be …". Which code a mistake
 * gets is told from the kind of the check (entry-mistakes.ts).
 */
const text = v.string("a string");
const filledText = v.pipe(text, v.regex(/\S/, "a string that is not empty"));

/** TOML's tables have no prototype; lists and dates are no tables. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null;
}

const table = v.custom<Record<string, unknown>>(isTable, "a table");

function attackEntry(pattern: RegExp, expected: string) {
  return { id: v.pipe(text, v.regex(pattern, expected)), name: filledText, reference: v.exactOptional(text) };
}

const subtechnique = attackEntry(/^(?:AML\.)?T\d{4}\.\d{3}$/, "the id of a subtechnique, such as `T1543.003`");
const technique = attackEntry(/^(?:AML\.)?T\d{4}$/, "the id of a technique, such as `T1543`");
const tactic = attackEntry(/^(?:AML\.)?TA\d{4}$/, "the id of a tactic, such as `TA0003`");

const threat = v.object({
  framework: filledText,
  tactic: v.pipe(table, v.object(tactic)),
  technique: v.exactOptional(
    listOfTables(v.object({ ...technique, subtechnique: v.exactOptional(listOfTables(v.object(subtechnique))) })),
  ),
});

function listOfTables<S extends v.GenericSchema<Record<string, unknown>, unknown>>(entries: S) {
  return v.array(v.pipe(table, entries), "a list of tables");
}

const riskScore = v.pipe(
  v.custom<number | bigint>((value) => typeof value === "number" || typeof value === "bigint", "a whole number"),
  v.check((value) => isWhole(value) && value >= 0 && value <= 100, "a whole number from 0 to 100"),
  v.transform(Number),
);

function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

/** The table `[rule]`. Entries it doesn't know are left alone. */
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
  query: text,
});

/** The checked entries of `[rule]`. */
export type RuleEntries = v.InferOutput<typeof ruleEntries>;
