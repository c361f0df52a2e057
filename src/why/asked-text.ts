import { formatTime } from "../language/time.ts";
import type { Predicate, PresentConstant } from "../plan/predicate.ts";

/** Constants that are named; of more it is said how many there are. */
const mostNamed = 5;

const caseTexts = { exact: "", ascii: ", ignoring case", unicode: ", ignoring case" } as const;

/**
 * What a predicate asks of a value, for people, such as `a text that matches one of 12 patterns, ignoring case`. Constants are the
 * rule's and not escaped.
 */
export function askedText(predicate: Predicate): string {
  switch (predicate.kind) {
    case "patterns": {
      const { patterns, caseMode } = predicate.list;
      const kind = predicate.values === "strings" ? "a string (no number or truth value)" : "a text";
      const relation = predicate.values === "strings" ? "equal to" : "that matches";
      return `${kind} ${relation} ${choice(patterns.map(({ text }) => JSON.stringify(text)))}${caseTexts[caseMode]}`;
    }
    case "regexes":
      return `a text all of which matches ${choice(predicate.patterns.map(({ text }) => `/${text}/`))}${caseTexts[predicate.caseMode]}`;
    case "equals":
      return `a value equal to ${choice(predicate.constants.map(constantText))}`;
    case "order":
      return `${predicate.by === undefined ? "a value" : predicate.by === "address" ? "an address" : "a version"} ${predicate.operator} ${constantText(predicate.constant)}`;
    case "instant": {
      const { operator, instants } = predicate;
      return instants.length === 0
        ? "a time, but the constant is none"
        : `a time ${operator} ${choice(instants.map(formatTime))}`;
    }
    case "absent":
      return "no value";
    case "computed":
      return predicate.fields.length === 0 ? "nothing of an event: it is a constant" : "what it computes";
  }
}

function choice(texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return only;
  if (texts.length <= mostNamed) return texts.length === 0 ? "nothing" : `one of ${texts.join(", ")}`;
  return `one of ${texts.length}: ${texts.slice(0, mostNamed).join(", ")}, …`;
}

function constantText(constant: PresentConstant): string {
  return typeof constant === "string" ? JSON.stringify(constant) : String(constant);
}
