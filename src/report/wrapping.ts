import { characterWidth } from "./display-width.ts";

const ellipsis = "…";

/** A line may end after these, so that words, paths and lists stay readable. */
const breakable = /^[ ./\\,;=]$/;

/**
 * Cuts a text into lines of at most `columns` columns, preferably after a blank, a slash, a comma or a dot.
 * What doesn't fit into `maxLines` lines is left out, and an ellipsis stands at the end. Blanks at the ends of lines are
 * dropped, and an empty text is no line. Linear in the text's length.
 *
 * @param columns At least 2, for a wide character takes as many.
 * @example wrapText("C:\\Windows\\System32\\cmd.exe", 12, 2) // ["C:\\Windows\\", "System32\\cm…"]
 */
export function wrapText(text: string, columns: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  // Of `line`: where it may be broken, and how wide it is there.
  let breakAt = 0;
  let breakWidth = 0;
  for (const character of text) {
    const added = characterWidth(character);
    while (width + added > columns) {
      if (lines.length + 1 === maxLines) return [...lines, withEllipsis(line, columns)];
      // A break early in the line would leave most of it empty: long words are rather cut.
      const at = breakWidth * 3 > columns ? breakAt : line.length;
      lines.push(line.slice(0, at).trimEnd());
      width = at === line.length ? 0 : width - breakWidth;
      line = line.slice(at);
      breakAt = 0;
      breakWidth = 0;
    }
    if (line === "" && character.trim() === "") continue;
    line += character;
    width += added;
    if (breakable.test(character)) {
      breakAt = line.length;
      breakWidth = width;
    }
  }
  if (line !== "") lines.push(line.trimEnd());
  return lines;
}

/**
 * The same, but where something has to be left out it is the text's beginning: of a place in a file the name's end and
 * the offset say most.
 */
export function wrapTextEnd(text: string, columns: number, maxLines: number): readonly string[] {
  const whole = wrapText(text, columns, maxLines + 1);
  if (whole.length <= maxLines) return whole;
  // A wide character may leave one column of each line empty.
  const room = maxLines * (columns - 1) - 1;
  const kept: string[] = [];
  let width = 0;
  for (const character of Array.from(text).reverse()) {
    width += characterWidth(character);
    if (width > room) break;
    kept.push(character);
  }
  return cutHard(ellipsis + kept.reverse().join(""), columns);
}

/** The text's beginning and an ellipsis, in at most `columns` columns. */
export function withEllipsis(text: string, columns: number): string {
  let kept = "";
  let width = 1;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return kept + ellipsis;
}

function cutHard(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const character of text) {
    const added = characterWidth(character);
    if (width + added > columns) {
      lines.push(line);
      line = "";
      width = 0;
    }
    line += character;
    width += added;
  }
  return [...lines, line];
}
