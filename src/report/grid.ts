import { createRequire } from "node:module";
import { styleText } from "node:util";
import type Table from "cli-table3";
import { displayWidth } from "./display-width.ts";

/** A colour or weight of text, or several, as `styleText` of Node names them. */
export type TextStyle = Parameters<typeof styleText>[0];

/** A line of a cell, fitted to its column. */
export interface StyledLine {
  readonly text: string;
  readonly style: TextStyle | null;
}

/** The lines of each cell of a row. */
export type GridRow = readonly (readonly StyledLine[])[];

const require = createRequire(import.meta.url);

/** Only tables wait for this package. */
function tableClass(): typeof Table {
  return require("cli-table3");
}

const gap = "  ";

/** How many terminal columns lie between two columns of a grid. */
export const columnGap = gap.length;

/** Measured as one column wide by everyone, and never in the frame. */
const standIn = "\ue000";

/**
 * Draws rows as a table without a frame, each line with its newline. No line of a cell may be wider than its column.
 * A header is the first row, with a line under it.
 *
 * cli-table3 measures text by a table of 2019, by which younger emoji are one column wide and Thai vowels too, and would
 * cut or pad wrongly. So it is given stand-ins as wide as the text, and the text is put in their place.
 */
export function drawGrid(
  rows: readonly GridRow[],
  widths: readonly number[],
  options: { readonly header: boolean; readonly color: boolean },
): string {
  const drawn = rows.map((row) =>
    row.map((lines) => lines.map(({ text }) => standIn.repeat(displayWidth(text))).join("\n")),
  );
  const DrawnTable = tableClass();
  const table = new DrawnTable({
    head: options.header ? (drawn[0] ?? []) : [],
    colWidths: [...widths],
    chars: frame,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  table.push(...drawn.slice(options.header ? 1 : 0));
  const lines = inDrawingOrder(rows);
  const text = table
    .toString()
    .replace(/ +$/gm, "")
    .replace(/\ue000+/g, () => styled(lines.next().value, options.color));
  // Between rows only: under a header that stands alone cli-table3 draws no line.
  const line =
    options.header && rows.length === 1 ? `${widths.map((width) => frame.mid.repeat(width)).join(gap)}\n` : "";
  return `${text}\n${line}`;
}

function* inDrawingOrder(rows: readonly GridRow[]): Generator<StyledLine, undefined> {
  for (const row of rows) {
    const height = row.reduce((tallest, lines) => Math.max(tallest, lines.length), 0);
    for (let number = 0; number < height; number++) {
      for (const lines of row) {
        const line = lines[number];
        // A line without width has no stand-in.
        if (line !== undefined && displayWidth(line.text) > 0) yield line;
      }
    }
  }
}

function styled(line: StyledLine | undefined, color: boolean): string {
  if (line === undefined) return "";
  return color && line.style !== null ? styleText(line.style, line.text, { validateStream: false }) : line.text;
}

/** No frame but a line under the header, so that a line of the table can be copied. */
const frame = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "─",
  "mid-mid": gap,
  right: "",
  "right-mid": "",
  middle: gap,
};
