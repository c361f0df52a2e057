import type { Span } from "./diagnostic.ts";
import { escapeControl } from "./escaping.ts";
import type { Line } from "./position.ts";

/** A line of source as it is shown, and where the carets go. Widths are in terminal cells. */
export interface Excerpt {
  readonly text: string;
  /** Cells before the first caret. */
  readonly indent: number;
  /** How many carets: at least one. */
  readonly carets: number;
}

/** A line wider than this is cut: a rule on one line of a megabyte is shown around the place. */
const maxCells = 120;
/** What is kept before the place when a line is cut. */
const leadCells = 40;
/** UTF-16 units looked at on either side of the place; more than can be shown, so that no line costs its length. */
const maxUnits = 512;

const combining = /^\p{M}$/u;
/** East Asian wide and full-width blocks, and the emoji that are pictures by default (flags are two letters of one cell). */
const wide =
  /^(?:(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}|[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}])$/u;

/**
 * Shows the line of a span: tabs as four blanks, control characters escaped, wide characters counted as two cells and
 * combining ones as none, a long line cut around the place with `…`. Of a span over several lines the part on `line`
 * is marked. Time and memory don't depend on the length of the line.
 */
export function excerptLine(text: string, line: Line, span: Span): Excerpt {
  const start = Math.max(line.start, Math.min(span.start, line.end));
  const end = Math.max(start, Math.min(span.end, line.end));
  const before = showEnd(text, line.start, start);
  const marked = showStart(text, start, end);
  const after = showStart(text, end, line.end);
  const whole = widthOf(before) + widthOf(marked) + widthOf(after) <= maxCells;
  const lead = whole ? before : keepEnd(before, leadCells);
  const middle = keepStart(marked, maxCells - widthOf(lead));
  const tail = keepStart(after, maxCells - widthOf(lead) - widthOf(middle));
  const isCut = middle.isCut || tail.isCut;
  const shown = [...lead.cells, ...middle.cells, ...(middle.isCut ? [] : tail.cells)].map((cell) => cell.text).join("");
  const prefix = lead.isCut ? "…" : "";
  return {
    text: prefix + shown + (isCut ? "…" : ""),
    indent: prefix.length + widthOf(lead),
    carets: Math.max(1, widthOf(middle)),
  };
}

/** One code point as it is shown. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** A stretch of a line; `isCut` if its far end is not shown. */
interface Stretch {
  readonly cells: readonly Cell[];
  readonly isCut: boolean;
}

function widthOf(stretch: Stretch): number {
  return stretch.cells.reduce((sum, cell) => sum + cell.width, 0);
}

function showStart(text: string, start: number, end: number): Stretch {
  const shownEnd = Math.min(end, start + maxUnits);
  return { cells: Array.from(text.slice(start, shownEnd), showCodePoint), isCut: shownEnd < end };
}

function showEnd(text: string, start: number, end: number): Stretch {
  const shownStart = Math.max(start, end - maxUnits);
  return { cells: Array.from(text.slice(shownStart, end), showCodePoint), isCut: shownStart > start };
}

function keepStart(stretch: Stretch, cells: number): Stretch {
  let width = 0;
  const kept = stretch.cells.findIndex((cell) => (width += cell.width) > cells);
  return kept === -1 ? stretch : { cells: stretch.cells.slice(0, kept), isCut: true };
}

function keepEnd(stretch: Stretch, cells: number): Stretch {
  let width = 0;
  const last = stretch.cells.findLastIndex((cell) => (width += cell.width) > cells);
  return last === -1 ? stretch : { cells: stretch.cells.slice(last + 1), isCut: true };
}

function showCodePoint(character: string): Cell {
  if (character === "\t") return { text: "    ", width: 4 };
  const text = escapeControl(character);
  if (text !== character) return { text, width: text.length };
  if (combining.test(character)) return { text, width: 0 };
  return { text, width: wide.test(character) ? 2 : 1 };
}
