import type { EventFilter, Expression } from "../language/syntax.ts";
import { Fact, relate } from "./fact.ts";
import { type LeafVerdict, leafVerdict, type Verdict } from "./leaf-verdict.ts";
import type { LintedRule } from "./linted-rule.ts";
import { contraryOf, flattenOperands, type SignedCondition, signedCondition } from "./signed-condition.ts";

/** A leaf that is the same for every event. */
export interface SettledLeaf extends LeafVerdict {
  /** The leaf with its signs, of which the verdict is. */
  readonly written: Expression;
}

/** Two conditions of which one decides the other. */
export interface Conflict {
  /**
   * - `exclusive`: both are needed, and no event has both;
   * - `array`: both are needed, and only a field with several values has both;
   * - `certain`: either is enough, and every event has one;
   * - `certain-single`: either is enough, and every event has one unless a field has several values.
   */
  readonly kind: "exclusive" | "array" | "certain" | "certain-single";
  readonly first: Fact;
  /** The one at which it is reported. */
  readonly second: Fact;
}

/** What can be told of a filter without an event. */
export interface FilterTruth {
  /** `undefined`: it depends on the event. */
  readonly verdict: Verdict | undefined;
  readonly settled: readonly SettledLeaf[];
  readonly conflicts: readonly Conflict[];
}

/** Works out what a filter's category and condition say to each other. */
export function analyzeFilter(filter: EventFilter, rule: LintedRule): FilterTruth {
  const analysis = new Analysis(rule);
  const { category, categorySpan: span } = filter;
  const facts: Fact[] = [];
  if (category !== null) {
    const left: Expression = { kind: "field", path: rule.reading.categoryField, optional: false, span };
    const right: Expression = { kind: "literal", value: category, span };
    const condition: Expression = { kind: "comparison", operator: "==", left, right, span };
    facts.push(new Fact(signedCondition(condition), rule));
  }
  const verdict = analysis.verdictOf(signedCondition(filter.condition), { facts, outer: null });
  return { verdict, settled: analysis.settled, conflicts: analysis.conflicts };
}

/** What holds wherever a condition counts, from all `and` around it. */
interface Scope {
  readonly facts: readonly Fact[];
  readonly outer: Scope | null;
}

class Analysis {
  readonly settled: SettledLeaf[] = [];
  readonly conflicts: Conflict[] = [];
  readonly #rule: LintedRule;

  constructor(rule: LintedRule) {
    this.#rule = rule;
  }

  /**
   * A group is looked at as it is written, whatever `not` stands before it: so `not (x == "a" and x == "b")` is told as an
   * `and` that needs two values. What is found there counts for the verdict with its sign.
   */
  verdictOf(group: SignedCondition, needed: Scope): Verdict | undefined {
    const { condition, isWanted } = group;
    if (condition.kind !== "and" && condition.kind !== "or") return this.#leafVerdict(group, needed);
    const operands = flattenOperands(signedCondition(condition), condition.kind);
    const isConjunction = condition.kind === "and";
    const verdict = isConjunction ? this.#conjunction(operands, needed) : this.#disjunction(operands, needed);
    return verdict === undefined ? undefined : signed(verdict, isWanted);
  }

  #conjunction(operands: readonly SignedCondition[], needed: Scope): Verdict | undefined {
    const own: Fact[] = [];
    const inner: Scope = { facts: own, outer: needed };
    let isExclusive = false;
    for (const operand of operands) {
      if (this.#isSettled(operand)) continue;
      const fact = new Fact(operand, this.#rule);
      isExclusive = this.#compare(fact, inner) || isExclusive;
      own.push(fact);
    }
    const verdicts = operands.map((operand) =>
      isGroup(operand) ? this.verdictOf(operand, inner) : this.#settle(operand),
    );
    return isExclusive ? false : decide(verdicts, false);
  }

  #disjunction(operands: readonly SignedCondition[], needed: Scope): Verdict | undefined {
    const contraries: Fact[] = [];
    let isCertain = false;
    for (const operand of operands) {
      if (this.#isSettled(operand)) continue;
      const fact = new Fact(contraryOf(operand), this.#rule);
      for (const other of contraries) {
        if (this.#rule.budget.isSpent) break;
        const relation = relate(other, fact, this.#rule);
        if (relation === null) continue;
        const kind = relation === "exclusive" ? "certain" : "certain-single";
        this.conflicts.push({ kind, first: other, second: fact });
        isCertain ||= relation === "exclusive";
      }
      contraries.push(fact);
    }
    const verdicts = operands.map((operand) => this.verdictOf(operand, needed));
    return isCertain ? true : decide(verdicts, true);
  }

  #leafVerdict(leaf: SignedCondition, needed: Scope): Verdict | undefined {
    const verdict = this.#settle(leaf);
    if (verdict !== undefined) return verdict;
    return this.#compare(new Fact(leaf, this.#rule), needed) ? false : undefined;
  }

  /** True if the fact can't hold where all those of the scope do. */
  #compare(fact: Fact, scope: Scope): boolean {
    let isExclusive = false;
    for (let around: Scope | null = scope; around !== null; around = around.outer) {
      for (const other of around.facts) {
        if (this.#rule.budget.isSpent) return isExclusive;
        const relation = relate(other, fact, this.#rule);
        if (relation === null) continue;
        this.conflicts.push({ kind: relation, first: other, second: fact });
        isExclusive ||= relation === "exclusive";
      }
    }
    return isExclusive;
  }

  #isSettled(operand: SignedCondition): boolean {
    return !isGroup(operand) && this.#verdict(operand.condition) !== undefined;
  }

  #settle({ isWanted, mustHold, written, condition }: SignedCondition): Verdict | undefined {
    const found = this.#verdict(condition);
    if (found === undefined) return undefined;
    this.settled.push({ ...found, verdict: signed(found.verdict, isWanted === mustHold), written });
    return signed(found.verdict, isWanted);
  }

  #verdict(condition: Expression): LeafVerdict | undefined {
    // A schema may give the time formats of its own.
    const { timestampField, typeOf } = this.#rule.reading;
    return leafVerdict(condition, (path) => path === timestampField && typeOf(path) === null);
  }
}

function signed(verdict: Verdict, isWanted: boolean): Verdict {
  return verdict === null || isWanted ? verdict : !verdict;
}

function isGroup({ condition }: SignedCondition): boolean {
  return condition.kind === "and" || condition.kind === "or";
}

/** Kleene's `and` (decided by false) or `or` (by true) of what is known. */
function decide(verdicts: readonly (Verdict | undefined)[], decisive: boolean): Verdict | undefined {
  if (verdicts.includes(decisive)) return decisive;
  if (verdicts.includes(undefined)) return undefined;
  return verdicts.includes(null) ? null : !decisive;
}
