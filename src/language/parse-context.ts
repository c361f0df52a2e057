import type { Span } from "../diagnostics/diagnostic.ts";
import type { Mistakes } from "./mistakes.ts";
import { beginsStage, endsStage } from "./stage-bounds.ts";
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

/**
 * What the parts of the parser share while they read one event filter: where they are, how deep, and how they report and
 * recover. Each stage of a sequence has its own, so that a mistake in one hides none in the next.
 */
export class ParseContext {
  readonly stream: TokenStream;
  readonly mistakes: Mistakes;
  /** The filter stands in the `[…]` of a stage. */
  readonly inStage: boolean;
  /** Expressions that found no place in the tree, such as the arguments of an unknown function: they are checked too. */
  readonly orphans: Expression[] = [];
  /** The height of the tree that was built last: whoever reads a part asks for it right after. */
  height = 1;
  surroundings: Surroundings = { bracketed: false, listed: false };
  readonly #placeholders = new WeakSet<Expression>();
  #depth = 0;
  #isTooDeep = false;
  #isUnclosed = false;

  constructor(stream: TokenStream, mistakes: Mistakes, inStage: boolean) {
    this.stream = stream;
    this.mistakes = mistakes;
    this.inStage = inStage;
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
      const { previous } = this.stream;
      this.skipNested(previous !== null && isOpening(previous) ? previous : null);
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

  /**
   * Takes tokens up to what could end or go on the expression outside of all brackets that open meanwhile, and of `open`,
   * the one that was taken last. The `]` of the stage is never taken.
   */
  skipNested(open: Token | null = null): void {
    let round = open !== null && isSign(open, "(") ? 1 : 0;
    let square = open !== null && isSign(open, "[") ? 1 : 0;
    for (;;) {
      const { current } = this.stream;
      if (current.kind === "end") return;
      if (isSign(current, "(")) round++;
      else if (isSign(current, "[")) square++;
      else if (isSign(current, "]") && square > 0) square--;
      else if (isClosing(current)) {
        if (round + square === 0 || (this.inStage && isSign(current, "]"))) return;
        if (round > 0) round--;
        else square--;
      } else if (round + square === 0 && (isSign(current, ",") || isConnective(current))) return;
      this.stream.take();
    }
  }

  /** From `start` to the end of the token taken last. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.stream.previousEnd) };
  }

  /** True if the expression can't go on with the current token. */
  get endsHere(): boolean {
    const { current } = this.stream;
    if (current.kind === "end" || this.endsStageHere) return true;
    const { bracketed, listed } = this.surroundings;
    if (bracketed && isClosing(current)) return true;
    if (!bracketed && !this.inStage && isSign(current, "|")) return true;
    return listed && (isSign(current, ",") || beginsOperand(current));
  }

  /** True if an operand that ends before the current token ends its stage too, whatever brackets are open. */
  get endsStageHere(): boolean {
    return this.inStage && endsStage(this.stream);
  }

  /** True if where an operand is expected the next stage begins: the `]` of this one was forgotten. */
  get beginsStageHere(): boolean {
    return this.inStage && beginsStage(this.stream);
  }

  /** Reports what is missing where the current token is (E204), and stands in for it. */
  missing(what: string): Expression {
    const { current, previous, place: span } = this.stream;
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

  /** Takes the `)` of the bracket that `open` began, or reports that it isn't there (E205, once a filter). */
  close(open: Token): boolean {
    if (this.stream.acceptSign(")") || (isSign(open, "[") && this.stream.acceptSign("]"))) return true;
    this.#rejectUnclosed(open, "(", ")");
    return false;
  }

  /** Takes the `]` of the stage that `open` began, or reports that it isn't there (E205, once a filter). */
  closeStage(open: Token): boolean {
    if (this.stream.acceptSign("]")) return true;
    this.#rejectUnclosed(open, "[", "]");
    return false;
  }

  /** Reports a token that is written differently in EQL. */
  reportMeant(token: Token, expected: string, meant: string): void {
    const message = `expected ${expected}, found ${this.stream.describe(token)}`;
    this.mistakes.reportOnce("E203", token, message, { label: `did you mean \`${meant}\`?` });
  }

  /** What an expression ends with here, for messages. */
  get closing(): string {
    if (this.surroundings.bracketed) return "`)`";
    return this.inStage ? "`]`" : "the end of the query";
  }

  #mayBeSwallowed(current: Token): boolean {
    return current.kind === "end" && this.stream.endsEarly;
  }

  #rejectUnclosed(open: Token, opening: string, closing: string): void {
    if (this.stream.endsEarly || this.#isUnclosed || this.#isTooDeep) return;
    this.#isUnclosed = true;
    this.mistakes.report("E205", open, `a \`${opening}\` that is not closed`, {
      label: `its \`${closing}\` is missing`,
    });
  }

  #rejectDepth(span: Span): void {
    if (this.#isTooDeep) return;
    this.#isTooDeep = true;
    this.mistakes.report("E400", span, `a query nested more than ${maxNesting} deep`);
  }
}

function isConnective(token: Token): boolean {
  return token.kind === "keyword" && (token.word === "and" || token.word === "or");
}
