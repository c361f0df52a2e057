import type { Span } from "../diagnostics/diagnostic.ts";
import type { Mistakes } from "./mistakes.ts";
import { Scanner } from "./scanner.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Keyword, Token } from "./token.ts";

const longestMention = 40;

/** The tokens of a query with one token to look ahead. */
export class TokenStream {
  readonly text: string;
  readonly #scanner: Scanner;
  readonly #mistakes: Mistakes;
  #current: Token;
  #ahead: Token | null = null;
  #previous: Token | null = null;
  #stopped = false;

  constructor(text: string, mistakes: Mistakes) {
    this.text = text;
    this.#mistakes = mistakes;
    this.#scanner = new Scanner(text, mistakes);
    this.#current = this.#scanner.next();
  }

  /** The token that comes next. */
  get current(): Token {
    return this.#current;
  }

  /** The token after the current one. */
  get ahead(): Token {
    this.#ahead ??= this.#scanner.next();
    return this.#ahead;
  }

  /** The token taken last; `null` at the beginning. */
  get previous(): Token | null {
    return this.#previous;
  }

  /** The end of the token taken last; 0 at the beginning. */
  get previousEnd(): number {
    return this.#previous?.end ?? 0;
  }

  /** Where the current token is, for a message about it; at the end of the text, where the last token ended. */
  get place(): Span {
    const { kind, start, end } = this.#current;
    return kind === "end" ? { start: this.previousEnd, end: this.previousEnd } : { start, end };
  }

  /** True if what seems to be missing may be missing only because reading ended early: it is no mistake of its own. */
  get endsEarly(): boolean {
    return this.#stopped || !this.#scanner.closed;
  }

  /**
   * A new part of the query begins at the current token: what is missing there is no consequence of what was left unclosed
   * before it.
   */
  beginPart(): void {
    this.#scanner.beginPart();
  }

  /** Moves on, and gives the token that was the current one. */
  take(): Token {
    const token = this.#current;
    if (token.kind === "end") return token;
    this.#previous = token;
    if (this.#mistakes.full) this.#stop();
    else {
      this.#current = this.#ahead ?? this.#scanner.next();
      this.#ahead = null;
    }
    return token;
  }

  /** Takes the current token if it is this sign. */
  acceptSign(sign: string): boolean {
    const found = isSign(this.#current, sign);
    if (found) this.take();
    return found;
  }

  /** Takes the current token if it is this keyword. */
  acceptKeyword(word: Keyword): boolean {
    const found = isKeyword(this.#current, word);
    if (found) this.take();
    return found;
  }

  /** Leaves the rest of the text unread. */
  #stop(): void {
    const { start } = this.#current;
    this.#current = { kind: "end", start, end: start };
    this.#ahead = this.#current;
    this.#stopped = true;
  }

  /** A token as a message names it: its text in backquotes. */
  describe(token: Token): string {
    return token.kind === "end" ? "the end of the query" : `\`${this.mention(token)}\``;
  }

  /** The text of a token, shortened. */
  mention(span: Span): string {
    const { start, end } = span;
    const text = this.text.slice(start, Math.min(end, start + longestMention));
    return (end - start > longestMention ? `${text}…` : text).toWellFormed();
  }
}
