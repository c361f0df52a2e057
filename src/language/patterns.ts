import { readList } from "./lists.ts";
import type { ParseContext } from "./parse-context.ts";
import { parseRegex } from "./regex-parser.ts";
import { offsetInLiteral } from "./string-literal.ts";
import type { Expression, RegexPattern, StringLiteral } from "./syntax.ts";
import { isClosing, isOpening, isSign } from "./token.ts";
import type { StringToken, Token } from "./token.ts";
import { beginsOperand } from "./wording.ts";

/** A pattern has at most so many UTF-16 units. */
const longestPattern = 32_768;

/** What is read on the right of `:`, `like` and `regex`: a string, or several in parentheses. */
export class PatternParser {
  readonly #context: ParseContext;
  readonly #parseValue: () => Expression;

  /** `parseValue` reads an operand where there is no string, so that it can be named in the message. */
  constructor(context: ParseContext, parseValue: () => Expression) {
    this.#context = context;
    this.#parseValue = parseValue;
  }

  /** Wildcard patterns; `operator` is the token before them. Those that are no strings are reported and left out. */
  parseWildcards(operator: Token): readonly StringLiteral[] {
    const patterns: StringLiteral[] = [];
    this.#readPatterns(operator, (literal) => patterns.push(literal));
    return patterns;
  }

  /** Regular expressions; those that can't be run are reported too (E306) and left out. */
  parseRegexes(operator: Token): readonly RegexPattern[] {
    const patterns: RegexPattern[] = [];
    this.#readPatterns(operator, (literal, token) => {
      const pattern = this.#readRegex(literal, token);
      if (pattern !== null) patterns.push(pattern);
    });
    return patterns;
  }

  #readPatterns(operator: Token, add: (literal: StringLiteral, token: StringToken) => void): void {
    const { stream, mistakes, surroundings } = this.#context;
    if (isOpening(stream.current)) {
      readList(this.#context, "a pattern", 1, () => this.#readPattern(operator, add));
      return;
    }
    this.#readPattern(operator, add);
    if (surroundings.listed) return;
    const { current } = stream;
    if (current.kind !== "string" && !(isSign(current, ",") && beginsOperand(stream.ahead))) return;
    mistakes.reportOnce("E203", current, "several patterns without parentheses around them", {
      help: `write \`${stream.mention(operator)} ("…", "…")\``,
    });
    while (stream.acceptSign(",") || stream.current.kind === "string") this.#readPattern(operator, add);
  }

  #readPattern(operator: Token, add: (literal: StringLiteral, token: StringToken) => void): void {
    const token = this.#context.stream.current;
    if (token.kind !== "string") {
      this.#rejectOperand(operator, token);
      return;
    }
    this.#context.stream.take();
    const span = { start: token.start, end: token.end };
    if (token.value.length > longestPattern) {
      const limit = longestPattern.toLocaleString("en");
      this.#context.mistakes.report("E402", span, `a pattern of more than ${limit} characters`);
      return;
    }
    add({ kind: "literal", value: token.value, span }, token);
  }

  #readRegex(literal: StringLiteral, token: StringToken): RegexPattern | null {
    if (token.form === "broken") return null;
    const parsed = parseRegex(literal.value);
    if ("tree" in parsed) return { ...literal, tree: parsed.tree };
    const { message, help, ...place } = parsed.error;
    const { text } = this.#context.stream;
    const start = offsetInLiteral(text, token.start, token.form, place.start);
    const end = Math.max(start + 1, offsetInLiteral(text, token.start, token.form, place.end));
    const advice = help === undefined ? {} : { help: inLiteral(help, token.form) };
    this.#context.mistakes.report("E306", { start, end }, `a regular expression with ${message}`, advice);
    return null;
  }

  #rejectOperand(operator: Token, token: Token): void {
    const { stream } = this.#context;
    if (isSign(token, "*") || isSign(token, "?") || isSign(token, "%")) {
      this.#rejectBareWord(token);
      return;
    }
    if (!beginsOperand(token)) {
      this.#context.missing("a pattern");
      return;
    }
    const value = this.#parseValue();
    if (this.#context.isPlaceholder(value)) return;
    this.#context.orphans.push(value);
    const sign = stream.mention(operator);
    const written = stream.text.slice(value.span.start, value.span.end);
    const found = describeOperand(value);
    const message = `the right side of \`${sign}\` takes strings, found ${found}`;
    const isWord = value.kind === "field" || (value.kind === "literal" && value.value !== null);
    const label = isWord && /^[\w.]{1,40}$/.test(written) ? { label: `did you mean \`"${written}"\`?` } : {};
    const help =
      value.kind === "field"
        ? "`startsWith`, `endsWith` and `stringContains` compare the values of two fields"
        : "`==` and `in` compare with any value";
    this.#context.mistakes.reportOnce("E305", value.span, message, { ...label, help });
  }

  /** A pattern without quotes, such as `*.exe`: all tokens without a blank between them. */
  #rejectBareWord(first: Token): void {
    const { stream } = this.#context;
    do stream.take();
    while (stream.current.start === stream.previousEnd && !this.#endsBareWord(stream.current));
    const span = this.#context.spanFrom(first.start);
    const label = `did you mean \`"${stream.mention(span)}"\`?`;
    this.#context.mistakes.reportOnce("E305", span, "a pattern without quotes around it", { label });
  }

  #endsBareWord(token: Token): boolean {
    return token.kind === "end" || isSign(token, ",") || isClosing(token);
  }
}

/** In an ordinary string each backslash of a regular expression is written twice. */
function inLiteral(help: string, form: StringToken["form"]): string {
  return form === "plain" ? help.replaceAll("\\", "\\\\") : help;
}

function describeOperand(value: Expression): string {
  if (value.kind === "field") return "a field";
  if (value.kind === "call") return "a function";
  if (value.kind !== "literal") return "an expression";
  if (value.value === null) return "null";
  if (typeof value.value === "boolean") return "a boolean";
  return typeof value.value === "string" ? "parentheses" : "a number";
}
