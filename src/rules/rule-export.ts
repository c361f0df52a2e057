import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { lineAt } from "../diagnostics/position.ts";
import { ExceptionLists } from "./exception-lists.ts";
import { type ExportLine, readExportLines } from "./export-lines.ts";
import { describeSummary } from "./export-summary.ts";
import { ExportedRules } from "./exported-rules.ts";
import { readJsonPlaces } from "./json-places.ts";
import type { QueryParser } from "./query.ts";
import type { Rule } from "./rule.ts";
import type { RuleFileReading, RuleReading } from "./rule-reading.ts";
import { unreadable } from "./rule-source.ts";

/** Kibana exports 10,000 objects at most, each on a line. */
const maxLines = 131_072;

/** Of more broken lines only the first are shown: a file of another kind has a million. */
const maxShownLines = 50;

/**
 * Reads Kibana's export of rules: lines of JSON, each a rule, an exception list, an exception item, an action connector or
 * the summary at the end. A rule that is switched off in Kibana is a rule: `enabled` says what a cluster runs. The
 * exceptions of a rule whose lists are in the export become part of its query; those that can't be applied are named.
 *
 * A line that is broken (E107) or unknown (E108), a rule with mistakes (E102, E103, E104, and what `parse` says) and an
 * exception that can't be applied (E109) stop nothing else. Beside them: an export without rules (E106), a list that isn't
 * there (E110), an exception that has expired (E111) or is nested (E112), filters that are not applied (E113), an export
 * that lacks something by its own summary (E114). One of more than 131,072 lines is not read (E100).
 *
 * @param nowNs decides which exceptions have expired, in nanoseconds since 1970
 */
export function readRuleExport(source: SourceText, parse: QueryParser, nowNs: bigint): RuleFileReading {
  if (countLines(source.text) > maxLines) return failWithLines(source);
  const lines = [...readExportLines(source)];
  const lists = new ExceptionLists(source, nowNs);
  for (const line of lines) {
    if (line.kind === "list") lists.addList(line);
    else if (line.kind === "item") lists.addItem(line);
  }
  const exported = new ExportedRules(source, parse, lists);
  let broken = 0;
  const rules = lines.flatMap((line): readonly RuleReading[] => {
    if (line.kind === "rule") return [exported.read(line)];
    if (line.kind !== "broken") return [];
    return [{ kind: "failed", diagnostics: ++broken > maxShownLines ? [] : [line.diagnostic] }];
  });
  const summary = rules.length === 0 ? [describeNoRules(source)] : describeSummary(source, lines);
  const diagnostics = [...describeOthers(source, lines, broken), ...summary, ...lists.diagnostics];
  return { rules, diagnostics, placeOfId };
}

/** No more are counted than there may be. */
function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0 && count <= maxLines; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function failWithLines(source: SourceText): RuleFileReading {
  const diagnostic = unreadable(source.name, `it has more than ${maxLines.toLocaleString("en")} lines`);
  return { rules: [{ kind: "failed", diagnostics: [diagnostic] }], diagnostics: [], placeOfId };
}

/** E108 for each unknown line, and how many lines more there are than are shown. */
function describeOthers(source: SourceText, lines: readonly ExportLine[], broken: number): readonly Diagnostic[] {
  const unknown = lines.flatMap((line) => (line.kind === "unknown" ? [line.diagnostic] : []));
  return [
    ...unknown.slice(0, maxShownLines),
    ...(unknown.length > maxShownLines ? [describeMore("E108", unknown.length, source)] : []),
    ...(broken > maxShownLines ? [describeMore("E107", broken, source)] : []),
  ];
}

function describeMore(code: "E107" | "E108", count: number, source: SourceText): Diagnostic {
  const message = `${count - maxShownLines} more lines of this file are like that`;
  return { code, severity: code === "E107" ? "error" : "warning", message, source };
}

/** Exception lists can be exported by themselves: nothing is wrong with that, but there is nothing to run. */
function describeNoRules(source: SourceText): Diagnostic {
  const help = "exceptions are applied to the rules of the same export";
  return { code: "E106", severity: "warning", message: "there is no rule in this export", help, source };
}

function placeOfId({ text: { source, segments } }: Rule): Pick<Diagnostic, "span" | "source"> {
  const line = lineAt(source, segments[0]?.offset ?? 0);
  const start = line.start + source.text.slice(line.start, line.end).indexOf("{");
  return { source, span: readJsonPlaces(source.text, start).find(["rule_id"]) };
}
