import type { Span } from "../diagnostics/diagnostic.ts";

/** A JSON value with the place where it stands. */
export type JsonNode = { readonly span: Span } & (
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  /** As it is spelt, so that it can be read exactly. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
);

/** A name and its value. Names are data: `__proto__` is one like any other, and one may come twice. */
export interface JsonMember {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonNode;
}

/** Why a text is no JSON, and where. */
export interface JsonFault {
  readonly kind: "fault";
  readonly message: string;
  readonly span: Span;
}

/** What the project reads in this way nests four deep. */
const maxDepth = 64;

/** Reads JSON (RFC 8259) for files in which every mistake is to be shown at its place. Strings are well-formed. */
export function readJson(text: string): JsonNode | JsonFault {
  const reader = new JsonReader(text);
  const node = reader.value(0);
  return node.kind === "fault" ? node : (reader.end() ?? node);
}

const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const wordForm = /[A-Za-z]+/y;

class JsonReader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  value(depth: number): JsonNode | JsonFault {
    this.#skipBlanks();
    const start = this.#at;
    const character = this.#text.charAt(start);
    if (character === "{") return this.#object(depth);
    if (character === "[") return this.#array(depth);
    if (character === '"') return this.#string();
    const number = this.#match(numberForm);
    if (number !== null) return { kind: "number", text: number, span: this.#spanFrom(start) };
    switch (this.#match(wordForm)) {
      case "true":
        return { kind: "boolean", value: true, span: this.#spanFrom(start) };
      case "false":
        return { kind: "boolean", value: false, span: this.#spanFrom(start) };
      case "null":
        return { kind: "null", span: this.#spanFrom(start) };
      default:
        this.#at = start;
        return this.#fault("expected a value");
    }
  }

  /** What stands after the value, if anything does. */
  end(): JsonFault | null {
    this.#skipBlanks();
    return this.#at === this.#text.length ? null : this.#fault("expected the end of the text");
  }

  #object(depth: number): JsonNode | JsonFault {
    const start = this.#at++;
    const members: JsonMember[] = [];
    if (depth === maxDepth) return this.#tooDeep(start);
    if (this.#accept("}")) return { kind: "object", members, span: this.#spanFrom(start) };
    for (;;) {
      this.#skipBlanks();
      if (this.#text.charAt(this.#at) !== '"') return this.#fault("expected a name in double quotes");
      const name = this.#string();
      if (name.kind === "fault") return name;
      if (!this.#accept(":")) return this.#fault("expected `:`");
      const value = this.value(depth + 1);
      if (value.kind === "fault") return value;
      members.push({ name: name.value, nameSpan: name.span, value });
      if (this.#accept("}")) return { kind: "object", members, span: this.#spanFrom(start) };
      if (!this.#accept(",")) return this.#fault("expected `,` or `}`");
    }
  }

  #array(depth: number): JsonNode | JsonFault {
    const start = this.#at++;
    const items: JsonNode[] = [];
    if (depth === maxDepth) return this.#tooDeep(start);
    if (this.#accept("]")) return { kind: "array", items, span: this.#spanFrom(start) };
    for (;;) {
      const item = this.value(depth + 1);
      if (item.kind === "fault") return item;
      items.push(item);
      if (this.#accept("]")) return { kind: "array", items, span: this.#spanFrom(start) };
      if (!this.#accept(",")) return this.#fault("expected `,` or `]`");
    }
  }

  #string(): (JsonNode & { readonly kind: "string" }) | JsonFault {
    const start = this.#at++;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === "" || character < " ") {
        return { kind: "fault", message: "a string that is not closed on its line", span: this.#spanFrom(start) };
      }
      this.#at += character === "\\" ? 2 : 1;
      if (character === '"') break;
    }
    const span = this.#spanFrom(start);
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, this.#at));
      if (typeof value === "string") return { kind: "string", value: value.toWellFormed(), span };
    } catch {
      // It has an escape that JSON doesn't know.
    }
    return { kind: "fault", message: "a string with a wrong escape", span };
  }

  /** Takes the sign if it comes next, blanks aside. */
  #accept(sign: string): boolean {
    this.#skipBlanks();
    if (this.#text.charAt(this.#at) !== sign) return false;
    this.#at++;
    return true;
  }

  #match(form: RegExp): string | null {
    form.lastIndex = this.#at;
    const [found = null] = form.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skipBlanks(): void {
    while (/[ \t\n\r]/.test(this.#text.charAt(this.#at))) this.#at++;
  }

  #tooDeep(start: number): JsonFault {
    return { kind: "fault", message: `values nested more than ${maxDepth} deep`, span: { start, end: start + 1 } };
  }

  /** At what stands here: one character. */
  #fault(message: string): JsonFault {
    const start = Math.min(this.#at, this.#text.length);
    const found = this.#text.codePointAt(start);
    const shown = found === undefined ? "the end of the text" : `\`${String.fromCodePoint(found)}\``;
    const end = found === undefined ? start : start + String.fromCodePoint(found).length;
    return { kind: "fault", message: `${message}, found ${shown}`, span: { start, end } };
  }

  #spanFrom(start: number): Span {
    return { start, end: Math.min(this.#at, this.#text.length) };
  }
}
