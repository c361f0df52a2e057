import type { FieldValue } from "../evaluate/document.ts";
import { foldAscii } from "../match/case-folding.ts";
import { withoutImplied } from "../plan/literal-set.ts";
import { globTokens, type PatternTokens } from "../plan/pattern-remainder.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { WantedText, wantedText } from "../plan/wanted-text.ts";
import type { ValueAsk } from "./extraction-facts.ts";

/** Shorter ones are no literals of a gate. */
const minLiteralBytes = 3;

/**
 * What of a text can't be looked for in JSON: controls, which are always escaped, and U+FFFD, which broken bytes are read as. But
 * for backslash and quote, all else stands there as it is, or is escaped otherwise.
 */
const unsafeRuns = /[^ -\ufffc\ufffe-\uffff]+/;

/**
 * For each way in which a raw value can pass a test some literals: of each, one at least stands in the JSON text of the value, in any
 * ASCII case, if it is a string without an escape but `\\` and `\"`. `null`: nothing is certain of a string that passes.
 */
function gateLiterals(plan: HuntPlan, { test, changes, nullValue }: ValueAsk): readonly (readonly string[])[] | null {
  if (test === "any" || nullValue !== null) return null;
  let wanted = wantedOf(plan, test);
  for (const change of changes.toReversed()) {
    if (wanted === null) return null;
    wanted = change.kind === "step" ? wanted.beforeStep(change.step) : wanted.beforeTable(change.table);
  }
  if (wanted === null) return null;
  const ways: (readonly string[])[] = [];
  for (const tokens of wanted.patterns) {
    const literals = literalsOf(tokens);
    if (literals.length === 0) return null;
    ways.push(literals);
  }
  return ways;
}

function wantedOf(plan: HuntPlan, test: Exclude<ValueAsk["test"], "any">): WantedText | null {
  if (test.kind === "glob") return new WantedText([globTokens(test.text)], { onlyStrings: false, isExact: false });
  const predicate = plan.predicates[test.predicate];
  return predicate === undefined ? null : wantedText(predicate);
}

/** Stretches that the JSON text of every string holds which the pattern matches. */
function literalsOf(tokens: PatternTokens): readonly string[] {
  return tokens.flatMap((token, position) => {
    if (token.kind !== "literal") return [];
    const pieces = token.text.split(unsafeRuns);
    return pieces.flatMap((piece, index) => {
      if (piece === "") return [];
      const open = position === 0 && index === 0 ? '"' : "";
      const close = position === tokens.length - 1 && index === pieces.length - 1 ? '"' : "";
      const literal = `${open}${foldAscii(piece).replaceAll(/["\\]/g, String.raw`\$&`)}${close}`;
      return Buffer.byteLength(literal) < minLiteralBytes ? [] : [literal];
    });
  });
}

/** A gate's literals, and the facts that it must not stand before. */
export interface ChosenGate {
  readonly literals: readonly string[];
  readonly open: readonly number[];
}

/** A fact for which more than this share of values would have to pass is better asked by itself. */
const passingShare = 0.04;

/**
 * Chooses literals for the facts of one place, those that no known value has if there are such. Literals of its own kind stand in
 * many values, such as `:\\windows\\`: facts that need one of them are left open.
 */
export function chooseGate(
  asks: ReadonlyMap<number, ValueAsk>,
  values: readonly FieldValue[],
  plan: HuntPlan,
): ChosenGate {
  const texts = values.filter((value) => typeof value === "string").map((value) => foldAscii(JSON.stringify(value)));
  const all = texts.join("\n");
  const countOf = (literal: string): number =>
    all.includes(literal) ? texts.reduce((count, text) => count + Number(text.includes(literal)), 0) : 0;
  const literals = new Set<string>();
  const open: number[] = [];
  for (const [fact, ask] of asks) {
    const chosen = gateLiterals(plan, ask)?.map((ofWay) => rarestOf(ofWay, countOf));
    const passing = chosen === undefined ? texts.length : chosen.reduce((most, { count }) => Math.max(most, count), 0);
    if (chosen === undefined || passing > texts.length * passingShare) {
      open.push(fact);
      continue;
    }
    for (const { literal } of chosen) literals.add(literal);
  }
  return { literals: withoutImplied([...literals]), open };
}

/** Of those that as many values have the longest. */
function rarestOf(
  literals: readonly string[],
  countOf: (literal: string) => number,
): { readonly literal: string; readonly count: number } {
  let best = { literal: "", count: Number.POSITIVE_INFINITY };
  for (const literal of literals.toSorted((left, right) => right.length - left.length)) {
    const count = countOf(literal);
    if (count < best.count) best = { literal, count };
    if (count === 0) break;
  }
  return best;
}
