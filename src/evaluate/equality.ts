import type { Constant } from "../language/syntax.ts";
import type { MatcherStrategy } from "../match/matcher.ts";
import { exactPattern } from "../plan/pattern.ts";
import type { PresentConstant } from "../plan/predicate.ts";
import { type AddressRange, isInRange, parseAddress, parseAddressRange } from "../plan/address-constant.ts";
import { isBeyondDoubles, numberOfText } from "./comparison.ts";

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
  const ranges: AddressRange[] = [];
  for (const constant of constants) {
    const range = typeof constant === "string" ? parseAddressRange(constant) : null;
    if (range !== null) ranges.push(range);
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
    if (matcher.test(value) || liesInSome(value, ranges)) return true;
    const number = numbers.size === 0 ? null : numberOfText(value);
    if (number !== null && numbers.has(number)) return true;
    return (value === "true" && booleans.has(true)) || (value === "false" && booleans.has(false));
  };
}

function liesInSome(value: string, ranges: readonly AddressRange[]): boolean {
  const address = ranges.length === 0 ? null : parseAddress(value);
  return address !== null && ranges.some((range) => isInRange(address, range));
}
