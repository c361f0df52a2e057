/** The first place at which a text is not JSON, and what should have come there. */
export interface JsonMistake {
  readonly at: number;
  /** Completes "expected …". */
  readonly expected: string;
}

const blank = /[ \t\r\n]*/y;
/** All but quotes, backslashes and control characters. */
const plainCharacters = /[\u0020\u0021\u0023-\u005b\u005d-\uffff]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/**
 * Says where a line that `JSON.parse` refuses goes wrong, for the engine's own message doesn't always. `start` and `end`
 * are the line's in `text`; `null` if nothing is wrong with it. Without recursion, linear.
 *
 * @example findJsonMistake('{"a" 1}', 0, 7); // { at: 5, expected: "`:`" }
 */
export function findJsonMistake(text: string, start: number, end: number): JsonMistake | null {
  const reader = new JsonReader(text.slice(start, end));
  reader.read();
  const { mistake } = reader;
  return mistake === null ? null : { ...mistake, at: start + mistake.at };
}

class JsonReader {
  mistake: JsonMistake | null = null;
  readonly #text: string;
  readonly #open: ("{" | "[")[] = [];
  #awaitsValue = false;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    let isRead = this.#value();
    while (isRead && (this.#awaitsValue || this.#open.length > 0)) {
      isRead = this.#awaitsValue ? this.#value() : this.#continue();
    }
    if (isRead && this.#next() !== "") this.#fail("the end of the line");
  }

  /** A value as far as its first bracket, if that isn't closed at once. */
  #value(): boolean {
    this.#awaitsValue = false;
    const next = this.#next();
    if (next === '"') return this.#string();
    if (next !== "{" && next !== "[") return this.#take(scalar) || this.#fail("a value");
    this.#at++;
    if (this.#next() === closing(next)) {
      this.#at++;
      return true;
    }
    this.#open.push(next);
    return this.#item(next);
  }

  /** What comes after a value inside a list or an object. */
  #continue(): boolean {
    const open = this.#open.at(-1) ?? "[";
    const next = this.#next();
    if (next !== "," && next !== closing(open)) return this.#fail(`\`,\` or \`${closing(open)}\``);
    this.#at++;
    if (next === ",") return this.#item(open);
    this.#open.pop();
    return true;
  }

  /** What comes before the value of an item. */
  #item(open: "{" | "["): boolean {
    this.#awaitsValue = true;
    if (open === "[") return true;
    if (this.#next() !== '"') return this.#fail("a key in double quotes");
    if (!this.#string()) return false;
    if (this.#next() !== ":") return this.#fail("`:`");
    this.#at++;
    return true;
  }

  #string(): boolean {
    this.#at++;
    do this.#take(plainCharacters);
    while (this.#take(escape));
    if (this.#text.charAt(this.#at) !== '"') return this.#failInString();
    this.#at++;
    return true;
  }

  #failInString(): false {
    const found = this.#text.charAt(this.#at);
    if (found === "") return this.#fail('the closing `"` of a string');
    return this.#fail(found === "\\" ? "an escape that JSON has" : "an escape instead of a control character");
  }

  /** The next character after blanks; empty at the end. */
  #next(): string {
    this.#take(blank);
    return this.#text.charAt(this.#at);
  }

  /** True if the sticky pattern took something. */
  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text) || pattern.lastIndex === this.#at) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #fail(expected: string): false {
    this.mistake = { at: this.#at, expected };
    return false;
  }
}

function closing(open: "{" | "["): "}" | "]" {
  return open === "{" ? "}" : "]";
}
