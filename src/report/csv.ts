import { escapeControl } from "../diagnostics/escaping.ts";
import { type Detection, type DetectionEvent, isPresent } from "../hunt/detection.ts";
import { readEventField, valueText } from "./event-field.ts";
import { failedText } from "./failed-text.ts";
import { documentLine, escapeJsonControl } from "./json-lines.ts";

const columns = [
  "rule_id",
  "rule_name",
  "severity",
  "risk_score",
  "detection_id",
  "kind",
  "stage",
  "timestamp",
  "file",
  "offset",
  "host.name",
  "user.name",
  "process.name",
  "process.executable",
  "matched",
  "event",
] as const;

/** The first line of a CSV file of detections, with its line end (RFC 4180: carriage return, newline). */
export const csvHeader = `${columns.join(",")}\r\n`;

/**
 * A detection as rows of CSV, one for each of its events, each with its line end (RFC 4180). The columns are those of
 * {@link csvHeader}: `stage` counts the stages of a sequence or sample from 1 and is 1 for an event, `timestamp` is the
 * detection's and empty where it has none, several values of a field are joined with a comma, `matched` is `field=value` pairs
 * joined with a semicolon, of a near miss also `failed:` and the condition that failed, and `event` is the document's JSON.
 *
 * A missing event has no row, but its stage counts: a sequence whose second stage is missing has rows of stages 1 and 3. So
 * every row is an event that can be joined by file and offset, `offset` is always a number, and rows can be counted. Rows
 * of a detection share its id; join keys and `partial` are in the JSON lines.
 *
 * Safe to open in a spreadsheet (RELIABILITY.md): a cell that would be a formula starts with `'`. Control characters are
 * shown escaped, but for newlines, which stand inside quotes.
 */
export function detectionToCsv(detection: Detection): string {
  return detection.events
    .map((event, index) => (isPresent(event) ? `${rowOf(detection, event, index + 1).join(",")}\r\n` : ""))
    .join("");
}

function rowOf(
  detection: Detection,
  { source, matched, failed, event, text }: DetectionEvent,
  stage: number,
): string[] {
  const { rule } = detection;
  const field = (path: string): string => textCell(readEventField(event, path).map(valueText).join(", "));
  return [
    textCell(rule.id),
    textCell(rule.name),
    textCell(rule.severity),
    String(rule.risk_score),
    textCell(detection.id),
    textCell(detection.kind),
    String(stage),
    textCell(detection.timestamp ?? ""),
    textCell(source.file),
    String(source.offset),
    field("host.name"),
    field("user.name"),
    field("process.name"),
    field("process.executable"),
    textCell(conditionsText(matched, failed)),
    quoteCell(escapeJsonControl(documentLine(text))),
  ];
}

function conditionsText(matched: DetectionEvent["matched"], failed: DetectionEvent["failed"]): string {
  const texts = matched.map(({ field, value }) => `${field}=${valueText(value)}`);
  return [...texts, ...(failed === undefined ? [] : [`failed: ${failedText(failed)}`])].join("; ");
}

/**
 * Besides the ASCII ones the full-width signs and a line break, which some spreadsheets read as the start of a formula too; and
 * behind blanks, quotes and characters that aren't seen, which some take away before they look.
 */
const formulaStart = /^(?:[\t\r\n]|[\s"'\p{Cc}\p{Default_Ignorable_Code_Point}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

function textCell(text: string): string {
  // Told before escaping: afterwards a tab would be a backslash.
  const mark = formulaStart.test(text) ? "'" : "";
  return quoteCell(mark + text.toWellFormed().split("\n").map(escapeControl).join("\n"));
}

function quoteCell(text: string): string {
  return /[",;\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
