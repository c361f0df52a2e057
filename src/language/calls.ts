import { nearest } from "../diagnostics/suggestion.ts";
import { findFunction, functionNames } from "./functions.ts";
import { readList } from "./lists.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Expression } from "./syntax.ts";
import type { NameToken } from "./token.ts";

/** Functions of older and other EQLs, and what to write now. */
const formerFunctions: ReadonlyMap<string, string> = new Map([
  ["wildcard", 'write `field : ("…", "…")`, or with case `field like ("…", "…")`'],
  ["match", 'write `field regex ("…", "…")`; it matches the whole value'],
  ["contains", '`stringContains(text, part)` does that, and so does `field : "*part*"`'],
  ["lower", "`:`, `in~` and the functions with `~` ignore case"],
  ["upper", "`:`, `in~` and the functions with `~` ignore case"],
]);

/** Reads a call from its name on; `parseArgument` reads one argument. */
export function parseCall(context: ParseContext, name: NameToken, parseArgument: () => Expression): Expression {
  const { stream } = context;
  stream.take();
  return context.descend(name, () => {
    const args: Expression[] = [];
    let height = 0;
    const isSound = readList(context, "an argument", 0, () => {
      args.push(parseArgument());
      height = Math.max(height, context.height);
    });
    const span = context.spanFrom(name.start);
    const signature = findFunction(name.path);
    if (signature === null) reportUnknown(context, name);
    if (signature === null || !isSound) {
      for (const argument of args) context.orphans.push(argument);
      return context.placeholder(span);
    }
    const nameSpan = { start: name.start, end: name.end };
    return context.build({ kind: "call", name: signature.name, ignoreCase: name.tilde, args, nameSpan, span }, height);
  });
}

function reportUnknown(context: ParseContext, name: NameToken): void {
  const meant = nearest(name.path, functionNames);
  const former = formerFunctions.get(name.path.toLowerCase());
  context.mistakes.reportOnce("E300", name, `unknown function \`${context.stream.mention(name)}\``, {
    ...(meant === null || former !== undefined ? {} : { label: `did you mean \`${meant}\`?` }),
    ...(former === undefined ? {} : { help: former }),
  });
}
