import type { ParseContext } from "./parse-context.ts";
import { isPipeName } from "./pipes.ts";
import type { Logical } from "./syntax.ts";
import { isSign } from "./token.ts";
import type { Token } from "./token.ts";
import { beginsOperand, findInfix } from "./wording.ts";

/**
 * Takes the connective after a whole condition if it is this one: also a misspelt one and, as an `and`, a missing one.
 * Whatever else can't stand here is reported once and skipped, so that reading goes on.
 */
export function acceptConnective(context: ParseContext, kind: Logical["kind"]): boolean {
  const { stream } = context;
  for (;;) {
    const { current } = stream;
    const found = findInfix(stream);
    if (found?.infix.kind === "connective") {
      if (found.infix.operator !== kind) return false;
      if (found.meant !== null) context.reportMeant(current, `\`and\`, \`or\` or ${context.closing}`, found.meant);
      stream.take();
      return true;
    }
    if (context.endsHere) return false;
    if (isSign(current, "|") && isPipeName(stream.ahead)) rejectPipe(context);
    else if (isSign(current, "|")) {
      if (kind !== "or") return false;
      context.reportMeant(current, `\`and\`, \`or\` or ${context.closing}`, "or");
      stream.take();
      return true;
    }
    // `or` binds loosest and is asked last: what is wrong has been dealt with by then.
    else if (recover(context, current, stream.ahead)) return true;
  }
}

/** Reports what can't come after a whole condition. True if it is best read as an `and` that is missing or misspelt. */
function recover(context: ParseContext, token: Token, ahead: Token): boolean {
  report(context, token);
  if (token.kind === "name" && token.plain && beginsOperand(ahead) && !isSign(ahead, "(")) {
    context.stream.take();
    return true;
  }
  if (beginsOperand(token) && !isConstant(token)) return true;
  do skipToken(context);
  while (isJunk(context));
  // A condition that follows was meant to be one: it needs no second report.
  return beginsOperand(context.stream.current) && !context.endsHere;
}

/** Skips a token; of a stage, which has no place in a condition, all of it. */
function skipToken(context: ParseContext): void {
  const token = context.stream.take();
  if (!isSign(token, "[")) return;
  context.skipNested(token);
  context.stream.acceptSign("]");
}

/** What goes on being wrong after something that was reported. */
function isJunk(context: ParseContext): boolean {
  const { current } = context.stream;
  if (context.endsHere || isSign(current, "|")) return false;
  if (findInfix(context.stream)?.infix.kind === "connective") return false;
  return isConstant(current) || !beginsOperand(current);
}

function isConstant(token: Token): boolean {
  return token.kind === "string" || token.kind === "number" || token.kind === "duration";
}

function report(context: ParseContext, token: Token): void {
  if (isSign(token, ")")) {
    context.mistakes.reportOnce("E203", token, "a `)` without its `(`", { label: "no `(` is open here" });
    return;
  }
  const message = `expected \`and\`, \`or\` or ${context.closing}, found ${context.stream.describe(token)}`;
  const label = beginsOperand(token) ? { label: "`and` or `or` is missing before this" } : {};
  context.mistakes.reportOnce("E203", token, message, label);
}

/** Reports a pipe inside brackets, and skips it. */
function rejectPipe(context: ParseContext): void {
  const { stream, mistakes } = context;
  const bar = stream.take();
  mistakes.reportOnce("E203", { start: bar.start, end: stream.current.end }, "a pipe inside brackets", {
    help: "pipes come at the end of the query, outside of all brackets",
  });
  do stream.take();
  while (!context.endsHere && !isSign(stream.current, "|") && findInfix(stream)?.infix.kind !== "connective");
}
