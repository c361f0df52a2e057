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
import { readTomlPlaces, type TomlMistake } from "./toml-places.ts";
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
  if ("message" in document) return failAt(source, document);
  const rule = Object.hasOwn(document.value, "rule") ? document.value["rule"] : undefined;
  if (rule === undefined) {
    return {
      kind: "failed",
      diagnostics: [{ code: "E106", severity: "error", message: "there is no table `[rule]`", source }],
    };
  }
  if (!isTable(rule)) {
    const message = "`rule` must be a table, not a list or a value";
    return {
      kind: "failed",
      diagnostics: [{ code: "E103", severity: "error", message, ...placeOf(source, ["rule"]) }],
    };
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
  if ("message" in text) return failAt(source, text);
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

function parseDocument(source: SourceText): { readonly value: Readonly<Record<string, unknown>> } | TomlMistake {
  try {
    return { value: parseToml(source.text, { integersAsBigInt: "asNeeded", maxDepth }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The parser's message goes on with an excerpt of its own.
    const message = error.message.replace(/\n[^]*$/, "").replace("Invalid TOML document: ", "");
    return { message, offset: offsetAt(source, error.line, error.column) };
  }
}

function failAt(source: SourceText, mistake: TomlMistake): FailedRule {
  const span = { start: mistake.offset, end: mistake.offset + 1 };
  const message = `this is not valid TOML: ${mistake.message}`;
  return { kind: "failed", diagnostics: [{ code: "E101", severity: "error", message, span, source }] };
}

/** The query where it stands in the file. Whoever finds it, it must be what the TOML parser read. */
function locateQuery(source: SourceText, query: string): EmbeddedText | TomlMistake {
  const usual = findQueryValue(source.text);
  const located = usual === null ? null : readTomlString(source, usual);
  if (located?.embedded.text === query) return located.embedded;
  const places = readTomlPlaces(source);
  if (!("find" in places)) return places;
  const { start } = places.find(["rule", "query"]);
  const unusual = readTomlString(source, start);
  if (unusual?.embedded.text === query) return unusual.embedded;
  return { message: "the place of `query` can't be told", offset: start };
}

/** Where the entry of a rule file stands, for diagnostics about a rule that was read. */
export function placeOf(source: SourceText, path: readonly string[]): Pick<Diagnostic, "span" | "source"> {
  const places = readTomlPlaces(source);
  return "find" in places ? { source, span: places.find(path) } : { source };
}
