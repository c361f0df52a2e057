import type { Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { isFork, rejectFork } from "./forks.ts";
import { noKeys, readKeys } from "./join-keys.ts";
import type { WrittenKeys } from "./join-keys.ts";
import type { Mistakes } from "./mistakes.ts";
import { readMaxSpan, readRuns } from "./option-values.ts";
import { opensStage } from "./stage-bounds.ts";
import type { MaxSpan } from "./syntax.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** Behind what modifiers stand: that decides which of them may stand there. */
export type ModifierPlace = "sequence" | "sample" | "stage" | "sample stage" | "until";

/** What stands behind `sequence`, `sample` or a stage. */
export interface Modifiers {
  readonly keys: WrittenKeys;
  /** `null` if not written, or not right. */
  readonly maxSpan: MaxSpan | null;
  /** True also where the time span was wrong. */
  readonly hasMaxSpan: boolean;
  /** 1 if not written, {@link wrongRuns} if not right. */
  readonly runs: number;
}

/** Whoever writes a number of runs that can't be read means to repeat the stage: that there is no second one is no mistake. */
const wrongRuns = 2;

type Option = "maxspan" | "runs";

/** Reads `by a, b with maxspan=5m`, or `with runs=3`, in this order (E211); both may be absent. */
export function readModifiers(stream: TokenStream, mistakes: Mistakes, place: ModifierPlace): Modifiers {
  let keys = noKeys;
  let maxSpan: MaxSpan | null = null;
  let hasMaxSpan = false;
  let runs: number | null = null;
  let firstOption: Token | null = null;
  for (;;) {
    const { current } = stream;
    if (isKeyword(current, "by")) {
      if (keys.span !== null) rejectSecond(mistakes, current);
      else if (firstOption !== null) rejectOrder(mistakes, current, place);
      const written = readKeys(stream, mistakes);
      if (keys.span === null) keys = written;
      continue;
    }
    if (isFork(current)) {
      rejectFork(stream, mistakes);
      continue;
    }
    const option = beginOption(stream, mistakes);
    if (option === "none") break;
    firstOption ??= current;
    if (option === null) continue;
    if (!isAllowed(option.name, place)) rejectPlace(mistakes, option, place);
    else if (option.name === "maxspan" ? hasMaxSpan : runs !== null) rejectRepeated(mistakes, option);
    if (option.name === "maxspan") {
      const value = readMaxSpan(stream, mistakes);
      maxSpan ??= value;
      hasMaxSpan = true;
    } else {
      const value = readRuns(stream, mistakes) ?? wrongRuns;
      runs ??= value;
    }
  }
  return { keys, maxSpan, hasMaxSpan, runs: runs ?? 1 };
}

interface NamedOption extends Span {
  readonly name: Option;
}

/**
 * Takes `with maxspan =` or `with runs =`, also without its `with`, which is reported. `none` if nothing of that is there,
 * `null` if what is there names no option, which is reported.
 */
function beginOption(stream: TokenStream, mistakes: Mistakes): NamedOption | "none" | null {
  const hasWith = stream.acceptKeyword("with");
  const word = stream.current;
  const name = findOption(word);
  if (!hasWith) {
    if (name === null || !isSign(stream.ahead, "=")) return "none";
    mistakes.reportOnce("E203", word, `expected \`with\`, found ${stream.describe(word)}`, {
      label: "`with` is missing before this",
    });
  }
  if (name === null) {
    rejectOption(stream, mistakes, word);
    return null;
  }
  const written = stream.mention(word);
  if (written !== name) {
    mistakes.reportOnce("E203", word, `expected \`maxspan\` or \`runs\`, found \`${written}\``, {
      label: `did you mean \`${name}\`?`,
    });
  }
  stream.take();
  acceptEquals(stream, mistakes, name);
  return { name, start: word.start, end: word.end };
}

function findOption(token: Token): Option | null {
  if (isKeyword(token, "maxspan")) return "maxspan";
  if (token.kind !== "name" || !token.plain || token.tilde) return null;
  const found = nearest(token.path, ["maxspan", "runs"]);
  return found === "maxspan" || found === "runs" ? found : null;
}

function rejectOption(stream: TokenStream, mistakes: Mistakes, word: Token): void {
  if (!stream.endsEarly || word.kind !== "end") {
    mistakes.reportOnce(
      "E212",
      stream.place,
      `expected \`maxspan\` or \`runs\` after \`with\`, found ${stream.describe(word)}`,
    );
  }
  while (!endsOption(stream)) stream.take();
}

function endsOption(stream: TokenStream): boolean {
  const { current } = stream;
  if (current.kind === "end" || isSign(current, "|") || opensStage(stream)) return true;
  return isKeyword(current, "by") || isKeyword(current, "with") || isKeyword(current, "until");
}

function acceptEquals(stream: TokenStream, mistakes: Mistakes, name: Option): void {
  if (stream.acceptSign("=")) return;
  const { current } = stream;
  const message = `expected \`=\` after \`${name}\`, found ${stream.describe(current)}`;
  const isMeant = isSign(current, "==") || isSign(current, ":");
  const isLeftOut = current.kind === "duration" || current.kind === "number";
  const label = isMeant ? "did you mean `=`?" : "`=` is missing before this";
  mistakes.reportOnce("E203", stream.place, message, isMeant || isLeftOut ? { label } : {});
  if (isMeant) stream.take();
}

function isAllowed(name: Option, place: ModifierPlace): boolean {
  return name === "maxspan" ? place === "sequence" : place === "stage";
}

function rejectPlace(mistakes: Mistakes, option: NamedOption, place: ModifierPlace): void {
  const { name } = option;
  if (place === "sample" || place === "sample stage") {
    const help =
      name === "maxspan"
        ? "its events may be any time apart; a `sequence` has a time span"
        : "write the stage as often as it is to be met";
    mistakes.reportOnce("E319", option, `a sample has no \`${name}\``, { help });
  } else if (place === "until") {
    mistakes.reportOnce("E212", option, `\`until\` has no \`${name}\``, {
      help: name === "maxspan" ? "write `sequence with maxspan=5m` before the first stage" : "one such event is enough",
    });
  } else if (name === "maxspan") {
    mistakes.reportOnce("E212", option, "a stage has no `maxspan`", {
      help: "it is of the whole sequence: write `sequence with maxspan=5m` before the first stage",
    });
  } else {
    mistakes.reportOnce("E212", option, "a sequence has no `runs`", {
      help: "it is of a stage: write `[…] with runs=3`",
    });
  }
}

function rejectRepeated(mistakes: Mistakes, option: NamedOption): void {
  mistakes.reportOnce("E212", option, `a second \`${option.name}\``, { label: "remove one of them" });
}

function rejectSecond(mistakes: Mistakes, by: Span): void {
  mistakes.reportOnce("E203", by, "a second `by`", { help: "several keys are separated by commas: `by a, b`" });
}

function rejectOrder(mistakes: Mistakes, by: Span, place: ModifierPlace): void {
  const order =
    place === "sequence" || place === "sample" ? "sequence by a, b with maxspan=5m" : "[…] by a, b with runs=3";
  mistakes.reportOnce("E211", by, "`by` comes before `with`", { help: `write \`${order}\`` });
}
