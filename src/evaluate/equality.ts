import type { Constant } from "../language/syntax.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import { exactPattern } from "../plan/pattern.ts";
import type { PresentConstant } from "../plan/predicate.ts";
import { addressTest, isBeyondDoubles, numberOfText } from "./comparison.ts";

/** A yes-or-no question to one value. */
export type ValueQuestion = (value: NonNullable<Constant>) => boolean;

/**
 * Equality with any of the constants, by SEMANTICS 5a. Of 100,000 constants no more than one look-up is made for each way
 * of being equal: by text, by number, by truth value; only addresses are asked one after the other.
 */
export function compileEquality(constants: readonly PresentConstant[], strategy: MatcherStrategy): ValueQuestion {
  const texts = new Set<string>();
  const numbers = new Set<number | bigint>();
  const booleans = new Set<boolean>();
  const addresses: ValueQuestion[] = [];
  for (const constant of constants) {
    const address = addressTest(constant);
    if (address !== null) addresses.push(address);
    else if (typeof constant === "string") texts.add(constant);
    else if (typeof constant === "boolean") booleans.add(constant);
    else if (!isBeyondDoubles(constant)) numbers.add(constant);
  }
  // A number equals a text that spells it, a truth value its own word.
  const numbersOfTexts = new Set([...texts].map(numberOfText).filter((number) => number !== null));
  const matcher = strategy.compile({ patterns: [...texts].map(exactPattern), caseMode: "exact" });
  return (value) => {
    if (typeof value === "boolean") return booleans.has(value) || texts.has(String(value));
    if (typeof value !== "string") return !isBeyondDoubles(value) && (numbers.has(value) || numbersOfTexts.has(value));
    if (matcher.test(value) || addresses.some((test) => test(value))) return true;
    const number = numbers.size === 0 ? null : numberOfText(value);
    if (number !== null && numbers.has(number)) return true;
    return (value === "true" && booleans.has(true)) || (value === "false" && booleans.has(false));
  };
}
