import type * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { otherRuleTypes, requiredEntries, ruleEntries, severities } from "./rule-entries.ts";
import { readTomlPlaces, type TomlPath, type TomlPlaces } from "./toml-places.ts";

/** A file with more mistakes than this shows the first ones: nobody reads on, and a hostile one has a million. */
const maxMistakes = 50;

type Issue = v.InferIssue<typeof ruleEntries>;

/**
 * What is wrong with the entries of `[rule]`, each with its place: E102 for a missing one (at the header of its table),
 * E103 for the wrong type, E104 for a value that isn't allowed.
 */
export function describeMistakes(
  issues: readonly Issue[],
  rule: Readonly<Record<string, unknown>>,
  source: SourceText,
): readonly Diagnostic[] {
  const places = readTomlPlaces(source);
  return issues.slice(0, maxMistakes).map((issue) => describeMistake(issue, rule, source, places));
}

function describeMistake(
  issue: Issue,
  rule: Readonly<Record<string, unknown>>,
  source: SourceText,
  places: TomlPlaces | null,
): Diagnostic {
  const path = ["rule", ...pathOf(issue)];
  const isMissing = issue.received === "undefined";
  const diagnostic = isMissing ? describeMissing(path, rule) : describeWrong(issue, path);
  if (places === null) return { ...diagnostic, source };
  return { ...diagnostic, source, span: places.find(isMissing ? path.slice(0, -1) : path) };
}

function pathOf(issue: Issue): readonly (string | number)[] {
  return (issue.path ?? []).map((step) => (typeof step.key === "number" ? step.key : String(step.key)));
}

function describeMissing(path: TomlPath, rule: Readonly<Record<string, unknown>>): Diagnostic {
  const name = String(path.at(-1));
  const missing: Diagnostic = {
    code: "E102",
    severity: "error",
    message: `\`${nameOf(path.slice(0, -1))}\` has no \`${name}\``,
  };
  const misspelt = path.length === 2 ? findMisspelt(name, rule) : null;
  if (misspelt !== null) return { ...missing, label: `did you mean \`${name}\` where it says \`${misspelt}\`?` };
  const example = requiredEntries.get(name);
  return example === undefined ? missing : { ...missing, help: `add \`${example}\`` };
}

/** An entry that a rule doesn't have, and whose name is near one that it must have. */
function findMisspelt(name: string, rule: Readonly<Record<string, unknown>>): string | null {
  return nearest(
    name,
    Object.keys(rule).filter((key) => !Object.hasOwn(ruleEntries.entries, key)),
  );
}

function describeWrong(issue: Issue, path: TomlPath): Diagnostic {
  const name = nameOf(path.slice(1));
  const isWrongType = issue.kind === "schema" && issue.type !== "picklist";
  const wrong: Diagnostic = isWrongType
    ? { code: "E103", severity: "error", message: `\`${name}\` must be ${issue.message}, not ${kindOf(issue.input)}` }
    : { code: "E104", severity: "error", message: `\`${name}\` must be ${issue.message}` };
  const meant = isWrongType ? null : nearestAllowed(name, issue.input);
  return meant === null ? wrong : { ...wrong, label: `did you mean \`${meant}\`?` };
}

function nearestAllowed(name: string, value: unknown): string | null {
  if (typeof value !== "string") return null;
  if (name === "severity") return nearest(value, severities);
  return name === "type" ? nearest(value, ["eql", ...otherRuleTypes]) : null;
}

/** `rule`, `rule.threat[0].tactic`: as one would write it in a program. */
function nameOf(path: TomlPath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "string") return "a string";
  if (typeof value === "boolean") return "a boolean";
  return typeof value === "number" || typeof value === "bigint" ? "a number" : "a table";
}
