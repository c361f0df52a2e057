import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import type { ExportLine, ExportObject } from "./export-lines.ts";

/**
 * E114 if the export's own summary counts more than there is: then it was cut or edited, and what is missing would be
 * looked for in vain. Exports that were joined have several summaries, which add up; one without says nothing. A broken
 * line may be any of the missing ones and has its own diagnostic.
 */
export function describeSummary(source: SourceText, lines: readonly ExportLine[]): readonly Diagnostic[] {
  const summaries = lines.flatMap((line) => (line.kind === "summary" ? [line] : []));
  const last = summaries.at(-1);
  if (last === undefined) return [];
  const broken = countOf(lines, "broken");
  const missing = [
    { what: "rule", count: sum(summaries, "exported_rules_count") - countOf(lines, "rule") - broken },
    {
      what: "exception",
      count: sum(summaries, "exported_exception_list_item_count") - countOf(lines, "item") - broken,
    },
  ].filter(({ count }) => count > 0);
  return missing.map(({ what, count }): Diagnostic => ({
    code: "E114",
    severity: "warning",
    message: `by its summary this export had ${count} more ${what}${count === 1 ? "" : "s"}`,
    source,
    span: { start: last.start, end: last.start + 1 },
  }));
}

function countOf(lines: readonly ExportLine[], kind: ExportLine["kind"]): number {
  return lines.filter((line) => line.kind === kind).length;
}

function sum(summaries: readonly ExportObject[], key: string): number {
  const counts = summaries.map(({ value }) => (Object.hasOwn(value, key) ? value[key] : 0));
  return counts.filter((count) => typeof count === "number").reduce((total, count) => total + count, 0);
}
