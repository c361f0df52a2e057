import { classEscape, mergeRanges } from "./code-point-ranges.ts";
import type { CodePointRange, RegexTree } from "./regex.ts";

/** Why a regular expression can't be run. Offsets are UTF-16 ones in its text, `end` exclusive. */
export interface RegexError {
  /** One clause without a final full stop. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}

/** The tree, or the first mistake. */
export type ParsedRegex = { readonly tree: RegexTree } | { readonly error: RegexError };

/** The largest bound of a repeat, and the largest product of repeats inside each other. */
export const maxRepeat = 1000;
const maxNesting = 250;
/** With all repeats written out, a pattern has at most so many characters: memory is bounded for every matcher. */
const maxExpandedCharacters = 65_536;

/**
 * Reads a Lucene regular expression (SEMANTICS 5). It is anchored at both ends; `.` is any code point, also a line
 * break; `^` and `$` are ordinary; `"…"` quotes a run of characters, `@` is any string, `#` nothing, `()` the empty
 * string; `\d \s \w` and their capitals are classes, and every other escaped character is itself. There are no lazy
 * quantifiers: `.*?` is `(.*)?`.
 *
 * `&`, `~`, `<1-9>`, `(?…)`, backreferences and repeats above 1,000 are errors, since no linear-time engine has them,
 * and so are nesting over 250 and patterns that repeats blow up. A `-` at the end of a class or after a class escape
 * is a hyphen. Never throws.
 *
 * @example
 * parseRegex("a+"); // { tree: { kind: "repeat", item: …, min: 1, max: null } }
 * parseRegex("(a"); // { error: { message: "a group that is not closed", start: 0, end: 1 } }
 */
export function parseRegex(text: string): ParsedRegex {
  const parser = new RegexParser(text);
  const part = text === "" ? emptyPart : parser.parseUnion(0);
  if (part !== null && parser.error === null && !parser.atEnd()) parser.failAtUnmatched();
  if (parser.error !== null) return { error: parser.error };
  return { tree: part === null ? emptyPart.tree : part.tree };
}

/** A subtree with what the limits are counted by. */
interface Part {
  readonly tree: RegexTree;
  readonly height: number;
  /** The largest product of the bounds of repeats inside each other. */
  readonly repeats: number;
  /** Characters with all repeats written out; a class counts once for each of its ranges. */
  readonly characters: number;
}

const emptyPart: Part = { tree: { kind: "sequence", items: [] }, height: 1, repeats: 1, characters: 0 };
const anyCharacter: RegexTree = { kind: "class", negated: true, ranges: [] };
const anyString: RegexTree = { kind: "repeat", item: anyCharacter, min: 0, max: null };

/** Recursive descent; a method returns `null` after a mistake, which `error` then holds. */
class RegexParser {
  readonly #text: string;
  #at = 0;
  error: RegexError | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  failAtUnmatched(): void {
    this.#fail("a `)` without its `(`", this.#at, this.#at + 1, "write `\\)` for the character");
  }

  parseUnion(depth: number): Part | null {
    if (depth > maxNesting) return this.#failNesting(this.#at);
    const alternatives: Part[] = [];
    do {
      const start = this.#at;
      const part = this.#parseSequence(depth);
      if (part === null) return null;
      if (this.#at === start && (alternatives.length > 0 || this.#peekIs("|"))) {
        const bar = this.#peekIs("|") ? start : start - 1;
        return this.#fail("an alternative that is empty", bar, bar + 1, "write `()` for the empty string");
      }
      alternatives.push(part);
    } while (this.#accept("|"));
    return this.#combine("union", alternatives);
  }

  #parseSequence(depth: number): Part | null {
    const items: Part[] = [];
    while (!this.atEnd() && !this.#peekIs("|") && !this.#peekIs(")")) {
      const item = this.#parseRepeat(depth);
      if (item === null) return null;
      items.push(item);
    }
    return this.#combine("sequence", items);
  }

  #combine(kind: "sequence" | "union", parts: readonly Part[]): Part | null {
    const only = parts[0];
    if (only === undefined) return emptyPart;
    if (parts.length === 1) return only;
    let height = 0;
    let repeats = 1;
    let characters = 0;
    for (const part of parts) {
      height = Math.max(height, part.height);
      repeats = Math.max(repeats, part.repeats);
      characters += part.characters;
    }
    if (height >= maxNesting) return this.#failNesting(this.#at - 1);
    if (characters > maxExpandedCharacters) return this.#failExpansion();
    return { tree: { kind, items: parts.map((part) => part.tree) }, height: height + 1, repeats, characters };
  }

  #parseRepeat(depth: number): Part | null {
    const start = this.#at;
    let part = this.#parseAtom(depth);
    while (part !== null) {
      const quantifierStart = this.#at;
      const bounds = this.#parseQuantifier();
      if (bounds === null) break;
      if (bounds === "none") return part;
      part = this.#repeat(part, bounds, start, quantifierStart);
    }
    return null;
  }

  #parseQuantifier(): { min: number; max: number | null } | "none" | null {
    if (this.#accept("?")) return { min: 0, max: 1 };
    if (this.#accept("*")) return { min: 0, max: null };
    if (this.#accept("+")) return { min: 1, max: null };
    return this.#peekIs("{") ? this.#parseBounds() : "none";
  }

  #parseBounds(): { min: number; max: number | null } | null {
    const start = this.#at;
    const bounds = /\{([0-9]+)(,([0-9]*))?\}/y;
    bounds.lastIndex = start;
    const found = bounds.exec(this.#text);
    if (found === null) {
      const end = this.#text.indexOf("}", start);
      return this.#fail(
        "a repeat that is not of the form `{n}`, `{n,}` or `{n,m}`",
        start,
        end < 0 || end > start + 20 ? start + 1 : end + 1,
        "write `\\{` for the character",
      );
    }
    this.#at = bounds.lastIndex;
    const min = Number(found[1]);
    const upper = found[2] === undefined ? found[1] : found[3];
    const max = upper === undefined || upper === "" ? null : Number(upper);
    if (max !== null && max < min) {
      return this.#fail("a repeat whose bounds are reversed", start, this.#at, "write the smaller number first");
    }
    if (Math.max(min, max ?? 0) > maxRepeat) return this.#fail("a repeat above 1,000", start, this.#at);
    return { min, max };
  }

  #repeat(part: Part, bounds: { min: number; max: number | null }, start: number, quantifier: number): Part | null {
    const { min, max } = bounds;
    const times = Math.max(1, max ?? min);
    const repeats = part.repeats * times;
    if (repeats > maxRepeat) {
      return this.#fail("repeats inside each other that come to more than 1,000", quantifier, this.#at);
    }
    if (part.height >= maxNesting) return this.#failNesting(start);
    const characters = part.characters * times;
    if (characters > maxExpandedCharacters) return this.#failExpansion();
    return { tree: { kind: "repeat", item: part.tree, min, max }, height: part.height + 1, repeats, characters };
  }

  #parseAtom(depth: number): Part | null {
    const start = this.#at;
    const sign = this.#text.charAt(start);
    switch (sign) {
      case "(":
        return this.#parseGroup(depth);
      case "[":
        return this.#parseClass();
      case '"':
        return this.#parseQuoted();
      case "\\":
        return this.#parseEscape();
      case ".":
        this.#at++;
        return leaf(anyCharacter);
      case "@":
        this.#at++;
        return leaf(anyString);
      case "#":
        this.#at++;
        return leaf({ kind: "nothing" });
      case "?":
      case "*":
      case "+":
      case "{":
        return this.#fail(
          `a \`${sign}\` with nothing before it that it repeats`,
          start,
          start + 1,
          `write \`\\${sign}\` for the character`,
        );
      case "&":
        return this.#failUnsupported("an intersection (`&`)", "&");
      case "~":
        return this.#failUnsupported("a complement (`~`)", "~");
      case "<":
        return this.#failUnsupported("a numeric range (`<…>`)", "<");
      default:
        return characterLeaf(this.#next());
    }
  }

  #parseGroup(depth: number): Part | null {
    const start = this.#at++;
    if (this.#peekIs("?")) {
      const help = this.#text.startsWith("?:", this.#at)
        ? "a plain group `(…)` does the same"
        : this.#text.startsWith("?i", this.#at)
          ? "`regex~` ignores case"
          : "Lucene has neither look-around nor flags or named groups";
      return this.#fail("a group of the form `(?…)`", start, start + 2, help);
    }
    if (this.#accept(")")) return emptyPart;
    const inner = this.parseUnion(depth + 1);
    if (inner === null) return null;
    return this.#accept(")") ? inner : this.#fail("a group that is not closed", start, start + 1, "add a `)`");
  }

  #parseQuoted(): Part | null {
    const start = this.#at;
    const end = this.#text.indexOf('"', start + 1);
    if (end < 0) {
      return this.#fail("a quoted run that is not closed", start, start + 1, 'write `\\"` for the character');
    }
    const characters: Part[] = [];
    this.#at = start + 1;
    while (this.#at < end) characters.push(characterLeaf(this.#next()));
    this.#at = end + 1;
    return this.#combine("sequence", characters);
  }

  #parseEscape(): Part | null {
    const start = this.#at++;
    if (this.atEnd()) {
      return this.#fail("a `\\` with nothing after it", start, start + 1, "write `\\\\` for the character");
    }
    const ranges = classEscape(this.#text.charAt(this.#at));
    if (ranges !== null) {
      this.#at++;
      return leaf({ kind: "class", negated: false, ranges });
    }
    const character = this.#next();
    if (character >= 0x31 && character <= 0x39) {
      return this.#fail(
        "a backreference",
        start,
        this.#at,
        "a digit needs no `\\`; what a group matched can't be asked",
      );
    }
    return characterLeaf(character);
  }

  #parseClass(): Part | null {
    const start = this.#at++;
    const negated = this.#accept("^");
    if (this.#peekIs("]")) {
      return this.#fail("a class without characters", start, this.#at + 1, "write `\\]` for the character");
    }
    const ranges: CodePointRange[] = [];
    while (!this.atEnd()) {
      if (this.#accept("]")) return leaf({ kind: "class", negated, ranges: mergeRanges(ranges) });
      const itemStart = this.#at;
      const escaped = this.#peekIs("\\") ? classEscape(this.#text.charAt(this.#at + 1)) : null;
      if (escaped !== null) {
        this.#at += 2;
        for (const range of escaped) ranges.push(range);
        continue;
      }
      const from = this.#classCharacter();
      let to = from;
      if (this.#isRangeSign()) {
        this.#at++;
        to = this.#classCharacter();
      }
      if (from === null || to === null) return null;
      if (to < from) {
        return this.#fail("a range that is reversed", itemStart, this.#at, "write the smaller character first");
      }
      ranges.push({ from, to });
    }
    return this.#fail("a class that is not closed", start, start + 1, "add a `]`, or write `\\[` for the character");
  }

  /** A `-` between two characters; before `]` or a class escape it stands for itself. */
  #isRangeSign(): boolean {
    if (!this.#peekIs("-")) return false;
    const after = this.#text.charAt(this.#at + 1);
    if (after === "" || after === "]") return false;
    return after !== "\\" || classEscape(this.#text.charAt(this.#at + 2)) === null;
  }

  #classCharacter(): number | null {
    const start = this.#at;
    if (this.#accept("\\") && this.atEnd()) {
      return this.#fail("a `\\` with nothing after it", start, start + 1, "write `\\\\` for the character");
    }
    return this.#next();
  }

  /** The next code point; only called where there is one. */
  #next(): number {
    const character = this.#text.codePointAt(this.#at) ?? 0;
    this.#at += character > 0xffff ? 2 : 1;
    return character;
  }

  #peekIs(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  #accept(character: string): boolean {
    if (!this.#peekIs(character)) return false;
    this.#at++;
    return true;
  }

  #failNesting(start: number): null {
    return this.#fail(`groups and repeats nested more than ${maxNesting} deep`, start, start + 1);
  }

  #failExpansion(): null {
    const limit = maxExpandedCharacters.toLocaleString("en");
    return this.#fail(`repeats that come to more than ${limit} characters`, 0, this.#text.length);
  }

  #failUnsupported(what: string, sign: string): null {
    const help = `no linear-time engine has it; write \`\\${sign}\` for the character`;
    return this.#fail(what, this.#at, this.#at + 1, help);
  }

  #fail(message: string, start: number, end: number, help?: string): null {
    // The first mistake counts; what comes after it may be its consequence.
    this.error ??= { message, start, end: Math.min(end, this.#text.length), ...(help === undefined ? {} : { help }) };
    return null;
  }
}

function leaf(tree: RegexTree): Part {
  const characters = tree.kind === "class" ? Math.max(1, tree.ranges.length) : 1;
  return { tree, height: tree.kind === "repeat" ? 2 : 1, repeats: 1, characters };
}

/** One character as it stands. Nodes are never changed, so all patterns share those of ASCII: lists of patterns are long. */
function characterLeaf(character: number): Part {
  return (
    asciiLeaves[character] ?? leaf({ kind: "class", negated: false, ranges: [{ from: character, to: character }] })
  );
}

const asciiLeaves: readonly Part[] = Array.from({ length: 0x80 }, (_, character) =>
  leaf({ kind: "class", negated: false, ranges: [{ from: character, to: character }] }),
);
