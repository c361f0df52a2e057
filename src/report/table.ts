import type { Detection } from "../hunt/detection.ts";
import { shareColumns } from "./column-widths.ts";
import { formatDetections } from "./detection-counts.ts";
import type { DetectionWriter } from "./detection-writer.ts";
import { displayWidth } from "./display-width.ts";
import { columnGap, drawGrid, type GridRow, type StyledLine } from "./grid.ts";
import { type Cell, linesOfCell, type Section, sectionOf } from "./table-section.ts";
import { formatCount, formatCounted } from "./units.ts";
import { wrapText, wrapTextEnd } from "./wrapping.ts";

/** `width` is the terminal's, in columns; a table is never narrower than 60. */
export interface TableOptions {
  readonly color: boolean;
  readonly width: number;
}

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

const header: GridRow = columns.map(({ title }): readonly StyledLine[] => [{ text: title, style: "bold" }]);

const narrowestColumns = 60;
const pageRows = 200;
const linesOfItem = 3;

/**
 * Writes detections as a table that fits a terminal (RELIABILITY.md: event text on a terminal). An event is a row; a sequence
 * or sample is a block between blank lines: its rule and its join keys across all columns, then a row for each stage.
 *
 * The table is given out in pages of about 200 rows, never in the middle of a detection; the first page fixes the widths of
 * the columns, so that all pages line up under its header. Cells wrap; what doesn't fit is cut with an ellipsis. At the end
 * stands how many detections of how many rules there were, and how many of them are sequences and samples.
 */
export function createTableWriter({ color, width }: TableOptions): DetectionWriter {
  const tableColumns = width >= narrowestColumns ? width : narrowestColumns;
  const ruleIds = new Set<string>();
  const counts: Record<Detection["kind"], number> = { event: 0, sequence: 0, sample: 0, near_miss: 0 };
  let sections: Section[] = [];
  let rows = 0;
  let widths: readonly number[] | null = null;
  let last: Section | null = null;

  function page(moreToCome: boolean): string {
    if (sections.length === 0) return "";
    let text = "";
    if (widths === null) {
      widths = fitColumns(sections, tableColumns, moreToCome);
      text = drawGrid([header], widths, { header: true, color });
    }
    for (const section of sections) {
      if (last !== null && (isBlock(last) || isBlock(section))) text += "\n";
      text += drawSection(section, widths, tableColumns, color);
      last = section;
    }
    sections = [];
    rows = 0;
    return text;
  }

  return {
    write(detection) {
      counts[detection.kind]++;
      if (detection.kind !== "near_miss") ruleIds.add(detection.rule.id);
      const section = sectionOf(detection);
      sections.push(section);
      rows += section.rows.length;
      return rows >= pageRows ? page(true) : "";
    },
    flush: () => page(true),
    end() {
      const { event, sequence: sequences, sample: samples, near_miss: nearMisses } = counts;
      const detections = event + sequences + samples;
      const missed =
        nearMisses === 0 ? "" : `${nearMisses === 1 ? "1 near miss" : `${formatCount(nearMisses)} near misses`}\n`;
      const rest = page(false);
      const gap = detections + nearMisses === 0 ? "" : "\n";
      if (detections === 0) return `${rest}${gap}No detections: no rule matched an event that was read.\n${missed}`;
      const found = formatDetections({ detections, sequences, samples });
      return `${rest}${gap}${found} of ${formatCounted(ruleIds.size, "rule")}\n${missed}`;
    },
  };
}

function isBlock({ heading }: Section): boolean {
  return heading.length > 0;
}

function fitColumns(sections: readonly Section[], tableColumns: number, moreToCome: boolean): readonly number[] {
  const rows = sections.flatMap((section) => section.rows);
  const available = tableColumns - columnGap * (columns.length - 1);
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

function drawSection(
  { heading, rows }: Section,
  widths: readonly number[],
  tableColumns: number,
  color: boolean,
): string {
  const across = heading.map((cell) => [fitCell(cell, tableColumns, wrapText)]);
  const grid = rows.map((row) => row.map((cell, index) => fitCell(cell, widths[index] ?? 0, columns[index]?.wrap)));
  return (
    (across.length === 0 ? "" : drawGrid(across, [tableColumns], { header: false, color })) +
    drawGrid(grid, widths, { header: false, color })
  );
}

function fitCell({ items, style }: Cell, width: number, wrap: Column["wrap"] = wrapText): readonly StyledLine[] {
  const lines = items.flatMap((item) => wrap(item, width, linesOfItem));
  const shown = lines.length > linesOfCell ? [...lines.slice(0, linesOfCell - 1), "…"] : lines;
  return shown.map((text) => ({ text, style }));
}
