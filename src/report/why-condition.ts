import type { Constant } from "../language/syntax.ts";
import type { ConditionHint, ExplainedCondition, ExplainedLeaf, FieldReading, NearestValue } from "../why/condition.ts";
import { valueText } from "./event-field.ts";
import type { TextStyle } from "./grid.ts";
import { formatCounted } from "./units.ts";
import type { TextLayout } from "./why-layout.ts";

/** Values of a field that are shown. */
const shownValues = 3;

/** Shorter conditions are shown whole. */
const shortCondition = 60;

/** Wide enough for `false` and the sign before it. */
const truthColumns = 8;

/** Labels of what is said of a condition are that wide. */
const labelColumns = 8;

/** Of a condition that holds the beginning is enough to know which it is. */
const linesOfHolding = 1;
const linesOfFault = 3;

/**
 * Lays out a condition, part by part: what it is for the event, then what it saw; `>` stands before those because of which the
 * filter doesn't hold, and only of these it is said what they would have to see.
 */
export function layOutCondition(layout: TextLayout, condition: ExplainedCondition, indent: number): void {
  switch (condition.kind) {
    case "constant":
      return layOutTruth(layout, condition, "a constant, the same for every event", indent);
    case "not": {
      const { operand } = condition;
      // A single condition stands beside its sign.
      if (operand.kind === "leaf") {
        layOutTruth(layout, condition, `not ${operand.text}`, indent);
        return layOutLeaf(layout, operand, indent + truthColumns);
      }
      layOutTruth(
        layout,
        condition,
        operand.kind === "and" ? "not all of" : operand.kind === "or" ? "none of" : "not",
        indent,
      );
      return layOutParts(layout, operand, indent + 2);
    }
    case "and":
    case "or":
      layOutTruth(layout, condition, condition.kind === "and" ? "all of" : "one of", indent);
      return layOutParts(layout, condition, indent + 2);
    case "leaf":
      layOutTruth(layout, condition, condition.text, indent);
      layOutLeaf(layout, condition, indent + truthColumns);
  }
}

/** The parts of a group; anything else is its only part. */
function layOutParts(layout: TextLayout, condition: ExplainedCondition, indent: number): void {
  const parts = condition.kind === "and" || condition.kind === "or" ? condition.operands : [condition];
  for (const part of parts) layOutCondition(layout, part, indent);
}

function layOutTruth(
  layout: TextLayout,
  { truth, wanted, isAtFault }: ExplainedCondition,
  text: string,
  indent: number,
): void {
  const labelStyle: TextStyle = isAtFault ? ["bold", "red"] : truth === wanted ? "green" : "yellow";
  const label = `${isAtFault ? ">" : " "} ${String(truth)}`.padEnd(truthColumns - 1);
  layout.labelled(indent, label, text, { labelStyle, maxLines: isAtFault ? linesOfFault : linesOfHolding });
}

function layOutLeaf(layout: TextLayout, leaf: ExplainedLeaf, indent: number): void {
  const { isAtFault, wanted, fields, matched, nearest, asks, hints } = leaf;
  // What has nothing in common with the pattern parts ways with it nowhere.
  const pointed = isAtFault && wanted && nearest !== null && nearest.share > 0 ? nearest : null;
  for (const reading of fields) {
    // Where the value is shown with a caret once is enough.
    if (pointed === null || reading.values.length > 1) layOutReading(layout, reading, fields.length > 1, indent);
    else layOutOrigin(layout, reading, indent);
  }
  if (!isAtFault) return;
  if (!wanted) {
    for (const { field, value, pattern } of matched.slice(0, shownValues)) {
      const what = pattern === null ? "is what must not be" : `matches ${quote(pattern)}, which must not be`;
      layout.labelled(
        indent,
        labelOf("but"),
        `${fields.length > 1 ? `${field} ` : ""}${quote(valueText(value))} ${what}`,
      );
    }
  } else if (pointed !== null) {
    layOutNearest(layout, pointed, leaf.text, indent);
  } else if (!saysItself(leaf)) {
    layout.labelled(indent, labelOf("wanted"), asks);
  }
  for (const hint of hints) layout.labelled(indent, labelOf("note"), hintText(hint), { maxLines: 5 });
}

/** Of a short condition that saw nothing, or the wrong category, the condition itself says enough. */
function saysItself({ text, implicit, fields }: ExplainedLeaf): boolean {
  return implicit || (text.length <= shortCondition && fields.every(({ values }) => values.length === 0));
}

function layOutReading(
  layout: TextLayout,
  { field, values, from, similar }: FieldReading,
  isNamed: boolean,
  indent: number,
): void {
  const name = isNamed ? `${field}: ` : "";
  if (values.length === 0) {
    const sought = from.length === 0 ? "" : ` (looked for at ${from.join(", ")})`;
    const meant = similar.length === 0 ? "" : `; did you mean ${similar.map((other) => `\`${other}\``).join(" or ")}?`;
    layout.labelled(indent, labelOf("saw"), `${name}no value${sought}${meant}`);
    return;
  }
  for (const [index, value] of values.slice(0, shownValues).entries()) {
    layout.labelled(indent, labelOf(index === 0 ? "saw" : "and"), `${name}${valueText(value)}`);
  }
  if (values.length > shownValues)
    layout.labelled(indent, labelOf(""), `and ${formatCounted(values.length - shownValues, "other value")}`);
  layOutOrigin(layout, { from }, indent);
}

function layOutOrigin(layout: TextLayout, { from }: Pick<FieldReading, "from">, indent: number): void {
  if (from.length > 0) layout.labelled(indent, labelOf("from"), from.join(", "));
}

function layOutNearest(layout: TextLayout, nearest: NearestValue, condition: string, indent: number): void {
  // A condition with one text was just shown.
  if (!condition.endsWith(` ${JSON.stringify(nearest.pattern)}`))
    layout.labelled(indent, labelOf("nearest"), nearest.pattern);
  const { at, remark } = placeOf(nearest);
  layout.pointed(indent, labelOf("saw"), nearest.value, at, remark);
}

/** At which character of the value the caret stands, and what is said there. */
function placeOf({ value, parting }: NearestValue): { readonly at: number; readonly remark: string } {
  const length = Array.from(value).length;
  switch (parting.from) {
    case "start": {
      const { agreed, wanted } = parting;
      if (wanted === "") return { at: agreed, remark: "the value must end here" };
      return agreed === length
        ? { at: agreed, remark: `the value ends here, and must go on with ${quote(wanted)}` }
        : { at: agreed, remark: `must go on with ${quote(wanted)}` };
    }
    case "regex": {
      const { agreed } = parting;
      return {
        at: agreed,
        remark: agreed === length ? "the value ends here, and must go on" : "what matches doesn't go on so",
      };
    }
    case "end": {
      const { agreed, wanted } = parting;
      const at = Math.max(0, length - agreed - 1);
      return { at, remark: agreed === 0 ? `must end in ${quote(wanted)}` : `must have ${quote(wanted)} up to here` };
    }
    case "middle": {
      const { agreed, wanted, searchedFrom, foundAt } = parting;
      return agreed === 0
        ? { at: searchedFrom, remark: `from here on there is no ${quote(wanted)}` }
        : { at: foundAt + agreed, remark: `of ${quote(wanted)} only what is before this is there` };
    }
  }
}

function hintText(hint: ConditionHint): string {
  switch (hint.kind) {
    case "letter-case":
      return `only letter case differs from ${quote(hint.pattern)}: \`:\`, \`like~\` and \`in~\` ignore it`;
    case "registry-spelling":
      return `only the spelling of the registry path differs: --canonical also reads ${quote(hint.spelling)}, which matches`;
    case "no-number":
      return `${quote(valueText(hint.value))} is no number`;
    case "no-time":
      return `${quote(valueText(hint.value))} can't be read as a time`;
    case "computed":
      return `what stands ${hint.side === "left" ? "on the left" : "on the right"} comes to ${constantText(hint.result)}`;
  }
}

function constantText(constant: Constant): string {
  if (constant === null) return "null";
  return typeof constant === "string" ? JSON.stringify(constant) : valueText(constant);
}

/** As it stands: a backslash is one, as in the value. */
function quote(text: string): string {
  return `\`${text}\``;
}

function labelOf(text: string): string {
  return text.padEnd(labelColumns);
}
