import { escapeControl } from "../diagnostics/escaping.ts";
import { type Detection, type DetectionEvent, isPresent } from "../hunt/detection.ts";
import type { RuleSeverity } from "../rules/rule.ts";
import { readEventField, valueText } from "./event-field.ts";
import { failedText } from "./failed-text.ts";
import type { TextStyle } from "./grid.ts";
import { wrapText } from "./wrapping.ts";

/** What a cell of a table, or a line across it, has to show, before it is fitted. */
export interface Cell {
  /** One line each if there is room; escaped. */
  readonly items: readonly string[];
  readonly style: TextStyle | null;
}

/** The cells of time, rule, host, process, what matched, and where. */
type Row = readonly Cell[];

/** What a table shows of a detection. */
export interface Section {
  /** Lines across all columns: what is said of a sequence or sample as a whole. None of an event. */
  readonly heading: readonly Cell[];
  readonly rows: readonly Row[];
}

/** More lines than this are not shown of a cell; the last one is then an ellipsis. */
export const linesOfCell = 6;

/** Of a longer text the rest can't be shown in any cell; to measure and escape megabytes of it would only cost time. */
const longestText = 2_000;
/** Of a join key, in columns: the keys after a long one are to be seen too. */
const longestKey = 64;

const severityStyles: Readonly<Record<RuleSeverity, TextStyle>> = {
  low: "cyan",
  medium: "yellow",
  high: "red",
  critical: ["bold", "red"],
};

/**
 * An event is a row, and so is a near miss, which says first what it fails. A sequence or sample is a heading with its rule and join keys, and under it a row for each stage, in
 * their order; a missing event is a row without one.
 */
export function sectionOf(detection: Detection): Section {
  const { rule, timestamp, events } = detection;
  const name =
    detection.kind === "near_miss"
      ? cellOf([showText(`near miss: ${rule.name}`)])
      : cellOf([showText(`${rule.severity}: ${rule.name}`)], severityStyles[rule.severity]);
  if (detection.kind === "event" || detection.kind === "near_miss") {
    const rows = events.filter(isPresent).map((event) => [timeCell(timestamp), name, ...eventCells(event)]);
    return { heading: [], rows };
  }
  const rows = events.map((event, index): Row => {
    const stage = cellOf([`stage ${index + 1}`]);
    return isPresent(event)
      ? [timeCell(event.timestamp), stage, ...eventCells(event)]
      : [cellOf(["(no event)"]), stage, noText, noText, noText, noText];
  });
  const doubt = detection.partial === true ? [cellOf(["partial: some of the input is missing"])] : [];
  return { heading: [name, cellOf([joinText(detection)]), ...doubt], rows };
}

function joinText({ kind, join_keys: keys }: Detection): string {
  return keys.length === 0 ? kind : `${kind} by ${keys.map(showKey).join(", ")}`;
}

function showKey(key: string | null): string {
  if (key === null) return "(no value)";
  return wrapText(showText(key), longestKey, 1)[0] ?? '""';
}

function eventCells({ source, matched, failed, event }: DetectionEvent): readonly Cell[] {
  const field = (path: string): string => readEventField(event, path).map(valueText).join(", ");
  const index = source.index === undefined ? "" : `#${source.index}`;
  // More conditions than a cell has lines are not all looked at: one too many is enough to show that it is cut.
  const conditions = tellingConditions(matched).slice(0, linesOfCell + 1);
  return [
    cellOf([showText(field("host.name"))]),
    cellOf([showText(field("process.name") || field("process.executable"))]),
    cellOf([
      ...(failed === undefined ? [] : [showText(`failed: ${failedText(failed)}`)]),
      ...conditions.map(({ field, value }) => showText(`${field}=${valueText(value)}`)),
    ]),
    cellOf([showTextEnd(`${source.file}:${source.offset}${index}`)]),
  ];
}

/** That a value equals the constant it is compared with tells nothing new: the others are shown, if there are any. */
function tellingConditions(matched: DetectionEvent["matched"]): DetectionEvent["matched"] {
  const telling = matched.filter(({ value, pattern }) => valueText(value) !== pattern);
  return telling.length > 0 ? telling : matched;
}

/** With milliseconds: the other formats have all digits. */
function timeCell(timestamp: string | null): Cell {
  if (timestamp === null) return cellOf(["no time"]);
  return cellOf([showText(timestamp.replace("T", " ").replace(/(\.\d{3})\d+Z$/, "$1Z"))]);
}

function cellOf(items: readonly string[], style: TextStyle | null = null): Cell {
  return { items, style };
}

const noText = cellOf([]);

function showText(text: string): string {
  return escapeControl((text.length > longestText ? `${text.slice(0, longestText)}…` : text).toWellFormed());
}

function showTextEnd(text: string): string {
  return escapeControl((text.length > longestText ? `…${text.slice(-longestText)}` : text).toWellFormed());
}
