import type { Span } from "../diagnostics/diagnostic.ts";
import { readFilter } from "./event-filter.ts";
import type { WrittenKeys } from "./join-keys.ts";
import type { Mistakes } from "./mistakes.ts";
import { readModifiers } from "./modifiers.ts";
import type { ModifierPlace } from "./modifiers.ts";
import { ParseContext } from "./parse-context.ts";
import type { EventFilter } from "./syntax.ts";
import { isSign } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** A stage as it was written, sound or not. */
export interface WrittenStage extends Span {
  /** Its `[`, or the `!` before it. */
  readonly opening: Span;
  readonly missing: boolean;
  /** `null` if there is none, which was reported. */
  readonly filter: EventFilter | null;
  /** Its `]` was found: then it holds no other stage. */
  readonly closed: boolean;
  readonly keys: WrittenKeys;
  readonly runs: number;
}

/**
 * Reads `[category where condition] by a, b with runs=3`, from its `[`, or from the `!` of a missing event, on. Whatever is
 * wrong in it is reported, and hides nothing in the stages after it.
 */
export function readStage(stream: TokenStream, mistakes: Mistakes, place: ModifierPlace): WrittenStage {
  stream.beginPart();
  const opening = stream.current;
  const missing = stream.acceptSign("!");
  const bracket = stream.take();
  if (missing && bracket.start !== opening.end) {
    mistakes.report("E203", opening, "a blank between `!` and `[`", { label: "write `![`" });
  }
  const context = new ParseContext(stream, mistakes, true);
  const filter = readFilter(context);
  const closed = context.closeStage(bracket);
  const { keys, runs } = readModifiers(stream, mistakes, place);
  return { opening, missing, filter, closed, keys, runs, start: opening.start, end: stream.previousEnd };
}

/** Takes tokens up to the next stage, `until`, pipe or the end of the text. */
export function skipToStage(stream: TokenStream): void {
  const isStop = (): boolean => {
    const { current } = stream;
    if (current.kind === "end" || isSign(current, "|") || isSign(current, "[")) return true;
    return (
      (current.kind === "keyword" && current.word === "until") || (isSign(current, "!") && isSign(stream.ahead, "["))
    );
  };
  while (!isStop()) stream.take();
}
