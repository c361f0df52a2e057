import type { EventProfile } from "../coverage/event-profile.ts";
import type { SniffedInput, SniffedSource, SniffReport } from "../coverage/sniffing.ts";
import { formatTime } from "../language/time.ts";
import { reasonToJson } from "./coverage-reasons.ts";

/** What `sniff --format json` writes: one JSON document with all that is known, with a newline at its end. */
export function sniffToJson(report: SniffReport): string {
  const json = {
    schema_version: 1,
    inputs: report.inputs.map(inputJson),
    sources: report.sources.map(sourceJson),
    problems: report.problems.map(({ name, code, reason }) => ({ file: name, code, reason })),
  };
  return `${JSON.stringify(json, wellFormed, 2)}\n`;
}

function wellFormed(_key: string, part: unknown): unknown {
  return typeof part === "string" ? part.toWellFormed() : part;
}

function inputJson({ file, events, badLines, isWhole, parts }: SniffedInput): object {
  return { file, events, bad_lines: badLines, whole: isWhole, parts: parts.map(partJson) };
}

function partJson(part: EventProfile): object {
  return {
    source: part.source,
    product: part.product,
    form: part.form,
    events: part.events,
    categories: part.categories,
    without_category: part.withoutCategory,
    time: {
      from: part.fromNs === null ? null : formatTime(part.fromNs),
      to: part.toNs === null ? null : formatTime(part.toNs),
      without: part.withoutTime,
    },
    fields: part.fields,
  };
}

function sourceJson({ source, product, form, ableRules, unableRules, missing }: SniffedSource): object {
  return {
    source,
    product,
    form,
    rules: {
      able: ableRules,
      unable: unableRules.map(({ rule, name, canMatch, reasons }) => ({
        rule,
        name,
        canMatch,
        reasons: reasons.map((reason) => reasonToJson(reason, product)),
      })),
    },
    missing_fields: missing,
  };
}
