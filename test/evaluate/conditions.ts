import { printConstant } from "../../src/language/printer.ts";
import type { Constant } from "../../src/language/syntax.ts";
import type { Choices } from "./choices.ts";

/** Fields of generated conditions: plain and dotted, with a part of their own in common, hostile names, the time, the category. */
const fields = [
  "x",
  "y",
  "a.b",
  "a.b.c",
  "a",
  "@timestamp",
  "event.category",
  "__proto__.x",
  "constructor",
  "a.toString",
  "a.`1`",
  "?y",
  "`a b`.c",
];

const strings = [
  "a",
  "abc",
  "ABC",
  "",
  "a*",
  "*b*",
  "a?c",
  "*",
  "?",
  "*😀?",
  "a\\*c",
  "\\",
  "C:\\Windows\\*.exe",
  'say "hi"/',
  "k",
  "K",
  "ſet",
  "SET",
  "é",
  "É",
  "ß",
  "İi",
  "ΑΣ",
  "ας",
  "😀",
  "a😀b",
  "𐐀",
  "\u{fffd}",
  "\n",
  "a\u{0}b",
  "true",
  "false",
  "TRUE",
  "null",
  "5",
  "5.0",
  "-5",
  "1e3",
  "05",
  "+5",
  "0x1F",
  "1e400",
  "9007199254740993",
  "10.0.0.1",
  "10.0.0.0/8",
  "010.0.0.1",
  "::1",
  "0:0:0:0:0:0:0:1",
  "::ffff:10.0.0.1",
  "::/0",
  "2024-03-01",
  "2024-03-01T10:00:00Z",
  "2024-03-01T12:00:00+02:00",
  "1709287200000",
  "toString",
];

const numbers = [
  "5",
  "0",
  "1",
  "3",
  "-5",
  "5.0",
  "1e3",
  "0.5",
  "4.5",
  "9007199254740991",
  "9007199254740992",
  "9007199254740993",
  "9007199254740992.5",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "1e21",
  "1e22",
  "1e400",
  "1709287200000",
];

const ranges = [
  "10.0.0.0/8",
  "10.6.48.157/8",
  "::1",
  "fe80::/10",
  "::/0",
  "0.0.0.0/0",
  "10.0.0.1",
  "::ffff:10.0.0.0/104",
];

const booleanCalls = ["startsWith", "endsWith", "stringContains"];
const comparisons = ["==", "!=", "<", "<=", ">", ">="];

/** Writes random conditions that the parser takes: every node kind, function and operator, to a small depth. */
export class ConditionWriter {
  readonly #choices: Choices;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** A condition; `depth` bounds the connectives in it. */
  condition(depth: number): string {
    const choices = this.#choices;
    if (depth === 0 || choices.below(3) === 0) return this.#leaf();
    const inner = (): string => `(${this.condition(depth - 1)})`;
    switch (choices.below(6)) {
      case 0:
        return choices.list(2, 3, inner).join(" and ");
      case 1:
        return choices.list(2, 3, inner).join(" or ");
      case 2:
        return `not ${inner()}`;
      case 3:
        return `${inner()} ${choices.pick(["==", "!="])} ${choices.pick(["true", "false"])}`;
      case 4:
        return `${choices.pick(["true", "false"])} ${choices.pick(["==", "!="])} ${inner()}`;
      default:
        return `${inner()} and ${inner()} or ${inner()}`;
    }
  }

  #leaf(): string {
    const choices = this.#choices;
    switch (choices.below(12)) {
      case 0:
        return `${this.#field()} == ${this.#constant()}`;
      case 1:
        return `${this.#field()} ${choices.pick(comparisons)} ${this.#constant()}`;
      case 2:
        return `${this.#constant()} ${choices.pick(comparisons)} ${this.#field()}`;
      case 3:
        return this.#patternTest(this.#field());
      case 4:
        return this.#membership(this.#field(), () => this.#constant());
      case 5:
        return this.#regexTest(this.#field());
      case 6:
        return this.#quirkCall();
      case 7:
        return choices.pick([`${this.#field()} == null`, `null != ${this.#field()}`, this.#field()]);
      case 8:
        return choices.once(6) ? choices.pick(["true", "false", "null", "5 > null", "1 < 2"]) : this.#booleanCall(1);
      default:
        return this.#computed(2);
    }
  }

  /** A leaf with something computed in it. */
  #computed(depth: number): string {
    const choices = this.#choices;
    const value = this.#operand(depth, true);
    switch (choices.below(6)) {
      case 0:
        return this.#patternTest(value);
      case 1:
        return this.#regexTest(value);
      case 2:
        return this.#membership(value, () => this.#operand(depth - 1, false));
      case 3:
        return this.#membership(this.#operand(depth - 1, false), () => this.#operand(depth - 1, true));
      case 4:
        return `${this.#operand(depth - 1, false)} ${choices.pick(comparisons)} ${value}`;
      default:
        return `${value} ${choices.pick(comparisons)} ${this.#operand(depth - 1, false)}`;
    }
  }

  /** A value that may stand anywhere: what is more than one token is in parentheses. `withFields`: it may mention some. */
  #operand(depth: number, withFields: boolean): string {
    const choices = this.#choices;
    if (depth <= 0) return withFields && !choices.once(5) ? this.#field() : this.#constant();
    const inner = (): string => this.#operand(depth - 1, withFields);
    switch (choices.below(8)) {
      case 0:
        return withFields ? this.#field() : this.#constant();
      case 1:
        return `(${inner()} ${choices.pick(["+", "-", "*", "/", "%"])} ${inner()})`;
      case 2:
        return `(-${inner()})`;
      case 3:
        return this.#booleanCall(depth - 1, withFields);
      case 4:
        return withFields ? `(${this.#truth(depth - 1)})` : this.#constant();
      default:
        return this.#valueCall(inner);
    }
  }

  /** A condition inside an argument or an operand, where logic is three-valued. */
  #truth(depth: number): string {
    const choices = this.#choices;
    const leaf = (): string => (depth > 0 ? `(${this.#computed(depth)})` : `(${this.#leaf()})`);
    switch (choices.below(4)) {
      case 0:
        return `${leaf()} and ${leaf()}`;
      case 1:
        return `${leaf()} or ${leaf()}`;
      case 2:
        return `not ${leaf()}`;
      default:
        return leaf();
    }
  }

  #valueCall(inner: () => string): string {
    const choices = this.#choices;
    const number = (): string => choices.pick(["0", "1", "-1", "2", "null", "5", inner()]);
    switch (choices.below(12)) {
      case 0:
        return `concat(${choices.list(1, 3, inner).join(", ")})`;
      case 1:
        return `length(${inner()})`;
      case 2:
        return `string(${inner()})`;
      case 3:
        return `number(${inner()}${choices.pick(["", ", 16", ", 10", ", null", ", 2", ", 36"])})`;
      case 4:
        return `substring(${inner()}, ${number()}${choices.pick(["", `, ${number()}`])})`;
      case 5:
        return `between${this.#tilde()}(${inner()}, ${inner()}, ${inner()}${choices.pick(["", ", true", ", false", ", null"])})`;
      case 6:
        return `indexOf${this.#tilde()}(${inner()}, ${inner()}${choices.pick(["", `, ${number()}`])})`;
      default:
        return `${choices.pick(["add", "subtract", "multiply", "divide", "modulo"])}(${inner()}, ${number()})`;
    }
  }

  #booleanCall(depth: number, withFields = true): string {
    const choices = this.#choices;
    const inner = (): string => this.#operand(depth, withFields);
    if (choices.once(4)) {
      const others = choices.list(1, 2, () => (choices.once(8) ? "null" : `"${choices.pick(ranges)}"`));
      return `cidrMatch(${inner()}, ${others.join(", ")})`;
    }
    return `${choices.pick(booleanCalls)}${this.#tilde()}(${inner()}, ${inner()})`;
  }

  /** A call that is compiled to a pattern or a range query. */
  #quirkCall(): string {
    const choices = this.#choices;
    if (choices.once(4)) return `cidrMatch(${this.#field()}, "${choices.pick(ranges)}", "${choices.pick(ranges)}")`;
    return `${choices.pick(booleanCalls)}${this.#tilde()}(${this.#field()}, ${this.#string()})`;
  }

  #patternTest(value: string): string {
    const patterns = this.#choices.list(1, 4, () => this.#string());
    return `${value} ${this.#choices.pick([":", "like", "like~"])} (${patterns.join(", ")})`;
  }

  #regexTest(value: string): string {
    const patterns = this.#choices.list(1, 2, () => printConstant(this.#regex(2)));
    return `${value} ${this.#choices.pick(["regex", "regex~"])} (${patterns.join(", ")})`;
  }

  #membership(value: string, item: () => string): string {
    const operator = this.#choices.pick(["in", "in~", "not in", "not in~"]);
    return `${value} ${operator} (${this.#choices.list(1, 4, item).join(", ")})`;
  }

  #regex(depth: number): string {
    const choices = this.#choices;
    const atoms = [
      "a",
      "b",
      "A",
      "ſ",
      "K",
      "é",
      "😀",
      "[a-c]",
      "[^a]",
      "[k-s]",
      ".",
      "\\d",
      "\\W",
      '"a.b"',
      "5",
      "\\*",
    ];
    const piece = (): string => {
      const atom =
        depth > 0 && choices.once(4) ? `(${this.#regex(depth - 1)}|${this.#regex(depth - 1)})` : choices.pick(atoms);
      return `${atom}${choices.pick(["", "", "", "*", "+", "?", "{1,2}"])}`;
    };
    return choices.list(1, 4, piece).join("");
  }

  #field(): string {
    // The first ones most of the time, so that conditions share fields.
    return fields[Math.min(this.#choices.below(fields.length), this.#choices.below(fields.length))] ?? "x";
  }

  #constant(): string {
    const choices = this.#choices;
    const kind = choices.below(10);
    if (kind < 6) return this.#string();
    // A sign binds less tightly than `in`: `-5 in (1)` is the sign of a membership.
    if (kind < 9) return choices.pick(numbers).replace(/^-.*/, "($&)");
    return choices.pick(["true", "false", "null"]);
  }

  #string(): string {
    return printConstant(this.#choices.pick<Constant>(strings));
  }

  #tilde(): string {
    return this.#choices.pick(["", "~"]);
  }
}
