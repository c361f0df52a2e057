import type { Mistakes } from "./mistakes.ts";
import type { Token } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** What to do without a fork. */
export const withoutFork =
  "leave it out: a partial match goes on with the first event of the next stage, and with no other";

/** True for the word `fork`, which may stand behind a stage in other EQLs. */
export function isFork(token: Token): boolean {
  return token.kind === "name" && token.plain && token.path.toLowerCase() === "fork";
}

/** Reports `fork` or `fork=true` (E313), the word being the current token, and skips it. */
export function rejectFork(stream: TokenStream, mistakes: Mistakes): void {
  mistakes.reportOnce("E313", stream.take(), "EQL has no `fork`", { help: withoutFork });
  if (stream.acceptSign("=") && stream.current.kind === "keyword") stream.take();
}
