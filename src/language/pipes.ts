import { nearest } from "../diagnostics/suggestion.ts";
import { withoutFork } from "./forks.ts";
import type { Mistakes } from "./mistakes.ts";
import type { Pipe } from "./syntax.ts";
import { isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** The pipes of other EQLs, and what to do without them. */
const otherPipes: ReadonlyMap<string, string> = new Map([
  ["count", "leave it out, and count the results where they are read"],
  ["filter", "add what it says to the condition, with `and`"],
  ["sort", "leave it out, and sort the results where they are read"],
  ["unique", "leave it out, and keep one result of each where they are read"],
  ["unique_count", "leave it out, and count the results where they are read"],
  ["fork", withoutFork],
]);
const pipeNames = ["head", "tail", ...otherPipes.keys()];

/** True if the token, after a `|`, is or was meant to be the name of a pipe. */
export function isPipeName(token: Token): boolean {
  return token.kind === "name" && token.plain && nearest(token.path, pipeNames) !== null;
}

/**
 * Reads `| head 3 | tail 2` to the end of the text (SEMANTICS 9). Whatever else stands there is reported: pipes that EQL
 * does not have (E310, `fork` E313), a number that is none (E215), what is no pipe (E203).
 */
export function readPipes(stream: TokenStream, mistakes: Mistakes): readonly Pipe[] {
  const pipes: Pipe[] = [];
  while (stream.current.kind !== "end") {
    const { current } = stream;
    if (stream.acceptSign("|")) {
      const pipe = readPipe(stream, mistakes, current);
      if (pipe !== null) pipes.push(pipe);
    } else {
      mistakes.reportOnce("E203", current, `expected \`|\` or the end of the query, found ${stream.describe(current)}`);
      skipPipe(stream);
    }
  }
  return pipes;
}

function readPipe(stream: TokenStream, mistakes: Mistakes, bar: Token): Pipe | null {
  const kind = readKind(stream, mistakes);
  if (kind === null) {
    skipPipe(stream);
    return null;
  }
  stream.take();
  const count = readCount(stream, mistakes, kind);
  if (count === null) {
    skipPipe(stream);
    return null;
  }
  return { kind, count, span: { start: bar.start, end: stream.previousEnd } };
}

/** Which pipe the current token names; it is taken by the caller. `null` for none, which is reported. */
function readKind(stream: TokenStream, mistakes: Mistakes): Pipe["kind"] | null {
  const { current } = stream;
  if (current.kind !== "name" || !current.plain) {
    mistakes.reportOnce("E204", stream.place, `expected a pipe after \`|\`, found ${stream.describe(current)}`, {
      help: "write `| head 10` or `| tail 10`",
    });
    return null;
  }
  const word = current.path;
  if (word === "head" || word === "tail") return word;
  const meant = otherPipes.has(word) ? word : nearest(word, pipeNames);
  if (meant === "head" || meant === "tail") {
    const message = `expected \`head\` or \`tail\`, found ${stream.describe(current)}`;
    mistakes.reportOnce("E203", current, message, { label: `did you mean \`${meant}\`?` });
    return meant;
  }
  const help =
    (meant === null ? undefined : otherPipes.get(meant)) ??
    "EQL has no pipes but `head` and `tail`; conditions are connected by `and` and `or`";
  mistakes.reportOnce(meant === "fork" ? "E313" : "E310", current, `EQL has no pipe ${stream.describe(current)}`, {
    help,
  });
  return null;
}

function readCount(stream: TokenStream, mistakes: Mistakes, kind: Pipe["kind"]): number | null {
  const { current } = stream;
  if (current.kind === "number" && typeof current.value === "number" && !current.decimal) {
    const { value } = current;
    if (Number.isSafeInteger(value)) {
      stream.take();
      return value;
    }
  }
  const isAbsent = current.kind === "end" || isSign(current, "|");
  const span = isAbsent ? { start: stream.previousEnd, end: stream.previousEnd } : current;
  const isHuge = current.kind === "number" && typeof current.value === "bigint";
  mistakes.reportOnce("E215", span, `expected a whole number after \`${kind}\`, found ${stream.describe(current)}`, {
    help: isHuge ? "leave the pipe out: there are never so many" : `write how many are wanted: \`| ${kind} 10\``,
  });
  return null;
}

/** Takes tokens up to the next pipe. */
function skipPipe(stream: TokenStream): void {
  while (stream.current.kind !== "end" && !isSign(stream.current, "|")) stream.take();
}
