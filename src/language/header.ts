import type { Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import type { Mistakes } from "./mistakes.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";
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
export function readCategory(stream: TokenStream, mistakes: Mistakes): Category | null {
  const { current } = stream;
  if (current.kind === "end") {
    if (!stream.endsEarly) {
      mistakes.report("E204", current, "the query is empty", {
        help: 'write one like `process where process.name : "cmd.exe"`',
      });
    }
    return null;
  }
  const { ahead } = stream;
  if (isOtherKind(current, ahead)) return rejectKind(stream, mistakes, current);
  if (isKeyword(current, "where")) {
    mistakes.report("E203", current, "expected a category, found `where`", beginAny);
    stream.take();
    return anyCategory(current);
  }
  const name = categoryName(current);
  if (isWhere(ahead)) {
    if (name === undefined) {
      mistakes.report("E203", current, `expected a category, found ${stream.describe(current)}`, {
        label: "a category is one plain name or a string",
      });
    }
    stream.take();
    readWhere(stream, mistakes);
    return name === undefined ? anyCategory(current) : { name, span: spanOf(current) };
  }
  if (name !== undefined && (ahead.kind === "end" || beginsOperand(ahead)) && !isSign(ahead, "(")) {
    stream.take();
    if (!stream.endsEarly) reportMissing(stream, mistakes, ahead);
    return ahead.kind === "end" ? null : { name, span: spanOf(current) };
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

function isWhere(token: Token): boolean {
  if (token.kind === "name") return token.plain && nearest(token.path, ["where"]) !== null;
  return isKeyword(token, "where");
}

function readWhere(stream: TokenStream, mistakes: Mistakes): void {
  const token = stream.take();
  if (token.kind !== "name") return;
  mistakes.report("E209", token, `expected \`where\`, found ${stream.describe(token)}`, {
    label: "did you mean `where`?",
  });
}

function reportMissing(stream: TokenStream, mistakes: Mistakes, found: Token): void {
  const message = `expected \`where\`, found ${stream.describe(found)}`;
  if (found.kind === "end") {
    const end = stream.previousEnd;
    mistakes.report("E209", { start: end, end }, message, { help: "`where true` matches every event of the category" });
  } else {
    mistakes.report("E209", found, message, { label: "`where` is missing before this" });
  }
}

function isOtherKind(token: Token, ahead: Token): boolean {
  if (isKeyword(token, "sequence") || isKeyword(token, "sample") || isKeyword(token, "join")) return true;
  if (isSign(token, "[")) return true;
  return (
    token.kind === "name" && (isSign(ahead, "[") || isKeyword(ahead, "by") || isKeyword(ahead, "with")) && token.plain
  );
}

function rejectKind(stream: TokenStream, mistakes: Mistakes, token: Token): null {
  const word = stream.mention(token);
  if (isKeyword(token, "join")) {
    mistakes.report("E404", token, "EQL has no `join`", {
      help: "a `sequence` or a `sample` does what it did, but this version runs event queries only",
    });
  } else if (isSign(token, "[")) {
    mistakes.report("E404", token, "this version runs event queries only, which stand in no brackets", {
      help: "write `category where condition`",
    });
  } else {
    const kind = token.kind === "keyword" ? word : (nearest(word, ["sequence", "sample", "join"]) ?? "sequence");
    mistakes.report("E404", token, `this version runs event queries, no \`${kind}\``, {
      ...(kind === word ? {} : { label: `did you mean \`${kind}\`?` }),
      help: "its stages can be run as event queries, one rule each",
    });
  }
  stream.stop();
  return null;
}
