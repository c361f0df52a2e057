import type { Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { Mistakes } from "./mistakes.ts";
import { readModifiers } from "./modifiers.ts";
import type { Modifiers } from "./modifiers.ts";
import { checkSequence } from "./sequence-checks.ts";
import { opensStage } from "./stage-bounds.ts";
import { readStage, skipToStage } from "./stages.ts";
import type { WrittenStage } from "./stages.ts";
import type { SampleQuery, SequenceQuery, Stage } from "./syntax.ts";
import { isKeyword, isSign } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** A sequence or sample as it was written, sound or not. */
export interface WrittenSequence {
  readonly kind: "sequence" | "sample";
  /** The word it begins with; where that is missing, the first token. */
  readonly head: Span;
  readonly modifiers: Modifiers;
  readonly stages: readonly WrittenStage[];
  readonly until: WrittenStage | null;
  /** False if a stage may have been swallowed by another one: then their number says nothing. */
  readonly countable: boolean;
}

/**
 * Reads the rest of a sequence or sample, behind the word `head`, up to its pipes (SEMANTICS 2). `checked`: what its parts
 * have to do with each other is checked too. `null` if something is wrong with it, which was reported.
 */
export function readSequence(
  stream: TokenStream,
  mistakes: Mistakes,
  kind: "sequence" | "sample",
  head: Span,
  checked: boolean,
): SequenceQuery | SampleQuery | null {
  const modifiers = readModifiers(stream, mistakes, kind);
  const body = readBody(stream, mistakes, kind);
  const written: WrittenSequence = { kind, head, modifiers, ...body };
  if (checked) checkSequence(written, mistakes);
  return build(written, { start: head.start, end: stream.previousEnd });
}

function readBody(
  stream: TokenStream,
  mistakes: Mistakes,
  kind: "sequence" | "sample",
): Pick<WrittenSequence, "stages" | "until" | "countable"> {
  const stages: WrittenStage[] = [];
  let until: WrittenStage | null = null;
  let isCountable = true;
  for (;;) {
    const { current } = stream;
    if (opensStage(stream)) {
      if (until !== null) rejectLate(mistakes, current);
      stages.push(readStage(stream, mistakes, kind === "sample" ? "sample stage" : "stage"));
    } else if (isKeyword(current, "until")) {
      stream.take();
      if (kind === "sample") rejectUntil(mistakes, current);
      else if (until !== null) mistakes.report("E203", current, "a second `until`", { label: "remove one of them" });
      if (opensStage(stream)) until = readStage(stream, mistakes, "until");
      else reportNoStage(stream, mistakes);
    } else if (current.kind === "end" || isSign(current, "|")) break;
    else {
      isCountable = false;
      rejectStray(stream, mistakes, stages.length === 0);
    }
  }
  if (stages.length === 0 && isCountable) {
    isCountable = false;
    reportNoStage(stream, mistakes);
  }
  isCountable &&= !stream.endsEarly && stages.every(({ closed }) => closed);
  return { stages, until, countable: isCountable };
}

/** Reports what is no stage where one is expected, and skips it. */
function rejectStray(stream: TokenStream, mistakes: Mistakes, isFirst: boolean): void {
  const { current } = stream;
  const expected = isFirst ? "`by`, `with` or `[`" : "`[`, `until`, `|` or the end of the query";
  const isUntil = current.kind === "name" && isSign(stream.ahead, "[") && nearest(current.path, ["until"]) !== null;
  const label = isUntil
    ? { label: "did you mean `until`?" }
    : isKeyword(stream.ahead, "where")
      ? { label: "`[` is missing before this" }
      : {};
  mistakes.reportOnce("E203", current, `expected ${expected}, found ${stream.describe(current)}`, label);
  stream.take();
  skipToStage(stream);
}

function reportNoStage(stream: TokenStream, mistakes: Mistakes): void {
  const { current, previous } = stream;
  if (stream.endsEarly) return;
  const span = current.kind === "end" ? { start: stream.previousEnd, end: stream.previousEnd } : current;
  const after = previous === null ? "" : ` after ${stream.describe(previous)}`;
  mistakes.reportOnce("E204", span, `expected \`[\`${after}, found ${stream.describe(current)}`, {
    help: "write a stage like `[process where true]`",
  });
}

function rejectLate(mistakes: Mistakes, opening: Span): void {
  mistakes.reportOnce("E203", opening, "a stage after `until`", { help: "`until […]` comes after all stages" });
}

function rejectUntil(mistakes: Mistakes, until: Span): void {
  mistakes.reportOnce("E319", until, "a sample has no `until`", {
    help: "its events have no order; a `sequence` has an `until`",
  });
}

function build(written: WrittenSequence, span: Span): SequenceQuery | SampleQuery | null {
  const { kind, modifiers } = written;
  const shared = modifiers.keys.fields;
  const stages = written.stages.map((stage) => {
    const built = buildStage(stage, shared);
    return built === null ? null : { ...built, runs: stage.runs, missing: stage.missing };
  });
  const sound = stages.filter((stage) => stage !== null);
  const until = written.until === null ? null : buildStage(written.until, shared);
  if (sound.length < stages.length) return null;
  const common = { sharedKeys: shared.length, pipes: [], span };
  if (kind === "sequence") return { kind, ...common, maxSpan: modifiers.maxSpan, stages: sound, until };
  return { kind, ...common, stages: sound.map(({ filter, keys, span: place }) => ({ filter, keys, span: place })) };
}

function buildStage(stage: WrittenStage, shared: Stage["keys"]): Stage | null {
  const { filter, keys, start, end } = stage;
  return filter === null ? null : { filter, keys: [...shared, ...keys.fields], span: { start, end } };
}
