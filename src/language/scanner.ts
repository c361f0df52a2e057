import type { Mistakes } from "./mistakes.ts";
import { readNumber } from "./number-literal.ts";
import { readEscape } from "./string-literal.ts";
import { findKeyword } from "./token.ts";
import type { StringToken, Token } from "./token.ts";

/**
 * `&&`, `||`, `<>` and the like are no operators of EQL; they are read as one token so that the parser can say what to
 * write instead.
 */
const pairs: ReadonlySet<string> = new Set(["==", "!=", "<=", ">=", "=<", "=>", "=~", "<>", "&&", "||"]);
const singles = "=<>+-*/%()[],:|?!~.&";

/** The keywords that have a form with `~`. */
const foldingKeywords: ReadonlySet<string> = new Set(["in", "like", "regex"]);

/** The longest text of a token that a message repeats. */
const longestMention = 40;

const closingQuotes: ReadonlyMap<string, string> = new Map([
  ["“", "”"],
  ["”", "”"],
  ["„", "”"],
  ["‘", "’"],
  ["’", "’"],
]);

/**
 * Cuts a query into tokens (SEMANTICS 1), one at a time, so that a long query needs no list of them. Mistakes are
 * reported (E200, E201, E202, E207, E208) and read as what was most likely meant. Offsets are UTF-16 ones.
 */
export class Scanner {
  readonly #text: string;
  readonly #mistakes: Mistakes;
  readonly #onComment: (start: number, end: number) => void;
  #at = 0;
  #closed = true;

  /** `onComment` is called for each comment, in their order, when the token after it is asked for. */
  constructor(text: string, mistakes: Mistakes, onComment: (start: number, end: number) => void = () => undefined) {
    this.#text = text;
    this.#mistakes = mistakes;
    this.#onComment = onComment;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  /** False once a string or comment without an end was found: what seems to be missing may be inside it. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Forgets what was left unclosed: a new part of the query begins. */
  beginPart(): void {
    this.#closed = true;
  }

  /** The next token; at the end the end token, again and again. */
  next(): Token {
    for (let skipped = false; ; skipped = true) {
      this.#skipBlanksAndComments();
      const start = this.#at;
      if (skipped) this.#mistakes.excuse(start);
      if (start >= this.#text.length) return { kind: "end", start, end: start };
      const token = this.#scan(start);
      if (token !== null) return token;
      if (this.#mistakes.full) this.#at = this.#text.length;
    }
  }

  #scan(start: number): Token | null {
    const code = this.#text.charCodeAt(start);
    if (isIdentifierStart(code) || code === 0x60) return this.#scanName(start, start, false);
    if (isDigit(code) || (code === 0x2e && isDigit(this.#text.charCodeAt(start + 1)))) return this.#scanNumber(start);
    const character = this.#text.charAt(start);
    if (character === '"') return this.#scanString(start);
    if (character === "?") return this.#scanOptional(start);
    if (character === "'") return this.#scanSingleQuoted(start, start);
    if (closingQuotes.has(character)) return this.#scanCurlyQuoted(start);
    const sign = this.#signAt(start, character);
    if (sign !== null) {
      this.#at = start + sign.length;
      return { kind: "sign", sign, start, end: this.#at };
    }
    this.#reportUnexpected(start);
    return null;
  }

  #signAt(start: number, character: string): string | null {
    if (this.#text.startsWith("===", start)) return "===";
    const pair = this.#text.slice(start, start + 2);
    if (pairs.has(pair)) return pair;
    return singles.includes(character) ? character : null;
  }

  #skipBlanksAndComments(): void {
    const text = this.#text;
    for (;;) {
      while (isBlank(text.charCodeAt(this.#at))) this.#at++;
      const start = this.#at;
      if (text[start] !== "/") return;
      if (text[start + 1] === "/") this.#at = this.#lineEnd(start);
      else if (text[start + 1] === "*") this.#skipBlockComment();
      else return;
      this.#onComment(start, this.#at);
    }
  }

  #skipBlockComment(): void {
    const start = this.#at;
    const marks = /\/\*|\*\//g;
    marks.lastIndex = start + 2;
    let depth = 1;
    while (depth > 0) {
      const mark = marks.exec(this.#text);
      if (mark === null) {
        this.#mistakes.report("E208", { start, end: start + 2 }, "a comment that is not closed", {
          label: "add `*/` where it ends",
        });
        this.#closed = false;
        this.#at = this.#text.length;
        return;
      }
      depth += mark[0] === "/*" ? 1 : -1;
    }
    this.#at = marks.lastIndex;
  }

  #scanName(start: number, nameStart: number, optional: boolean): Token {
    this.#at = nameStart;
    const first = this.#scanIdentifier();
    const quoted = this.#text[nameStart] === "`";
    let path = first;
    let plain = !quoted && !optional;
    // A keyword begins no field: after `not .args` it is the name before the dot that is missing.
    const keyword = plain ? findKeyword(first) : null;
    for (let dot = keyword === null ? this.#nextPart() : null; dot !== null; dot = this.#nextPart()) {
      this.#at = dot;
      path += `.${this.#scanIdentifier()}`;
      plain = false;
    }
    const tilde = plain && this.#text[this.#at] === "~" && (keyword === null || foldingKeywords.has(keyword));
    if (tilde) this.#at++;
    const end = this.#at;
    if (keyword !== null) return { kind: "keyword", word: keyword, tilde, start, end };
    return { kind: "name", path: path.toWellFormed(), plain, optional, tilde, start, end };
  }

  #scanIdentifier(): string {
    const text = this.#text;
    const start = this.#at;
    if (text[start] !== "`") {
      // The first character is one that a name may begin with, which `@` is and what follows it isn't.
      do this.#at++;
      while (isIdentifierPart(text.charCodeAt(this.#at)));
      return text.slice(start, this.#at);
    }
    let close = text.indexOf("`", start + 1);
    while (close >= 0 && text[close + 1] === "`") close = text.indexOf("`", close + 2);
    if (close < 0) {
      this.#at = this.#lineEnd(start);
      this.#closed = false;
      this.#mistakes.report("E200", { start, end: start + 1 }, "a backquote without its partner", {
        label: "add one where the name ends",
      });
      return text.slice(start + 1, this.#at);
    }
    this.#at = close + 1;
    return text.slice(start + 1, close).replaceAll("``", "`");
  }

  /** Where the identifier after the next dot starts; `null` if the name ends here. Blanks may stand around the dot. */
  #nextPart(): number | null {
    let at = this.#at;
    while (isBlank(this.#text.charCodeAt(at))) at++;
    if (this.#text[at] !== ".") return null;
    at++;
    while (isBlank(this.#text.charCodeAt(at))) at++;
    return isIdentifierStart(this.#text.charCodeAt(at)) || this.#text[at] === "`" ? at : null;
  }

  /** A `?` with a field or, as the old form of raw strings, a string after it. */
  #scanOptional(start: number): Token {
    let at = start + 1;
    if (this.#text[at] === '"' || this.#text[at] === "'") return this.#scanSingleQuoted(start, at);
    while (isBlank(this.#text.charCodeAt(at))) at++;
    const code = this.#text.charCodeAt(at);
    if (isIdentifierStart(code) || code === 0x60) return this.#scanName(start, at, true);
    this.#at = start + 1;
    return { kind: "sign", sign: "?", start, end: this.#at };
  }

  #scanNumber(start: number): Token {
    const form = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
    form.lastIndex = start;
    form.test(this.#text);
    let end = form.lastIndex;
    while (isIdentifierPart(this.#text.charCodeAt(end)) || this.#text[end] === ".") end++;
    this.#at = end;
    const text = this.#text.slice(start, form.lastIndex);
    const value = readNumber(text);
    const unit = this.#text.slice(form.lastIndex, end);
    if (value !== null && /^[A-Za-z]*$/.test(unit)) {
      const decimal = /[.eE]/.test(text) && (typeof value === "bigint" || Number.isInteger(value));
      if (unit !== "") return { kind: "duration", value, decimal, unit, start, end };
      return { kind: "number", value, decimal, start, end };
    }
    const shown = this.#mention(start, end);
    this.#mistakes.report("E207", { start, end }, `\`${shown}\` is no number`, { label: describeNumber(shown) });
    return { kind: "number", value: null, decimal: false, start, end };
  }

  #scanString(start: number): StringToken {
    if (this.#text.startsWith('"""', start)) return this.#scanRawString(start);
    const text = this.#text;
    let value = "";
    let pieceStart = start + 1;
    let at = pieceStart;
    let form: StringToken["form"] = "plain";
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (isLineEnd(code)) return this.#endUnclosedString(start, start + 1);
      if (code !== 0x5c) {
        at++;
        continue;
      }
      if (isLineEnd(text.charCodeAt(at + 1))) return this.#endUnclosedString(start, start + 1);
      const escape = readEscape(text, at);
      if (escape.kind === "value") {
        value += text.slice(pieceStart, at) + escape.value;
        pieceStart = escape.end;
      } else if (form === "plain") {
        // One report a string: a path with five backslashes is one mistake.
        form = "broken";
        const advice = escape.help === undefined ? {} : { help: escape.help };
        this.#mistakes.report("E201", { start: at, end: escape.end }, escape.message, advice);
      }
      at = escape.end;
    }
    value += text.slice(pieceStart, at);
    this.#at = at + 1;
    return { kind: "string", value: value.toWellFormed(), form, start, end: this.#at };
  }

  #scanRawString(start: number): StringToken {
    const text = this.#text;
    let close = start + 3;
    while (!text.startsWith('"""', close)) {
      if (isLineEnd(text.charCodeAt(close))) return this.#endUnclosedString(start, start + 3);
      close++;
    }
    // One or two more quotes belong to the content.
    for (let extra = 0; extra < 2 && text[close + 3] === '"'; extra++) close++;
    this.#at = close + 3;
    return { kind: "string", value: text.slice(start + 3, close).toWellFormed(), form: "raw", start, end: this.#at };
  }

  #endUnclosedString(start: number, contentStart: number): StringToken {
    const end = this.#lineEnd(start);
    const quotes = this.#text.slice(start, contentStart);
    this.#mistakes.report("E201", { start, end }, "a string that is not closed", {
      label: `add \`${quotes}\` where it ends`,
      ...(end < this.#text.length
        ? { help: "a string can't go on in the next line; `\\n` stands for a line break" }
        : {}),
    });
    this.#closed = false;
    this.#at = end;
    return { kind: "string", value: this.#text.slice(contentStart, end).toWellFormed(), form: "broken", start, end };
  }

  /** A string in single quotes, or the old `?"…"`; `quote` is where its opening quote is. */
  #scanSingleQuoted(start: number, quote: number): Token {
    const text = this.#text;
    const sign = text.charAt(quote);
    let close = quote + 1;
    while (text[close] !== sign && !isLineEnd(text.charCodeAt(close))) {
      // In `?"…"` a backslash is an ordinary character.
      close += text[close] === "\\" && start === quote && !isLineEnd(text.charCodeAt(close + 1)) ? 2 : 1;
    }
    const value = text.slice(quote + 1, close);
    const end = text[close] === sign ? close + 1 : close;
    this.#at = end;
    const shown = value.length <= longestMention && !value.includes('"') ? value : "…";
    if (start < quote) {
      this.#mistakes.report("E202", { start, end }, 'a raw string of the old `?"…"` form', {
        label: `write \`"""${shown}"""\``,
      });
    } else {
      this.#mistakes.report("E202", { start, end }, "a string in single quotes", { label: `write \`"${shown}"\`` });
    }
    return { kind: "string", value: value.toWellFormed(), form: "broken", start, end };
  }

  #scanCurlyQuoted(start: number): Token {
    const open = this.#text.charAt(start);
    const lineEnd = this.#lineEnd(start);
    const found = this.#text.slice(start + 1, lineEnd).search(/[“”"‘’']/u);
    const close = found < 0 ? lineEnd : start + 1 + found;
    const end = Math.min(close + 1, lineEnd);
    this.#at = end;
    this.#mistakes.report("E200", { start, end: start + 1 }, `unexpected character \`${open}\``, {
      label: 'did you mean `"`?',
    });
    const value = this.#text.slice(start + 1, close);
    return { kind: "string", value: value.toWellFormed(), form: "broken", start, end };
  }

  /** One report for a run of characters that nothing begins with, and for the rest of a word with foreign letters. */
  #reportUnexpected(start: number): void {
    const code = this.#text.codePointAt(start) ?? 0;
    const character = String.fromCodePoint(code).toWellFormed();
    const isLetter = /\p{L}/u.test(character);
    let end = start + (code > 0xffff ? 2 : 1);
    while (this.#goesOn(end, isLetter)) end++;
    this.#at = end;
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `\`${character}\`` : name;
    const advice = isLetter ? { help: "a name with such a letter stands in backquotes" } : {};
    this.#mistakes.report("E200", { start, end }, `unexpected character ${shown}`, advice);
  }

  #goesOn(at: number, isWord: boolean): boolean {
    const code = this.#text.charCodeAt(at);
    if (isWord && isIdentifierPart(code)) return true;
    return isForeign(code) && !closingQuotes.has(this.#text.charAt(at));
  }

  #mention(start: number, end: number): string {
    return this.#text.slice(start, Math.min(end, start + longestMention));
  }

  #lineEnd(from: number): number {
    let at = from;
    while (!isLineEnd(this.#text.charCodeAt(at))) at++;
    return at;
  }
}

function describeNumber(text: string): string {
  if (/^[0-9]+(?:\.[0-9]+){3}$/.test(text)) return `an address is a string: \`"${text}"\``;
  if (/^0[xX][0-9a-fA-F]{1,16}$/.test(text)) return `write it as \`${BigInt(text)}\``;
  if (/^[0-9.]+(?:ms|[smhd])[0-9]/.test(text)) return "a time span has one number and one unit";
  return "a name that begins with a digit stands in backquotes";
}

function isIdentifierStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x40 && code <= 0x5a) || code === 0x5f;
}

function isIdentifierPart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code) || code === 0x5f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** A line break, or the end of the text. */
function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || Number.isNaN(code);
}

/** Neither a blank nor a character of ASCII's that a token may begin with. */
function isForeign(code: number): boolean {
  return code > 0x7e || (code < 0x20 && !isBlank(code)) || code === 0x5c || code === 0x7b || code === 0x7d;
}
