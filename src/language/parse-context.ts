import type { Span } from "../diagnostics/diagnostic.ts";
import type { Mistakes } from "./mistakes.ts";
import type { Expression } from "./syntax.ts";
import { isClosing, isOpening, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";
import { beginsOperand } from "./wording.ts";

/** A tree is at most so high, and brackets, calls and signs are nested at most so deep. */
const maxNesting = 250;

/** What stands around the expression that is being read, and so what may come after it. */
interface Surroundings {
  /** Inside brackets. */
  readonly bracketed: boolean;
  /** Inside a list or a call, where commas separate. */
  readonly listed: boolean;
}

/** What the parts of the parser share: where they are, how deep, and how they report and recover. */
export class ParseContext {
  readonly stream: TokenStream;
  readonly mistakes: Mistakes;
  /** Expressions that found no place in the tree, such as the arguments of an unknown function: they are checked too. */
  readonly orphans: Expression[] = [];
  /** The height of the tree that was built last: whoever reads a part asks for it right after. */
  height = 1;
  surroundings: Surroundings = { bracketed: false, listed: false };
  readonly #placeholders = new WeakSet<Expression>();
  #depth = 0;

  constructor(stream: TokenStream, mistakes: Mistakes) {
    this.stream = stream;
    this.mistakes = mistakes;
  }

  /**
   * Gives a node its place; one that makes the tree too high is reported (E400) and replaced by a placeholder.
   * `operandsHeight` is the height of the highest operand.
   */
  build(node: Expression, operandsHeight: number): Expression {
    this.height = operandsHeight + 1;
    if (this.height <= maxNesting) return node;
    this.#rejectDepth(node.span);
    return this.placeholder(node.span);
  }

  /** Stands for what could not be read: the constant null, to which no check objects. */
  placeholder(span: Span): Expression {
    const node: Expression = { kind: "literal", value: null, span: { start: span.start, end: span.end } };
    this.#placeholders.add(node);
    this.height = 1;
    return node;
  }

  isPlaceholder(node: Expression): boolean {
    return this.#placeholders.has(node);
  }

  /** Reads one level deeper; where that is too deep (E400), skips what is there without recursion. */
  descend(from: Token, read: () => Expression): Expression {
    if (this.#depth >= maxNesting) {
      this.#rejectDepth(from);
      this.skipNested(this.#isBracketTaken() ? 1 : 0);
      return this.placeholder(this.spanFrom(from.start));
    }
    this.#depth++;
    const node = read();
    this.#depth--;
    return node;
  }

  /** Reads inside other surroundings. */
  within<T>(surroundings: Surroundings, read: () => T): T {
    const outer = this.surroundings;
    this.surroundings = surroundings;
    const result = read();
    this.surroundings = outer;
    return result;
  }

  /** Takes tokens up to what could end or go on the expression outside of `openBrackets` and all that open meanwhile. */
  skipNested(openBrackets = 0): void {
    let open = openBrackets;
    for (;;) {
      const { current } = this.stream;
      if (current.kind === "end") return;
      if (isOpening(current)) open++;
      else if (isClosing(current)) {
        if (open === 0) return;
        open--;
      } else if (open === 0 && (isSign(current, ",") || isConnective(current))) return;
      this.stream.take();
    }
  }

  /** From `start` to the end of the token taken last. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.stream.previousEnd) };
  }

  /** True if an expression can't go on with the token. */
  endsExpression(token: Token): boolean {
    if (token.kind === "end") return true;
    const { bracketed, listed } = this.surroundings;
    if (bracketed && isClosing(token)) return true;
    return listed && (isSign(token, ",") || beginsOperand(token));
  }

  /** Reports what is missing where the current token is (E204), and stands in for it. */
  missing(what: string): Expression {
    const { current, previous } = this.stream;
    const span = current.kind === "end" ? { start: this.stream.previousEnd, end: this.stream.previousEnd } : current;
    if (!this.#mayBeSwallowed(current)) {
      const after = previous === null ? "" : ` after ${this.stream.describe(previous)}`;
      this.mistakes.reportOnce("E204", span, `expected ${what}${after}, found ${this.stream.describe(current)}`);
    }
    return this.placeholder(span);
  }

  /** Takes a `(`; a `[` too, which is reported. */
  open(): Token {
    const token = this.stream.take();
    if (isSign(token, "[")) this.reportMeant(token, "`(`", "(");
    return token;
  }

  /** Takes the `)` of the bracket that `open` began, or reports that it isn't there (E205, once a query). */
  close(open: Token): boolean {
    if (this.stream.acceptSign(")") || (isSign(open, "[") && this.stream.acceptSign("]"))) return true;
    if (!this.stream.endsEarly && !this.mistakes.has("E205") && !this.mistakes.has("E400")) {
      this.mistakes.report("E205", open, "a `(` that is not closed", { label: "its `)` is missing" });
    }
    return false;
  }

  /** Reports a token that is written differently in EQL. */
  reportMeant(token: Token, expected: string, meant: string): void {
    const message = `expected ${expected}, found ${this.stream.describe(token)}`;
    this.mistakes.reportOnce("E203", token, message, { label: `did you mean \`${meant}\`?` });
  }

  /** What an expression ends with here, for messages. */
  get closing(): string {
    return this.surroundings.bracketed ? "`)`" : "the end of the query";
  }

  #isBracketTaken(): boolean {
    const { previous } = this.stream;
    return previous !== null && isOpening(previous);
  }

  #mayBeSwallowed(current: Token): boolean {
    return current.kind === "end" && this.stream.endsEarly;
  }

  #rejectDepth(span: Span): void {
    if (this.mistakes.has("E400")) return;
    this.mistakes.report("E400", span, `a query nested more than ${maxNesting} deep`);
  }
}

function isConnective(token: Token): boolean {
  return token.kind === "keyword" && (token.word === "and" || token.word === "or");
}
