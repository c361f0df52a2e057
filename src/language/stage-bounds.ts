import { isKeyword, isSign } from "./token.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** True if a stage begins with the current token: `[`, or `!` and `[`. */
export function opensStage(stream: TokenStream): boolean {
  const { current } = stream;
  return isSign(current, "[") || (isSign(current, "!") && isSign(stream.ahead, "["));
}

/** True if a stage begins with the current token, where `[` might also be a wrong bracket around a value. */
export function beginsStage(stream: TokenStream): boolean {
  const { current } = stream;
  if (isSign(current, "[")) return isCategory(stream.ahead);
  return isSign(current, "!") && isSign(stream.ahead, "[");
}

/** True if a condition can't go on with the current token because its stage ends here, also where the `]` was forgotten. */
export function endsStage(stream: TokenStream): boolean {
  const { current } = stream;
  if (isKeyword(current, "by") || isKeyword(current, "with") || isKeyword(current, "until")) return true;
  return isSign(current, "]") || opensStage(stream);
}

/** True if a query may begin with the token. */
function isCategory(token: Token): boolean {
  return token.kind === "name" || token.kind === "string" || isKeyword(token, "any");
}
