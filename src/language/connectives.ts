import type { ParseContext } from "./parse-context.ts";
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
    if (context.endsExpression(current)) return false;
    // `or` binds loosest and is asked last: what is wrong has been dealt with by then.
    if (isSign(current, "|")) rejectPipe(context);
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
  if (beginsOperand(token) && token.kind !== "string" && token.kind !== "number") return true;
  do context.stream.take();
  while (isJunk(context));
  // A condition that follows was meant to be one: it needs no second report.
  return beginsOperand(context.stream.current) && !context.endsExpression(context.stream.current);
}

/** What goes on being wrong after something that was reported. */
function isJunk(context: ParseContext): boolean {
  const { current } = context.stream;
  if (context.endsExpression(current) || isSign(current, "|")) return false;
  if (findInfix(context.stream)?.infix.kind === "connective") return false;
  return current.kind === "string" || current.kind === "number" || !beginsOperand(current);
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

function rejectPipe(context: ParseContext): void {
  const { stream } = context;
  const { current: pipe, ahead: name } = stream;
  const word = stream.mention(name);
  const help =
    word === "head" || word === "tail"
      ? "leave the pipe out: every result is given"
      : "EQL has no pipes but `head` and `tail`; conditions are connected by `and` and `or`";
  const place = name.kind === "name" ? name : pipe;
  context.mistakes.report("E404", place, "this version runs event queries without pipes", { help });
  stream.stop();
}
