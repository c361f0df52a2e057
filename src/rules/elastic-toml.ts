import { parse as parseToml, TomlError } from "smol-toml";
import * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import type { EmbeddedText } from "../diagnostics/embedded.ts";
import { offsetAt } from "../diagnostics/position.ts";
import { describeMistakes } from "./entry-mistakes.ts";
import { readQuery, type QueryParser } from "./query.ts";
import { findQueryValue } from "./query-place.ts";
import type { Rule } from "./rule.ts";
import { isTable, otherLanguages, otherRuleTypes, ruleEntries, type RuleEntries } from "./rule-entries.ts";
import type { FailedRule, RuleReading } from "./rule-reading.ts";
import { readTomlPlaces, type TomlPath } from "./toml-places.ts";
import { readTomlString } from "./toml-string.ts";

/** Lists and inline tables nest at most this deep; a rule needs six. */
const maxDepth = 64;

/**
 * Reads one rule file of Elastic's form: the table `[rule]`; `[metadata]` and entries that mean nothing here are
 * passed over, `timestamp_override` among them (SEMANTICS 5b). A rule of another type or language is `skipped`
 * unchecked. Everything that is wrong is said at once: E101 (not TOML), E102, E103, E104 (entries), E106 (no `[rule]`),
 * and what `parse` says of the query, each at its place in the file.
 */
export function readElasticToml(source: SourceText, parse: QueryParser): RuleReading {
  const document = parseDocument(source);
  if ("code" in document) return failWith(document);
  const rule = Object.hasOwn(document.value, "rule") ? document.value["rule"] : undefined;
  if (rule === undefined) {
    return failWith({ code: "E106", severity: "error", message: "there is no table `[rule]`", source });
  }
  if (!isTable(rule)) {
    const message = "`rule` must be a table, not a list or a value";
    return failWith({ code: "E103", severity: "error", message, ...placeOf(source, ["rule"]) });
  }
  const otherType = findOtherType(rule);
  return otherType === null
    ? readRuleTable(source, rule, parse)
    : { kind: "skipped", type: otherType, diagnostics: [] };
}

function readRuleTable(source: SourceText, table: Readonly<Record<string, unknown>>, parse: QueryParser): RuleReading {
  const entries = v.safeParse(ruleEntries, table);
  const mistakes = entries.success ? [] : describeMistakes(entries.issues, table, source);
  const query = table["query"];
  if (typeof query !== "string") return { kind: "failed", diagnostics: mistakes };
  const text = locateQuery(source, query);
  if ("code" in text) return { kind: "failed", diagnostics: [...mistakes, text] };
  const reading = readQuery(text, parse);
  // Of a rule that would be left out anyway only its own mistakes are worth saying.
  if (!entries.success) {
    const more = reading.kind === "skipped" ? [] : reading.diagnostics;
    return { kind: "failed", diagnostics: [...mistakes, ...more] };
  }
  if (reading.kind !== "query") return reading;
  const rule: Rule = { ...describeRule(entries.output), text, query: reading.query };
  return { kind: "rule", rule, diagnostics: reading.diagnostics };
}

function describeRule(entries: RuleEntries): Omit<Rule, "text" | "query"> {
  return {
    id: entries.rule_id,
    name: entries.name,
    description: entries.description.trim(),
    severity: entries.severity,
    riskScore: entries.risk_score,
    tags: entries.tags,
    threat: entries.threat,
    timestampField: entries.timestamp_field ?? null,
    categoryField: entries.event_category_override ?? null,
    tiebreakerField: entries.tiebreaker_field ?? null,
  };
}

function findOtherType(rule: Readonly<Record<string, unknown>>): string | null {
  const { type, language } = rule;
  if (typeof type === "string" && otherRuleTypes.includes(type)) return type;
  return type === undefined && typeof language === "string" && otherLanguages.includes(language) ? language : null;
}

function failWith(diagnostic: Diagnostic): FailedRule {
  return { kind: "failed", diagnostics: [diagnostic] };
}

function parseDocument(source: SourceText): { readonly value: Readonly<Record<string, unknown>> } | Diagnostic {
  try {
    return { value: parseToml(source.text, { integersAsBigInt: "asNeeded", maxDepth }) };
  } catch (error) {
    const message = "this is not valid TOML";
    if (!(error instanceof TomlError)) return { code: "E101", severity: "error", message, source };
    // The parser's message goes on with an excerpt of its own.
    const reason = error.message.replace(/\n[^]*$/, "").replace("Invalid TOML document: ", "");
    const start = offsetAt(source, error.line, error.column);
    return {
      code: "E101",
      severity: "error",
      message: `${message}: ${reason}`,
      span: { start, end: start + 1 },
      source,
    };
  }
}

/** The query where it stands in the file. Whoever finds it, it must be what the TOML parser read. */
function locateQuery(source: SourceText, query: string): EmbeddedText | Diagnostic {
  const usual = findQueryValue(source.text);
  const located = usual === null ? null : readTomlString(source, usual);
  if (located?.embedded.text === query) return located.embedded;
  const unusual = readTomlPlaces(source)?.find(["rule", "query"]);
  const relocated = unusual === undefined ? null : readTomlString(source, unusual.start);
  if (relocated?.embedded.text === query) return relocated.embedded;
  const message = "can't read this: the place of `query` can't be told";
  return { code: "E100", severity: "error", message, help: "write `query = '''…'''` below `[rule]`", source };
}

/** Where the entry of a rule file stands, for diagnostics about a rule that was read. */
export function placeOf(source: SourceText, path: TomlPath): Pick<Diagnostic, "span" | "source"> {
  const places = readTomlPlaces(source);
  return places === null ? { source } : { source, span: places.find(path) };
}
