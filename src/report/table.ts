import { escapeControl } from "../diagnostics/escaping.ts";
import type { Detection, DetectionEvent } from "../hunt/detection.ts";
import type { RuleSeverity } from "../rules/rule.ts";
import { shareColumns } from "./column-widths.ts";
import type { DetectionWriter } from "./detection-writer.ts";
import { displayWidth } from "./display-width.ts";
import { readEventField, valueText } from "./event-field.ts";
import { columnGap, drawGrid, type StyledLine, type TextStyle } from "./grid.ts";
import { formatCounted } from "./units.ts";
import { wrapText, wrapTextEnd } from "./wrapping.ts";

/** `width` is the terminal's, in columns; a table is never narrower than 60. */
export interface TableOptions {
  readonly color: boolean;
  readonly width: number;
}

/** What a cell has to show, before it is fitted to its column. */
interface Cell {
  /** One line each if there is room; escaped. */
  readonly items: readonly string[];
  readonly style: TextStyle | null;
}

type Row = readonly Cell[];

interface Column {
  readonly title: string;
  readonly minimumColumns: number;
  /** Gets a share of the room that the first page doesn't need, if more pages are to come. */
  readonly growing: boolean;
  readonly wrap: (text: string, columns: number, maxLines: number) => readonly string[];
}

const columns: readonly Column[] = [
  { title: "time", minimumColumns: 13, growing: false, wrap: wrapText },
  { title: "rule", minimumColumns: 9, growing: true, wrap: wrapText },
  { title: "host", minimumColumns: 6, growing: true, wrap: wrapText },
  { title: "process", minimumColumns: 7, growing: true, wrap: wrapText },
  { title: "matched", minimumColumns: 9, growing: true, wrap: wrapText },
  { title: "where", minimumColumns: 6, growing: true, wrap: wrapTextEnd },
];

const narrowestColumns = 60;
const pageRows = 200;
const linesOfCell = 6;
const linesOfItem = 3;
/** Of a longer text the rest can't be shown in any cell; to measure and escape megabytes of it would only cost time. */
const longestText = 2_000;

const severityStyles: Readonly<Record<RuleSeverity, TextStyle>> = {
  low: "cyan",
  medium: "yellow",
  high: "red",
  critical: ["bold", "red"],
};

/**
 * Writes detections as a table that fits a terminal (RELIABILITY.md: event text on a terminal). It is given out in pages of
 * up to 200 rows; the first page fixes the widths of the columns, so that all pages line up under its header. Cells wrap;
 * what doesn't fit is cut with an ellipsis. At the end stands how many detections of how many rules there were.
 */
export function createTableWriter(options: TableOptions): DetectionWriter {
  const available =
    (options.width >= narrowestColumns ? options.width : narrowestColumns) - columnGap * (columns.length - 1);
  const ruleIds = new Set<string>();
  let detections = 0;
  let rows: Row[] = [];
  let widths: readonly number[] | null = null;

  function page(moreToCome: boolean): string {
    if (rows.length === 0) return "";
    const isFirst = widths === null;
    widths ??= fitColumns(rows, available, moreToCome);
    const text = renderPage(rows, widths, { header: isFirst, color: options.color });
    rows = [];
    return text;
  }

  return {
    write(detection) {
      detections++;
      ruleIds.add(detection.rule.id);
      rows.push(...detectionRows(detection));
      return rows.length >= pageRows ? page(true) : "";
    },
    flush: () => page(true),
    end() {
      if (detections === 0) return "No detections: no rule matched an event that was read.\n";
      const counts = `${formatCounted(detections, "detection")} of ${formatCounted(ruleIds.size, "rule")}`;
      return `${page(false)}\n${counts}\n`;
    },
  };
}

/** A row for each event; what is said of the detection as a whole stands in the first one. */
function detectionRows(detection: Detection): readonly Row[] {
  const { rule, timestamp } = detection;
  return detection.events.map((event, index) => {
    const whole: readonly [Cell, Cell] =
      index === 0
        ? [
            cellOf([timestamp === null ? "no time" : showTime(timestamp)]),
            cellOf([showText(`${rule.severity}: ${rule.name}`)], severityStyles[rule.severity]),
          ]
        : [cellOf([]), cellOf([])];
    return [...whole, ...eventCells(event)];
  });
}

function eventCells({ source, matched, event }: DetectionEvent): readonly Cell[] {
  const field = (path: string): string => readEventField(event, path).map(valueText).join(", ");
  const index = source.index === undefined ? "" : `#${source.index}`;
  // More conditions than a cell has lines are not all looked at: one too many is enough to show that it is cut.
  const conditions = tellingConditions(matched).slice(0, linesOfCell + 1);
  return [
    cellOf([showText(field("host.name"))]),
    cellOf([showText(field("process.name") || field("process.executable"))]),
    cellOf(conditions.map(({ field, value }) => showText(`${field}=${valueText(value)}`))),
    cellOf([showTextEnd(`${source.file}:${source.offset}${index}`)]),
  ];
}

/** That a value equals the constant it is compared with tells nothing new: the others are shown, if there are any. */
function tellingConditions(matched: DetectionEvent["matched"]): DetectionEvent["matched"] {
  const telling = matched.filter(({ value, pattern }) => valueText(value) !== pattern);
  return telling.length > 0 ? telling : matched;
}

/** With milliseconds: the other formats have all digits. */
function showTime(timestamp: string): string {
  return showText(timestamp.replace("T", " ").replace(/(\.\d{3})\d+Z$/, "$1Z"));
}

function cellOf(items: readonly string[], style: TextStyle | null = null): Cell {
  return { items, style };
}

function showText(text: string): string {
  return escapeControl((text.length > longestText ? `${text.slice(0, longestText)}…` : text).toWellFormed());
}

function showTextEnd(text: string): string {
  return escapeControl((text.length > longestText ? `…${text.slice(-longestText)}` : text).toWellFormed());
}

function fitColumns(rows: readonly Row[], available: number, moreToCome: boolean): readonly number[] {
  const needs = columns.map(({ title, minimumColumns: minimum }, index) => {
    const items = rows.flatMap((row) => row[index]?.items ?? []);
    // Later pages may need what the first one doesn't.
    const least = moreToCome ? minimum : title.length;
    return { minimum, natural: items.reduce((widest, item) => Math.max(widest, displayWidth(item)), least) };
  });
  const widths = shareColumns(needs, available);
  if (!moreToCome) return widths;
  const spare = available - widths.reduce((total, width) => total + width, 0);
  const growing = columns.filter((column) => column.growing).length;
  return widths.map((width, index) => (columns[index]?.growing === true ? width + Math.floor(spare / growing) : width));
}

function renderPage(
  rows: readonly Row[],
  widths: readonly number[],
  options: { readonly header: boolean; readonly color: boolean },
): string {
  const header = columns.map(({ title }): readonly StyledLine[] => [{ text: title, style: "bold" }]);
  const grid = rows.map((row) => row.map((cell, index) => fitCell(cell, index, widths[index] ?? 0)));
  return drawGrid(options.header ? [header, ...grid] : grid, widths, options);
}

function fitCell(cell: Cell, index: number, width: number): readonly StyledLine[] {
  const wrap = columns[index]?.wrap ?? wrapText;
  const lines = cell.items.flatMap((item) => wrap(item, width, linesOfItem));
  const shown = lines.length > linesOfCell ? [...lines.slice(0, linesOfCell - 1), "…"] : lines;
  return shown.map((text) => ({ text, style: cell.style }));
}
