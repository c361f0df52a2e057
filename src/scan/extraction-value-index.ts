import { canonicalText, isBeyondDoubles, numberOfText } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import { compileExpression } from "../evaluate/expression.ts";
import { type DateReader, dateReader } from "../evaluate/instant.ts";
import { compileGlob } from "../evaluate/text-glob.ts";
import { compileValueTest, type ValuePredicate } from "../evaluate/value-test.ts";
import { foldAscii } from "../match/case-folding.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import { type AddressRange, isInRange, parseAddress, parseAddressRange } from "../plan/address-constant.ts";
import type { CaseMode } from "../plan/pattern.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Predicate, PresentConstant } from "../plan/predicate.ts";
import { wantedText } from "../plan/wanted-text.ts";
import type { ValueTestName } from "./extraction-facts.ts";
import type { FoundFacts } from "./extraction-found-facts.ts";
import { PatternIndex } from "./extraction-pattern-index.ts";

/** A test that has no index, and what holds if it does. */
interface SingleTest {
  readonly facts: readonly number[];
  readonly test: (value: FieldValue) => boolean;
}

/** A network, and what holds of an address in it. */
interface IndexedRange {
  readonly range: AddressRange;
  readonly facts: number[];
}

/** Of many tests of the values of one field those that a value passes, without asking each of them. */
export class ValueIndex {
  readonly #plan: HuntPlan;
  readonly #strategy: MatcherStrategy;
  /** Of any value's text, and of strings only. */
  readonly #texts = new Map<CaseMode, PatternIndex>();
  readonly #strings = new Map<CaseMode, PatternIndex>();
  /** By a number that a number must equal. */
  readonly #numbers = new Map<number | bigint, number[]>();
  /** By a number that a text must spell. */
  readonly #spelledNumbers = new Map<number | bigint, number[]>();
  readonly #booleans = new Map<boolean, number[]>();
  readonly #ranges = new Map<string, IndexedRange>();
  #singles: SingleTest[] = [];

  constructor(plan: HuntPlan, strategy: MatcherStrategy) {
    this.#plan = plan;
    this.#strategy = strategy;
  }

  add(name: ValueTestName, fact: number): void {
    if (name.kind === "glob") return this.#addGlob(name.text, fact);
    const predicate = this.#plan.predicates[name.predicate];
    if (predicate === undefined) return;
    switch (predicate.kind) {
      case "absent":
        return;
      case "computed":
        return this.#addComputed(predicate, fact);
      case "patterns": {
        const { list, values } = predicate;
        const index = indexOf(values === "strings" ? this.#strings : this.#texts, list.caseMode);
        if (!index.add(list, fact)) this.#addSingle(predicate, fact);
        return;
      }
      case "equals":
        for (const constant of predicate.constants) this.#addConstant(constant, fact);
        return;
      default:
        this.#addSingle(predicate, fact);
    }
  }

  /** No longer runs tests of their own for these facts; those found by an index are found all the same. */
  leaveOut(facts: ReadonlySet<number>): void {
    this.#singles = this.#singles.filter((single) => !single.facts.every((fact) => facts.has(fact)));
  }

  /** Adds the facts whose tests the value passes. */
  collect(value: FieldValue, found: FoundFacts): void {
    const text = canonicalText(value);
    if (text !== null) for (const index of this.#texts.values()) index.collect(text, found);
    if (typeof value === "string") this.#collectString(value, found);
    else if (typeof value === "boolean") found.add(this.#booleans.get(value) ?? []);
    else if (!isBeyondDoubles(value)) found.add(this.#numbers.get(value) ?? []);
    for (const { test, facts } of this.#singles) if (test(value)) found.add(facts);
  }

  #collectString(value: string, found: FoundFacts): void {
    for (const index of this.#strings.values()) index.collect(value, found);
    if (this.#spelledNumbers.size > 0) {
      const number = numberOfText(value);
      if (number !== null) found.add(this.#spelledNumbers.get(number) ?? []);
    }
    if (this.#ranges.size === 0) return;
    const address = parseAddress(value);
    if (address === null) return;
    for (const { range, facts } of this.#ranges.values()) if (isInRange(address, range)) found.add(facts);
  }

  /** A source is recognised by the document as it was parsed, in which whole numbers from 2^53 on are doubles. */
  #addGlob(text: string, fact: number): void {
    const matches = compileGlob(text, { ignoreCase: true });
    const test = (value: FieldValue): boolean => {
      const own = canonicalText(typeof value === "bigint" ? Number(value) : value);
      return own !== null && matches(own);
    };
    this.#addTest(fact, test);
  }

  #addSingle(predicate: ValuePredicate, fact: number): void {
    const test = compileValueTest(predicate, this.#strategy, this.#datesOf(predicate.field));
    const mayPass = predicate.kind === "regexes" ? textQuestion(predicate) : null;
    this.#addTest(fact, mayPass === null ? (value) => test.test(value) : (value) => mayPass(value) && test.test(value));
  }

  #addComputed({ fields, expression }: Predicate & { readonly kind: "computed" }, fact: number): void {
    const compiled = compileExpression(
      expression,
      this.#strategy,
      fields.map((field) => this.#datesOf(field)),
    );
    this.#addTest(fact, (value) => compiled([value]) === true);
  }

  #addTest(fact: number, test: SingleTest["test"]): void {
    this.#singles.push({ facts: [fact], test });
  }

  /** The ways of being equal that `compileEquality` knows. */
  #addConstant(constant: PresentConstant, fact: number): void {
    if (typeof constant === "boolean") {
      addTo(this.#booleans, constant, fact);
      indexOf(this.#strings, "exact").addText(String(constant), fact);
    } else if (typeof constant === "string") {
      const range = parseAddressRange(constant);
      if (range !== null) return this.#addRange(constant, range, fact);
      indexOf(this.#strings, "exact").addText(constant, fact);
      if (constant === "true" || constant === "false") addTo(this.#booleans, constant === "true", fact);
      const number = numberOfText(constant);
      if (number !== null) addTo(this.#numbers, number, fact);
    } else if (!isBeyondDoubles(constant)) {
      addTo(this.#numbers, constant, fact);
      addTo(this.#spelledNumbers, constant, fact);
    }
  }

  #addRange(text: string, range: AddressRange, fact: number): void {
    const known = this.#ranges.get(text);
    if (known === undefined) this.#ranges.set(text, { range, facts: [fact] });
    else known.facts.push(fact);
  }

  #datesOf(field: number): DateReader {
    return dateReader(this.#plan.fields[field]?.dateFormats);
  }
}

/** What is quickly asked of a value's text before a regular expression runs over it: whether it has the texts that it must have. */
function textQuestion(predicate: ValuePredicate): ((value: FieldValue) => boolean) | null {
  const wanted = wantedText(predicate)?.patterns.map((tokens) =>
    tokens.flatMap((token) => (token.kind === "literal" ? [foldAscii(token.text)] : [])),
  );
  if (wanted === undefined || wanted.some(({ length }) => length === 0)) return null;
  return (value) => {
    const text = foldAscii(canonicalText(value) ?? "");
    return wanted.some((texts) => texts.every((part) => text.includes(part)));
  };
}

function indexOf(indexes: Map<CaseMode, PatternIndex>, caseMode: CaseMode): PatternIndex {
  let index = indexes.get(caseMode);
  if (index === undefined) indexes.set(caseMode, (index = new PatternIndex(caseMode)));
  return index;
}

function addTo<Key>(lists: Map<Key, number[]>, key: Key, fact: number): void {
  const facts = lists.get(key);
  if (facts === undefined) lists.set(key, [fact]);
  else facts.push(fact);
}
