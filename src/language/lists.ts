import type { ParseContext } from "./parse-context.ts";
import { isClosing, isKeyword } from "./token.ts";
import { beginsOperand } from "./wording.ts";

/** A list has at most so many items. */
const longestList = 131_072;

/**
 * Reads `(…, …)` with at least `fewest` items, from its `(` on. `readItem` takes at least the current token if an
 * operand begins with it. False if something was wrong with the list itself, so that its length says nothing.
 */
export function readList(context: ParseContext, what: string, fewest: 0 | 1, readItem: () => void): boolean {
  const open = context.open();
  return context.within({ bracketed: true, listed: true }, () => {
    const isSound = readItems(context, what, fewest, readItem);
    return context.close(open) && isSound;
  });
}

function readItems(context: ParseContext, what: string, fewest: 0 | 1, readItem: () => void): boolean {
  const { stream, mistakes } = context;
  if (isClosing(stream.current)) {
    if (fewest === 1) context.missing(what);
    return fewest === 0;
  }
  let isSound = true;
  for (let count = 1; ; count++) {
    if (endsUnclosed(context)) {
      stream.take();
      if (!acceptWrongComma(context, isSound)) return false;
      isSound = false;
      continue;
    }
    if (count > longestList) return rejectLength(context);
    readItem();
    const { current } = stream;
    if (stream.acceptSign(",")) {
      if (!isClosing(stream.current)) continue;
      const found = stream.describe(stream.current);
      mistakes.reportOnce("E204", current, `expected ${what} after \`,\`, found ${found}`, {
        label: "remove this comma",
      });
      return false;
    }
    if (!skipToItem(context, isSound)) return isSound;
    isSound = false;
  }
}

/** True if another item comes although no comma does: reported once a list, for whoever forgets one forgets them all. */
function skipToItem(context: ParseContext, isFirst: boolean): boolean {
  const { stream, mistakes } = context;
  if (isEnd(context)) return false;
  const { current } = stream;
  if (isFirst) {
    const label = beginsOperand(current) ? { label: "a comma is missing before this" } : {};
    mistakes.reportOnce("E203", current, `expected \`,\` or \`)\`, found ${stream.describe(current)}`, label);
  }
  while (!isEnd(context) && !beginsOperand(stream.current)) {
    if (stream.acceptSign(",")) break;
    stream.take();
  }
  return !isEnd(context);
}

/** True where the list ends, also at a connective: then its `)` was forgotten. */
function isEnd(context: ParseContext): boolean {
  const { current } = context.stream;
  if (current.kind === "end" || context.endsStageHere) return true;
  return isClosing(current) || isKeyword(current, "and") || isKeyword(current, "or");
}

/** True for a constant with a connective after it, which is no truth value: the list's `)` was forgotten. */
function endsUnclosed(context: ParseContext): boolean {
  const { current } = context.stream;
  if (current.kind !== "string" && current.kind !== "number") return false;
  const { ahead } = context.stream;
  return isKeyword(ahead, "and") || isKeyword(ahead, "or");
}

/** Takes the `or` of `("a" or "b")`, that should be a comma. */
function acceptWrongComma(context: ParseContext, isFirst: boolean): boolean {
  const { current, ahead } = context.stream;
  if (ahead.kind !== "string" && ahead.kind !== "number") return false;
  if (isFirst) context.reportMeant(current, "`,` or `)`", ",");
  context.stream.take();
  return true;
}

function rejectLength(context: ParseContext): false {
  const limit = longestList.toLocaleString("en");
  context.mistakes.report("E401", context.stream.current, `a list of more than ${limit} items`);
  do {
    context.stream.take();
    context.skipNested();
  } while (!isEnd(context));
  return false;
}
