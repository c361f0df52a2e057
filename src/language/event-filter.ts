import { checkCondition, checkOperand } from "./checks.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { readCategory } from "./header.ts";
import type { ParseContext } from "./parse-context.ts";
import type { EventFilter } from "./syntax.ts";

/**
 * Reads `category where condition`, an event query or what stands in the brackets of a stage, and checks what it means as
 * far as the text alone says it. `null` if there is no condition, which was reported.
 */
export function readFilter(context: ParseContext): EventFilter | null {
  const { mistakes, orphans } = context;
  const { start } = context.stream.current;
  const category = readCategory(context);
  if (category === null) return null;
  const condition = new ExpressionParser(context).parse();
  checkCondition(condition, mistakes);
  for (const orphan of orphans) checkOperand(orphan, mistakes);
  return { category: category.name, categorySpan: category.span, condition, span: context.spanFrom(start) };
}
