import { styleText } from "node:util";
import { escapeControl } from "../diagnostics/escaping.ts";
import { displayWidth } from "./display-width.ts";
import type { TextStyle } from "./grid.ts";
import { withEllipsis, wrapText } from "./wrapping.ts";

/** How a text for people is laid out. */
export interface LayoutOptions {
  readonly color: boolean;
  /** Of the terminal, in columns. */
  readonly width: number;
}

/** No line is planned for less. */
const narrowest = 60;

/** Beyond this a text can't be shown anyway; to measure megabytes of it would only cost time. */
const longestText = 4_000;

/** Lines of a text for a terminal, none wider than it is. What events and rules say is escaped. */
export class TextLayout {
  readonly #lines: string[] = [];
  readonly #color: boolean;
  readonly #width: number;

  constructor({ color, width }: LayoutOptions) {
    this.#color = color;
    this.#width = Math.max(narrowest, width);
  }

  /** All lines, each with its newline. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  blank(): void {
    this.#lines.push("");
  }

  /** A line that says something in our own words; wrapped below where it starts. */
  say(indent: number, text: string, style: TextStyle | null = null): void {
    this.labelled(indent, null, text, { style, maxLines: 6 });
  }

  /**
   * A text behind a label, wrapped beside it; what doesn't fit into `maxLines` is cut. `style` is the text's, `labelStyle` the
   * label's.
   */
  labelled(
    indent: number,
    label: string | null,
    text: string,
    options: {
      readonly style?: TextStyle | null;
      readonly labelStyle?: TextStyle | null;
      readonly maxLines?: number;
    } = {},
  ): void {
    const { style = null, labelStyle = null, maxLines = 3 } = options;
    const head = label === null ? "" : `${shown(label)} `;
    const room = Math.max(10, this.#width - indent - displayWidth(head));
    const lines = wrapText(shown(text), room, maxLines);
    const first = lines[0] ?? "";
    this.#lines.push(`${" ".repeat(indent)}${this.#paint(labelStyle, head)}${this.#paint(style, first)}`.trimEnd());
    const below = " ".repeat(indent + displayWidth(head));
    for (const line of lines.slice(1)) this.#lines.push(`${below}${this.#paint(style, line)}`);
  }

  /**
   * A value behind a label with a caret under one of its characters (or after its last), and what is said of it. Of a long
   * value the part around the caret is shown.
   */
  pointed(indent: number, label: string, value: string, at: number, remark: string): void {
    const head = `${shown(label)} `;
    const room = Math.max(10, this.#width - indent - displayWidth(head));
    const characters = Array.from(value);
    const start = Math.max(0, at - longestText);
    const before = keepEnd(escapeControl(characters.slice(start, at).join("").toWellFormed()), Math.floor(room * 0.7));
    const after = shown(characters.slice(at, at + longestText).join(""));
    const rest = room - displayWidth(before);
    const fitted = displayWidth(after) > rest ? withEllipsis(after, rest) : after;
    this.#lines.push(`${" ".repeat(indent)}${head}${before}${fitted}`.trimEnd());
    const caret = indent + displayWidth(head) + displayWidth(before);
    const said = shown(remark);
    const sign = this.#paint(["bold", "red"], "^");
    // What is said stands behind the caret; where there is no room before it, and where there is none either below.
    if (this.#width - caret - 2 >= Math.min(30, displayWidth(said))) {
      this.labelled(caret, "^", remark, { labelStyle: ["bold", "red"] });
    } else if (displayWidth(said) + 1 <= caret) {
      this.#lines.push(`${" ".repeat(caret - displayWidth(said) - 1)}${said} ${sign}`);
    } else {
      this.#lines.push(`${" ".repeat(caret)}${sign}`);
      this.labelled(indent, " ".repeat(Math.max(0, displayWidth(head) - 1)), remark);
    }
  }

  #paint(style: TextStyle | null, text: string): string {
    return this.#color && style !== null && text !== "" ? styleText(style, text, { validateStream: false }) : text;
  }
}

function shown(text: string): string {
  return escapeControl((text.length > longestText ? text.slice(0, longestText) : text).toWellFormed());
}

function keepEnd(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const kept = Array.from(text).slice(-columns);
  while (displayWidth(kept.join("")) >= columns) kept.shift();
  return `…${kept.join("")}`;
}
