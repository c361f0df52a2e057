import type { ParseContext } from "./parse-context.ts";
import type { Expression } from "./syntax.ts";
import { isSign } from "./token.ts";
import type { NameToken } from "./token.ts";

const sequences: ReadonlyMap<string, string> = new Map([
  [
    "child",
    "`sequence [process where …] by process.entity_id [process where …] by process.parent.entity_id` asks the same",
  ],
  ["event", "`sequence by process.entity_id [process where …] [… where …]` asks the same"],
]);
const anySequence =
  "a sequence over `process.entity_id` and `process.parent.entity_id` asks the same of one generation after the other";

/** Reports `child of […]` and its like (E312), `name` being their first word and the current token, and skips them. */
export function rejectLineage(context: ParseContext, name: NameToken): Expression {
  const { stream, mistakes } = context;
  const word = stream.mention(name);
  mistakes.reportOnce("E312", name, `EQL has no \`${word} of\``, { help: sequences.get(word) ?? anySequence });
  stream.take();
  stream.take();
  if (isSign(stream.current, "[")) {
    context.skipNested(stream.take());
    stream.acceptSign("]");
  }
  return context.placeholder(context.spanFrom(name.start));
}
