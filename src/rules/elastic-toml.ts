import * as v from "valibot";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import type { EmbeddedText } from "../diagnostics/embedded.ts";
import { describeMistakes } from "./entry-mistakes.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { readQuery, type QueryParser } from "./query.ts";
import { findQueryValue } from "./query-place.ts";
import type { Rule } from "./rule.ts";
import { describeFilters } from "./ignored-filters.ts";
import { describeRule, findOtherType } from "./rule-description.ts";
import { isTable, ruleEntries } from "./rule-entries.ts";
import type { FailedRule, RuleReading } from "./rule-reading.ts";
import { parseToml } from "../toml/document.ts";
import { readTomlPlaces } from "../toml/places.ts";
import { readTomlString } from "./toml-string.ts";

/**
 * Reads one rule file of Elastic's form: the table `[rule]`; `[metadata]` and entries that mean nothing here are
 * passed over. A rule of another type or language is `skipped` unchecked. Everything that is wrong is said at once: E101
 * (not TOML), E102, E103, E104 (entries), E106 (no `[rule]`), E113 (filters that are not applied), and what `parse` says
 * of the query, each at its place in the file.
 */
export function readElasticToml(source: SourceText, parse: QueryParser): RuleReading {
  const document = parseToml(source);
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
  return otherType === null ? readRuleTable(source, rule, parse) : { kind: "skipped", type: otherType };
}

function readRuleTable(source: SourceText, table: Readonly<Record<string, unknown>>, parse: QueryParser): RuleReading {
  const entries = v.safeParse(ruleEntries, table);
  const mistakes = entries.success ? [] : describeTableMistakes(entries.issues, table, source);
  const query = table["query"];
  if (typeof query !== "string") return { kind: "failed", diagnostics: mistakes };
  const text = locateQuery(source, query);
  if ("code" in text) return { kind: "failed", diagnostics: [...mistakes, text] };
  const reading = readQuery(text, parse);
  if (!entries.success || reading.kind === "failed") {
    return { kind: "failed", diagnostics: [...mistakes, ...reading.diagnostics] };
  }
  const rule: Rule = { ...describeRule(entries.output), text, query: reading.query, exceptions: 0 };
  const filters = describeFilters(table["filters"], () => placeOf(source, ["rule", "filters"]));
  return { kind: "rule", rule, diagnostics: [...reading.diagnostics, ...filters] };
}

function describeTableMistakes(
  issues: readonly v.BaseIssue<unknown>[],
  entries: Readonly<Record<string, unknown>>,
  source: SourceText,
): readonly Diagnostic[] {
  const names = Object.keys(ruleEntries.entries);
  return describeMistakes(issues, { form: "toml", entries, names, source, places: readTomlPlaces(source) });
}

function failWith(diagnostic: Diagnostic): FailedRule {
  return { kind: "failed", diagnostics: [diagnostic] };
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
export function placeOf(source: SourceText, path: EntryPath): Pick<Diagnostic, "span" | "source"> {
  const places = readTomlPlaces(source);
  return places === null ? { source } : { source, span: places.find(path) };
}
