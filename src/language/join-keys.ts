import type { Span } from "../diagnostics/diagnostic.ts";
import { isFork } from "./forks.ts";
import type { Advice, Mistakes } from "./mistakes.ts";
import { opensStage } from "./stage-bounds.ts";
import type { Field } from "./syntax.ts";
import { isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** What was written behind `by`. */
export interface WrittenKeys {
  /** Those that are fields. */
  readonly fields: readonly Field[];
  /** How many were written; those that are no fields count too, for they were meant to be keys. */
  readonly count: number;
  /** From `by` on; `null` if there is none. */
  readonly span: Span | null;
}

export const noKeys: WrittenKeys = { fields: [], count: 0, span: null };

/** A list has at most so many keys: each is another dimension of what an event with arrays joins by. */
const mostKeys = 64;

/** Reads `by a, ?b.c` from its `by` on. Keys are plain fields; others are reported (E315, an index E307), too many as well (E406). */
export function readKeys(stream: TokenStream, mistakes: Mistakes): WrittenKeys {
  const { start } = stream.take();
  const fields: Field[] = [];
  let count = 0;
  let separator: Token | null = null;
  for (;;) {
    if (endsKey(stream) && stream.current.kind !== "name") {
      reportMissing(stream, mistakes, separator);
      separator = stream.current;
      if (stream.acceptSign(",")) continue;
      break;
    }
    const { start: keyStart } = stream.current;
    const field = readKey(stream, mistakes);
    if (count === mostKeys) {
      mistakes.report(
        "E406",
        { start: keyStart, end: stream.previousEnd },
        `a list of more than ${mostKeys} join keys`,
      );
    }
    count++;
    if (field !== null && count <= mostKeys) fields.push(field);
    const { current } = stream;
    if (stream.acceptSign(",")) separator = current;
    else if (current.kind === "name" && !endsKey(stream)) {
      mistakes.reportOnce("E203", current, `expected \`,\` or the end of the keys, found ${stream.describe(current)}`, {
        label: "a comma is missing before this",
      });
    } else break;
  }
  return { fields, count, span: { start, end: stream.previousEnd } };
}

function reportMissing(stream: TokenStream, mistakes: Mistakes, separator: Token | null): void {
  const { current } = stream;
  const found = stream.describe(current);
  if (separator === null) {
    if (!stream.endsEarly) mistakes.reportOnce("E204", stream.place, `expected a field after \`by\`, found ${found}`);
  } else {
    mistakes.reportOnce("E204", separator, `expected a field after \`,\`, found ${found}`, {
      label: "remove this comma",
    });
  }
}

/** Reads one key; takes a token at least. */
function readKey(stream: TokenStream, mistakes: Mistakes): Field | null {
  const token = stream.take();
  const isField = token.kind === "name" && !token.tilde;
  if (isField && isSign(stream.current, "[") && stream.ahead.kind === "number") skipIndex(stream, mistakes);
  if (isField && (endsKey(stream) || stream.current.kind === "name")) {
    const { path, optional, start, end } = token;
    return { kind: "field", path, optional, span: { start, end } };
  }
  skipKey(stream, token);
  const span = { start: token.start, end: stream.previousEnd };
  mistakes.reportOnce("E315", span, "a join key that is no field", adviseKey(token, stream.previous === token));
  return null;
}

/** `a[0]`: a number never begins a stage. */
function skipIndex(stream: TokenStream, mistakes: Mistakes): void {
  const { start } = stream.take();
  stream.take();
  stream.acceptSign("]");
  mistakes.reportOnce("E307", { start, end: stream.previousEnd }, "an index into an array", {
    label: "remove it",
    help: "an event takes part once for each element of the array",
  });
}

/** Takes the rest of what is no field. */
function skipKey(stream: TokenStream, first: Token): void {
  let open = isSign(first, "(") ? 1 : 0;
  while (stream.current.kind !== "end" && (open > 0 ? !opensStage(stream) : !endsKey(stream))) {
    const token = stream.take();
    if (isSign(token, "(")) open++;
    else if (isSign(token, ")")) open--;
  }
}

function adviseKey(token: Token, isAlone: boolean): Advice {
  const help = "keys are plain fields, without functions and operators";
  if (!isAlone) return { help };
  if (token.kind === "keyword") return { label: `write \`\` \`${token.word}\` \`\` if that is the field's name`, help };
  const isName = token.kind === "string" && /^[A-Za-z_@][\w.]{0,39}$/.test(token.value);
  return isName ? { label: `did you mean \`${token.value}\`?`, help } : { help };
}

const modifierWords: ReadonlySet<string> = new Set(["by", "with", "maxspan", "until"]);

/** True where a key ends, and with it the list unless a comma comes. */
function endsKey(stream: TokenStream): boolean {
  const { current } = stream;
  if (current.kind === "end" || isSign(current, ",") || isSign(current, "|") || isSign(current, "]")) return true;
  // Modifiers after a key, also where their `with` was forgotten.
  if (current.kind === "keyword") return modifierWords.has(current.word);
  if (current.kind === "name") return isFork(current) || isSign(stream.ahead, "=");
  return opensStage(stream);
}
