import type { Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { Advice, Mistakes } from "./mistakes.ts";
import { readModifiers } from "./modifiers.ts";
import type { Modifiers } from "./modifiers.ts";
import { checkSequence, mostStages } from "./sequence-checks.ts";
import { opensStage } from "./stage-bounds.ts";
import { readStage, skipToStage } from "./stages.ts";
import type { WrittenStage } from "./stages.ts";
import type { SampleQuery, SequenceQuery, Stage } from "./syntax.ts";
import { isKeyword, isSign } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** A sequence or sample as it was written, sound or not. */
export interface WrittenSequence {
  readonly kind: "sequence" | "sample";
  readonly modifiers: Modifiers;
  readonly stages: readonly WrittenStage[];
  readonly until: WrittenStage | null;
  /** False if a stage may have been swallowed by another one: then their number says nothing. */
  readonly countable: boolean;
}

/** A query without what stands behind it. */
type Unpiped = Omit<SequenceQuery, "pipes" | "span"> | Omit<SampleQuery, "pipes" | "span">;

/**
 * Reads the rest of a sequence or sample, behind its first word, up to its pipes (SEMANTICS 2). `checked`: what its parts
 * have to do with each other is checked too. Of one with mistakes it gives the stages that have a condition, so that more can
 * be said of these; `null` if there are too many stages.
 */
export function readSequence(
  stream: TokenStream,
  mistakes: Mistakes,
  kind: "sequence" | "sample",
  checked: boolean,
): Unpiped | null {
  const modifiers = readModifiers(stream, mistakes, kind);
  const body = readBody(stream, mistakes, kind);
  const written: WrittenSequence = { kind, modifiers, ...body };
  if (checked) checkSequence(written, mistakes);
  // Keys are written out behind each stage: of too many stages that would be too much.
  if (body.stages.length > mostStages) return null;
  return build(written);
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
  const advice = adviseStray(stream);
  mistakes.reportOnce("E203", current, `expected ${expected}, found ${stream.describe(current)}`, advice);
  stream.take();
  skipToStage(stream);
}

function adviseStray({ current, ahead }: TokenStream): Advice {
  if (isKeyword(ahead, "where")) return { label: "`[` is missing before this" };
  if (isSign(current, "(")) return { label: "did you mean `[`?" };
  if (!isSign(ahead, "[")) return {};
  const isUntil = current.kind === "name" && nearest(current.path, ["until"]) !== null;
  return { label: isUntil ? "did you mean `until`?" : "remove it" };
}

function reportNoStage(stream: TokenStream, mistakes: Mistakes): void {
  const { current, previous } = stream;
  if (stream.endsEarly) return;
  const after = previous === null ? "" : ` after ${stream.describe(previous)}`;
  mistakes.reportOnce("E204", stream.place, `expected \`[\`${after}, found ${stream.describe(current)}`, {
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

function build(written: WrittenSequence): Unpiped {
  const { kind, modifiers } = written;
  const shared = modifiers.keys.fields;
  const stages = written.stages.flatMap((stage) => {
    const built = buildStage(stage, shared);
    return built === null ? [] : [{ ...built, runs: stage.runs, missing: stage.missing }];
  });
  const sharedKeys = shared.length;
  if (kind === "sample") {
    return { kind, sharedKeys, stages: stages.map(({ filter, keys, span }) => ({ filter, keys, span })) };
  }
  const until = written.until === null ? null : buildStage(written.until, shared);
  return { kind, sharedKeys, maxSpan: modifiers.maxSpan, stages, until };
}

function buildStage(stage: WrittenStage, shared: Stage["keys"]): Stage | null {
  const { filter, keys, start, end } = stage;
  return filter === null ? null : { filter, keys: [...shared, ...keys.fields], span: { start, end } };
}
