import type * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { EntryPath, EntryPlaces } from "../diagnostics/entry-places.ts";
import { otherRuleTypes, severities } from "./rule-entries.ts";

/** A file with more mistakes than this shows the first ones: nobody reads on, and a hostile one has a million. */
const maxMistakes = 50;

/** A rule whose entries are checked, and how its file writes them. */
export interface CheckedRule {
  readonly form: "toml" | "json";
  readonly entries: Readonly<Record<string, unknown>>;
  /** The names that a rule may have: others may be misspelt ones. */
  readonly names: readonly string[];
  readonly source: SourceText;
  /** `null` where they can't be told. Paths start with `rule`. */
  readonly places: EntryPlaces | null;
}

/** What entries that must be there look like, as help for who left them out. */
const examples: ReadonlyMap<string, Readonly<Record<CheckedRule["form"], string>>> = new Map([
  ["rule_id", { toml: 'rule_id = "…"', json: '"rule_id":"…"' }],
  ["name", { toml: 'name = "…"', json: '"name":"…"' }],
  ["description", { toml: 'description = "…"', json: '"description":"…"' }],
  ["type", { toml: 'type = "eql"', json: '"type":"eql"' }],
  ["severity", { toml: 'severity = "low"', json: '"severity":"low"' }],
  ["risk_score", { toml: "risk_score = 21", json: '"risk_score":21' }],
  ["query", { toml: "query = '''…'''", json: '"query":"…"' }],
  ["framework", { toml: 'framework = "MITRE ATT&CK"', json: '"framework":"MITRE ATT&CK"' }],
  [
    "tactic",
    {
      toml: 'tactic = { id = "TA0003", name = "Persistence" }',
      json: '"tactic":{"id":"TA0003","name":"Persistence"}',
    },
  ],
  ["id", { toml: 'id = "…"', json: '"id":"…"' }],
]);

/**
 * What is wrong with the entries of a rule, each with its place: E102 for a missing one (at the table it should be in),
 * E103 for the wrong type, E104 for a value that isn't allowed.
 */
export function describeMistakes(issues: readonly v.BaseIssue<unknown>[], rule: CheckedRule): readonly Diagnostic[] {
  return issues.slice(0, maxMistakes).map((issue) => describeMistake(issue, rule));
}

function describeMistake(issue: v.BaseIssue<unknown>, rule: CheckedRule): Diagnostic {
  const { source, places } = rule;
  const path = ["rule", ...pathOf(issue)];
  const isMissing = issue.received === "undefined";
  const diagnostic = isMissing ? describeMissing(path, rule) : describeWrong(issue, path, rule);
  if (places === null) return { ...diagnostic, source };
  return { ...diagnostic, source, span: places.find(isMissing ? path.slice(0, -1) : path) };
}

function pathOf(issue: v.BaseIssue<unknown>): EntryPath {
  return (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
}

function describeMissing(path: EntryPath, { form, entries, names }: CheckedRule): Diagnostic {
  const name = String(path.at(-1));
  const missing: Diagnostic = {
    code: "E102",
    severity: "error",
    message: `\`${nameOf(path.slice(0, -1))}\` has no \`${name}\``,
  };
  const unknown = path.length === 2 ? Object.keys(entries).filter((key) => !names.includes(key)) : [];
  const misspelt = nearest(name, unknown);
  if (misspelt !== null) return { ...missing, label: `did you mean \`${name}\` where it says \`${misspelt}\`?` };
  const example = examples.get(name)?.[form];
  return example === undefined ? missing : { ...missing, help: `add \`${example}\`` };
}

function describeWrong(issue: v.BaseIssue<unknown>, path: EntryPath, { form }: CheckedRule): Diagnostic {
  const name = nameOf(path.slice(1));
  const isWrongType = isOfWrongType(issue);
  const wrong: Diagnostic = {
    code: isWrongType ? "E103" : "E104",
    severity: "error",
    message: `\`${name}\` must be ${describeExpected(issue, form)}`,
  };
  const meant = isWrongType ? null : nearestAllowed(name, issue.input);
  return meant === null ? wrong : { ...wrong, label: `did you mean \`${meant}\`?` };
}

/**
 * What is wrong with an entry, as a clause: "`entries[0].value` must be a string, not a number". For what is part of no
 * rule. Gives the path too.
 */
export function describeIssue(issue: v.BaseIssue<unknown>): { readonly path: EntryPath; readonly clause: string } {
  const path = pathOf(issue);
  if (issue.received === "undefined") {
    const place = path.length > 1 ? `\`${nameOf(path.slice(0, -1))}\`` : "it";
    return { path: path.slice(0, -1), clause: `${place} has no \`${String(path.at(-1))}\`` };
  }
  return { path, clause: `\`${nameOf(path)}\` must be ${describeExpected(issue, "json")}` };
}

function isOfWrongType(issue: v.BaseIssue<unknown>): boolean {
  return issue.kind === "schema" && issue.type !== "picklist" && issue.type !== "variant";
}

/** What it must be, and, if it is of the wrong type, what it is. */
function describeExpected(issue: v.BaseIssue<unknown>, form: CheckedRule["form"]): string {
  const expected =
    form === "toml" ? issue.message : issue.message.replace("a table", "an object").replace("tables", "objects");
  return isOfWrongType(issue) ? `${expected}, not ${kindOf(issue.input, form)}` : expected;
}

function nearestAllowed(name: string, value: unknown): string | null {
  if (typeof value !== "string") return null;
  if (name === "severity") return nearest(value, severities);
  return name === "type" ? nearest(value, ["eql", ...otherRuleTypes]) : null;
}

/** `rule`, `rule.threat[0].tactic`: as one would write it in a program. */
function nameOf(path: EntryPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

function kindOf(value: unknown, form: CheckedRule["form"]): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "string") return "a string";
  if (typeof value === "boolean") return "a boolean";
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  return form === "toml" ? "a table" : "an object";
}
