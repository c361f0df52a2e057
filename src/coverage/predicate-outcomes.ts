import { numberOfText } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import { compileExpression, truthOf } from "../evaluate/expression.ts";
import { dateReader } from "../evaluate/instant.ts";
import { compileValueTest, type ValuePredicate, type ValueTest } from "../evaluate/value-test.ts";
import type { Constant } from "../language/syntax.ts";
import { type Glob, globOf } from "../lint/glob.ts";
import { WorkBudget } from "../lint/work-budget.ts";
import { foldAscii } from "../match/case-folding.ts";
import { autoStrategy } from "../match/auto.ts";
import { isAddressConstant } from "../plan/address-constant.ts";
import { exactPattern, type Pattern } from "../plan/pattern.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Predicate } from "../plan/predicate.ts";
import { mayMeet } from "./accessor-values.ts";
import { anyValues, type PossibleValues, type ValueShape } from "./possible-values.ts";

/** What a condition can be for events of a source. Kleene's null is neither. */
export interface Outcome {
  readonly canBeTrue: boolean;
  readonly canBeFalse: boolean;
}

/** One of the four: they are asked for a million times. */
function outcome(canBeTrue: boolean, canBeFalse: boolean): Outcome {
  if (canBeTrue) return canBeFalse ? anyOutcome : onlyTrue;
  return canBeFalse ? onlyFalse : neither;
}

const anyOutcome: Outcome = { canBeTrue: true, canBeFalse: true };
const onlyTrue: Outcome = { canBeTrue: true, canBeFalse: false };
const onlyFalse: Outcome = { canBeTrue: false, canBeFalse: true };
const neither: Outcome = { canBeTrue: false, canBeFalse: false };

/** Comparing patterns with what values look like takes this many steps at most; then anything is possible. */
const stepsOfBudget = 100_000;
/** Of fields with few values. */
const maxCombinations = 256;

/** A predicate on the values of one field, ready to be asked. */
interface ShapeTest {
  /** Of a value that is known. */
  readonly ofValue: (value: FieldValue) => boolean;
  /** Unless it is certain that no value of the shape makes it true. */
  readonly mayHold: (shape: Exclude<ValueShape, { readonly kind: "exact" }>) => boolean;
}

/** Says of the predicates of a plan what they can be for given values. Each is worked out once. */
export class PredicateOutcomes {
  readonly #plan: HuntPlan;
  readonly #tests: (ShapeTest | null)[] = [];
  readonly #known: Map<PossibleValues, Outcome>[] = [];

  constructor(plan: HuntPlan) {
    this.#plan = plan;
  }

  /** `valuesOf` gives the values of a field, the same object for the same ones. */
  of(number: number, valuesOf: (field: number) => PossibleValues): Outcome {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined) return anyOutcome;
    if (predicate.kind === "computed") return this.#ofComputed(predicate, valuesOf);
    const values = valuesOf(predicate.field);
    if (predicate.kind === "absent") return outcome(values.mayLack, values.shapes.length > 0);
    if (values.shapes.length === 0) return onlyFalse;
    // Nearly all fields: whatever the predicate asks for, some event may have it.
    if (values === anyValues && mayHoldAtAll(predicate)) return anyOutcome;
    const known = (this.#known[number] ??= new Map<PossibleValues, Outcome>());
    const found = known.get(values);
    if (found !== undefined) return found;
    const worked = outcomeOf(this.#testOf(number, predicate), values);
    known.set(values, worked);
    return worked;
  }

  #testOf(number: number, predicate: ValuePredicate): ShapeTest {
    const test = this.#tests[number] ?? shapeTest(predicate, this.#plan.fields[predicate.field]?.dateFormats);
    this.#tests[number] = test;
    return test;
  }

  /** Only where each of its fields has few values, or none, is more known than that it is a condition. */
  #ofComputed(
    { fields, expression }: Predicate & { readonly kind: "computed" },
    valuesOf: (field: number) => PossibleValues,
  ): Outcome {
    const choices: (readonly Constant[])[] = [];
    let count = 1;
    for (const field of fields) {
      const { shapes, mayLack } = valuesOf(field);
      const values: Constant[] = mayLack ? [null] : [];
      for (const shape of shapes) {
        if (shape.kind !== "exact") return anyOutcome;
        values.push(shape.value);
      }
      count *= values.length;
      if (count > maxCombinations) return anyOutcome;
      choices.push(values);
    }
    const dates = fields.map((field) => dateReader(this.#plan.fields[field]?.dateFormats));
    const evaluate = compileExpression(expression, autoStrategy, dates);
    if (fields.length === 0) {
      const truth = truthOf(evaluate([]));
      return outcome(truth === true, truth === false);
    }
    const truths = new Set(combinationsOf(choices).map((combination) => evaluate(combination) === true));
    return outcome(truths.has(true), truths.has(false));
  }
}

/** Not of an empty list, and the like: `in ()` of nulls. */
function mayHoldAtAll(predicate: ValuePredicate): boolean {
  switch (predicate.kind) {
    case "patterns":
      return predicate.list.patterns.length > 0;
    case "regexes":
      return predicate.patterns.length > 0;
    case "equals":
      return predicate.constants.length > 0;
    case "instant":
      return predicate.instants.length > 0;
    case "order":
      return true;
  }
}

function outcomeOf(test: ShapeTest, { mayLack, shapes, certain }: PossibleValues): Outcome {
  const canBeTrue = shapes.some((shape) => (shape.kind === "exact" ? test.ofValue(shape.value) : test.mayHold(shape)));
  if (mayLack) return outcome(canBeTrue, true);
  if (certain.some(test.ofValue)) return outcome(canBeTrue, false);
  return outcome(
    canBeTrue,
    shapes.some((shape) => shape.kind !== "exact" || !test.ofValue(shape.value)),
  );
}

function shapeTest(predicate: ValuePredicate, dateFormats: readonly string[] | undefined): ShapeTest {
  let compiled: ValueTest | null = null;
  const ofValue = (value: FieldValue): boolean => {
    compiled ??= compileValueTest(predicate, autoStrategy, dateReader(dateFormats));
    return compiled.test(value);
  };
  return { ofValue, mayHold: shapeQuestion(predicate) };
}

function shapeQuestion(predicate: ValuePredicate): ShapeTest["mayHold"] {
  switch (predicate.kind) {
    case "patterns": {
      const { patterns, caseMode } = predicate.list;
      if (caseMode === "unicode") return () => patterns.length > 0;
      const asked = patterns.map((pattern) => new AskedPattern(pattern, caseMode === "exact"));
      const takesNumbers = predicate.values === "text";
      return (shape) => (shape.kind === "number" ? takesNumbers && patterns.some(mayBeNumber) : someFits(asked, shape));
    }
    case "equals": {
      const texts: AskedPattern[] = [];
      let hasOthers = false;
      for (const constant of predicate.constants) {
        if (typeof constant === "boolean") texts.push(new AskedPattern(exactPattern(String(constant)), true));
        else if (typeof constant !== "string" || numberOfText(constant) !== null || isAddressConstant(constant)) {
          hasOthers = true;
        } else texts.push(new AskedPattern(exactPattern(constant), true));
      }
      return (shape) => hasOthers || (shape.kind === "fitting" && someFits(texts, shape));
    }
    case "regexes":
    case "instant":
      return () => mayHoldAtAll(predicate);
    case "order":
      return () => true;
  }
}

/** A pattern that a value's text is to match. */
class AskedPattern {
  readonly #pattern: Pattern;
  /** It asks for a letter from `A` to `Z`, and for no other case of it. */
  readonly asksForCapital: boolean;
  #glob: Glob | null = null;

  constructor(pattern: Pattern, isExact: boolean) {
    this.#pattern = pattern;
    this.asksForCapital =
      isExact && pattern.tokens.some((token) => token.kind === "literal" && /[A-Z]/.test(token.text));
  }

  get glob(): Glob {
    this.#glob ??= globOf(this.#pattern.tokens, foldAscii);
    return this.#glob;
  }
}

function someFits(asked: readonly AskedPattern[], shape: ValueShape & { readonly kind: "fitting" }): boolean {
  const budget = new WorkBudget(stepsOfBudget);
  return asked.some(
    (pattern) =>
      budget.isSpent || (!(shape.isLowered && pattern.asksForCapital) && mayMeet(shape, pattern.glob, budget)),
  );
}

function mayBeNumber({ tokens }: Pattern): boolean {
  return tokens.every((token) => token.kind !== "literal" || /^[-+.0-9e]*$/i.test(token.text));
}

function combinationsOf(choices: readonly (readonly Constant[])[]): readonly (readonly Constant[])[] {
  return choices.reduce<readonly (readonly Constant[])[]>(
    (combinations, values) => combinations.flatMap((combination) => values.map((value) => [...combination, value])),
    [[]],
  );
}
