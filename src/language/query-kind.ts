import { nearest } from "../diagnostics/suggestion.ts";
import type { Mistakes } from "./mistakes.ts";
import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** What a query begins as. */
export type QueryKind =
  | { readonly kind: "event" }
  | {
      readonly kind: "sequence" | "sample";
      /** The word says so: where it is a guess, no more than the single stages can be checked. */
      readonly certain: boolean;
    };

/** Reads the word that a sequence or sample begins with, also a misspelt or forgotten one and `join`, which are reported. */
export function readKind(stream: TokenStream, mistakes: Mistakes): QueryKind {
  const { current: head } = stream;
  if (isSign(head, "[") || (isSign(head, "!") && isSign(stream.ahead, "["))) {
    mistakes.report("E203", head, `expected a category, \`sequence\` or \`sample\`, found ${stream.describe(head)}`, {
      help: "stages stand behind `sequence` or `sample`; an event query stands in no brackets",
    });
    return { kind: "sequence", certain: false };
  }
  const kind = isCategory(head, stream.ahead) ? null : findKind(head);
  if (kind === null) return { kind: "event" };
  const word = stream.mention(stream.take());
  if (kind === "join") {
    mistakes.report("E311", head, "EQL has no `join`", {
      help: "write `sequence` if the order counts, `sample` if it doesn't",
    });
    return { kind: "sequence", certain: false };
  }
  if (word === kind) return { kind, certain: true };
  const isNear = nearest(word, [kind]) !== null;
  const message = `expected a category, \`sequence\` or \`sample\`, found \`${word}\``;
  mistakes.report("E203", head, message, isNear ? { label: `did you mean \`${kind}\`?` } : {});
  return { kind, certain: isNear };
}

/** A word with `where` behind it was meant as a category. */
function isCategory(token: Token, ahead: Token): boolean {
  if (isKeyword(ahead, "where")) return true;
  if (token.kind !== "name") return false;
  if (isSign(ahead, "!") || isSign(ahead, "[")) return false;
  return !isKeyword(ahead, "by") && !isKeyword(ahead, "with");
}

function findKind(token: Token): "sequence" | "sample" | "join" | null {
  if (token.kind === "keyword") {
    return token.word === "sequence" || token.word === "sample" || token.word === "join" ? token.word : null;
  }
  if (token.kind !== "name" || !token.plain) return null;
  const found = nearest(token.path, ["sequence", "sample", "join"]);
  return found === "sample" || found === "join" ? found : "sequence";
}
