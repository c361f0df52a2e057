import type { ParseContext } from "./parse-context.ts";
import { isSign } from "./token.ts";

/**
 * Reports `[0]` after a field (E307), the `[` being the current token, and skips it with what follows of the name. Gives
 * the end of all that.
 */
export function skipIndex(context: ParseContext): number {
  const { stream, mistakes } = context;
  const { start } = stream.current;
  const isRest = (): boolean => isSign(stream.current, ".") && stream.current.start === stream.previousEnd;
  for (let isFirst = true; isSign(stream.current, "["); isFirst = false) {
    stream.take();
    context.skipNested();
    stream.acceptSign("]");
    if (isFirst) {
      mistakes.reportOnce("E307", context.spanFrom(start), "an index into an array", {
        label: "remove it",
        help: "a condition holds if any element of the array meets it",
      });
    }
    while (isRest()) {
      stream.take();
      if (stream.current.kind === "name" || stream.current.kind === "keyword") stream.take();
    }
  }
  return stream.previousEnd;
}
