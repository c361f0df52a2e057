import type { Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { ParseContext } from "./parse-context.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import { beginsOperand } from "./wording.ts";

/** What stands before `where`. */
export interface Category {
  /** `null` for `any`. */
  readonly name: string | null;
  readonly span: Span;
}

const beginAny = { help: "begin with `any where` if the category doesn't matter" };

/**
 * Reads `category where`. Where that is missing or misspelt it is reported, and the category is `any`: the condition
 * can be read all the same. `null` if there is nothing more to read, which was reported too.
 */
export function readCategory(context: ParseContext): Category | null {
  const { stream, mistakes } = context;
  const { current } = stream;
  if (endsFilter(context, current)) {
    reportNothing(context);
    return null;
  }
  if (context.inStage && isOtherQuery(current)) {
    mistakes.report("E209", current, `expected a category and \`where\`, found ${stream.describe(current)}`, {
      label: "a stage holds one event query",
    });
    skipStage(context);
    return null;
  }
  const { ahead } = stream;
  if (isKeyword(current, "where")) {
    mistakes.report("E203", current, "expected a category, found `where`", beginAny);
    stream.take();
    return anyCategory(current);
  }
  const name = categoryName(current);
  if (isWhere(ahead)) {
    if (name === undefined) rejectCategory(context, current);
    stream.take();
    readWhere(context);
    return name === undefined ? anyCategory(current) : { name, span: spanOf(current) };
  }
  const isOver = endsFilter(context, ahead);
  if (name !== undefined && (isOver || beginsOperand(ahead)) && !isSign(ahead, "(")) {
    stream.take();
    if (!stream.endsEarly) reportMissing(context, ahead);
    return isOver ? null : { name, span: spanOf(current) };
  }
  mistakes.report("E209", current, `expected a category and \`where\`, found ${stream.describe(current)}`, beginAny);
  return anyCategory(current);
}

/** The name of a category that the token may be; `undefined` if it may be none. */
function categoryName(token: Token): string | null | undefined {
  if (token.kind === "string") return token.value;
  if (token.kind === "name" && token.plain && !token.tilde) return token.path;
  return isKeyword(token, "any") ? null : undefined;
}

function anyCategory(token: Token): Category {
  return { name: null, span: spanOf(token) };
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}

/** True if no query and no condition begins with the token because the place for them ends here. */
function endsFilter(context: ParseContext, token: Token): boolean {
  return token.kind === "end" || isSign(token, "|") || (context.inStage && isSign(token, "]"));
}

/** A sequence in a stage, or one pair of brackets too many. */
function isOtherQuery(token: Token): boolean {
  return isKeyword(token, "sequence") || isKeyword(token, "sample") || isKeyword(token, "join") || isSign(token, "[");
}

/** Takes tokens up to the `]` of the stage, over pairs of brackets. */
function skipStage({ stream }: ParseContext): void {
  for (let open = 0; stream.current.kind !== "end"; stream.take()) {
    if (isSign(stream.current, "[")) open++;
    else if (isSign(stream.current, "]") && open-- === 0) return;
  }
}

function reportNothing({ stream, mistakes, inStage }: ParseContext): void {
  const { current } = stream;
  // Of a stage that isn't closed it will be said that it isn't.
  if (stream.endsEarly || (inStage && current.kind === "end")) return;
  const [what, query] = inStage
    ? ["stage", '`[process where process.name : "cmd.exe"]`']
    : ["query", '`process where process.name : "cmd.exe"`'];
  mistakes.report("E204", current, `the ${what} is empty`, { help: `write one like ${query}` });
}

/** `sequence where …`: a keyword as a category stands in quotes. */
function rejectCategory({ stream, mistakes }: ParseContext, token: Token): void {
  const label =
    token.kind === "keyword"
      ? `write \`"${token.word}"\` if that is the category's name`
      : "a category is one plain name or a string";
  mistakes.report("E203", token, `expected a category, found ${stream.describe(token)}`, { label });
}

function isWhere(token: Token): boolean {
  if (token.kind === "name") return token.plain && nearest(token.path, ["where"]) !== null;
  return isKeyword(token, "where");
}

function readWhere({ stream, mistakes }: ParseContext): void {
  const token = stream.take();
  if (token.kind !== "name") return;
  mistakes.report("E209", token, `expected \`where\`, found ${stream.describe(token)}`, {
    label: "did you mean `where`?",
  });
}

function reportMissing(context: ParseContext, found: Token): void {
  const { stream, mistakes } = context;
  const message = `expected \`where\`, found ${stream.describe(found)}`;
  if (endsFilter(context, found)) {
    mistakes.report("E209", stream.place, message, { help: "`where true` matches every event of the category" });
  } else {
    mistakes.report("E209", found, message, { label: "`where` is missing before this" });
  }
}
