import type { RegexTree } from "../language/regex.ts";
import type { FieldAccessor, ValueStep } from "../sources/accessor.ts";
import { isAddressConstant } from "./address-constant.ts";
import { type Certainty, union } from "./literal-set.ts";
import { anyText, globTokens, joinTokens, matchesText, type PatternTokens } from "./pattern-remainder.ts";
import { exactPattern } from "./pattern.ts";
import type { Predicate, PresentConstant } from "./predicate.ts";
import { valueLiteral, type Writing } from "./raw-bytes.ts";
import { rawTexts } from "./raw-texts.ts";

type Table = FieldAccessor & { readonly kind: "table" };

/** What is known of a value beside the patterns that its text matches. */
interface WantedFacts {
  /** The value is a string, so that its text is the one that was written. */
  readonly onlyStrings: boolean;
  /** The predicate holds for each string that matches one of the patterns with its case. */
  readonly isExact: boolean;
}

/**
 * What the canonical text of a value is like for which a predicate holds, and what it was before steps and tables made it so.
 * It may be like more texts than these, never like less. What was worked out once is remembered: a thousand rules ask the same
 * of a dozen sources, whose mappings are much alike.
 */
export class WantedText {
  readonly patterns: readonly PatternTokens[];
  readonly #facts: WantedFacts;
  // Of thousands most are asked once: they get these when they need them.
  #literals: Map<Writing, Certainty> | null = null;
  #before: Map<string, WantedText> | null = null;
  #runs: Map<string, readonly (readonly WantedText[])[]> | null = null;

  /** It matches one of these, ASCII case aside. */
  constructor(patterns: readonly PatternTokens[], facts: WantedFacts) {
    this.patterns = patterns;
    this.#facts = facts;
  }

  /** Whether a text may be meant. */
  mayBe(text: string): boolean {
    return this.patterns.some((tokens) => matchesText(tokens, text));
  }

  /** Whether a string is meant for certain. */
  isCertainly(text: string): boolean {
    return this.#facts.isExact && this.patterns.some((tokens) => matchesText(tokens, text, true));
  }

  /** What the bytes of a line must hold that has such a value. */
  literals(writing: Writing): Certainty {
    this.#literals ??= new Map();
    let known = this.#literals.get(writing);
    if (known === undefined) {
      const { onlyStrings } = this.#facts;
      known = union(
        this.patterns.map((tokens) =>
          onlyStrings || !mayBeNumberOrBoolean(tokens) ? valueLiteral(tokens, writing) : null,
        ),
      );
      this.#literals.set(writing, known);
    }
    return known;
  }

  /** What the value was before the step. */
  beforeStep(step: ValueStep): WantedText {
    return this.#remember(keyOf(step), () => this.patterns.flatMap((tokens) => rawTexts(step, tokens)));
  }

  /** What the value was before it was looked up; `null` if by no row, so that it is itself. */
  beforeTable(table: Table): WantedText {
    return this.#remember(keyOf(table.rows) + table.otherwise, () => [
      ...table.rows.filter(({ values }) => values.some((value) => this.mayBe(value))).map(({ raw }) => globTokens(raw)),
      ...(table.otherwise === "same" ? this.patterns : []),
    ]);
  }

  /**
   * Of each pattern the runs that lie within one of the parts that the text was joined from: those without characters of the
   * separator. At the start of the text they are at that of a part, for parts without a value leave no trace; likewise at its end.
   */
  runsBetween(separator: string): readonly (readonly WantedText[])[] {
    this.#runs ??= new Map();
    let known = this.#runs.get(separator);
    if (known === undefined) {
      known = this.patterns.map((tokens) => runsOf(tokens, separator).map((run) => new WantedText([run], madeText)));
      this.#runs.set(separator, known);
    }
    return known;
  }

  #remember(key: string, make: () => readonly PatternTokens[]): WantedText {
    this.#before ??= new Map();
    let known = this.#before.get(key);
    if (known === undefined) {
      known = new WantedText(make(), madeText);
      this.#before.set(key, known);
    }
    return known;
  }
}

/** A text may have been made of a value that is none. */
const madeText: WantedFacts = { onlyStrings: false, isExact: false };

/** Any value. */
export const anyValue = new WantedText([anyText], madeText);

/** What a value of the predicate's field must be like; `null` if none is needed, or if several fields decide together. */
export function wantedText(predicate: Predicate): WantedText | null {
  switch (predicate.kind) {
    case "patterns": {
      const { list, values } = predicate;
      if (list.caseMode === "unicode") return anyValue;
      return new WantedText(
        list.patterns.map(({ tokens }) => tokens),
        { onlyStrings: values === "strings", isExact: true },
      );
    }
    case "equals": {
      const { constants } = predicate;
      return new WantedText(constants.map(constantTokens), {
        onlyStrings: false,
        isExact: constants.every((constant) => typeof constant === "string" && !hasManySpellings(constant)),
      });
    }
    case "regexes": {
      const { caseMode, patterns } = predicate;
      if (caseMode === "unicode") return anyValue;
      return new WantedText(
        patterns.map(({ tree }) => regexTokens(tree)),
        madeText,
      );
    }
    case "order":
    case "instant":
      return anyValue;
    case "absent":
    case "computed":
      return null;
  }
}

const keys = new WeakMap<object, string>();

function keyOf(part: ValueStep | Table["rows"]): string {
  let key = keys.get(part);
  if (key === undefined) {
    key = JSON.stringify(part);
    keys.set(part, key);
  }
  return key;
}

function constantTokens(constant: PresentConstant): PatternTokens {
  return hasManySpellings(constant) ? anyText : exactPattern(String(constant)).tokens;
}

/** A number has many spellings in JSON, an address too; a text that spells a number equals it (SEMANTICS 5a). */
function hasManySpellings(constant: PresentConstant): boolean {
  if (typeof constant === "string") {
    return isAddressConstant(constant) || /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(constant);
  }
  return typeof constant !== "boolean";
}

/** What is written of a repeated character at most: enough to be rare. */
const maxRepeats = 16;

/** Single characters in a row as they stand, what is repeated as often as it must be, anything else as any run. */
function regexTokens(tree: RegexTree): PatternTokens {
  switch (tree.kind) {
    case "sequence":
      return joinTokens(...tree.items.map(regexTokens));
    case "repeat": {
      if (tree.min === 0) return anyText;
      const item = regexTokens(tree.item);
      const [token, ...others] = item;
      const repeats = token?.kind === "literal" && others.length === 0 ? Math.min(tree.min, maxRepeats) : 1;
      const isExact = repeats === tree.min && repeats === tree.max;
      return joinTokens(...Array.from({ length: repeats }, () => item), isExact ? [] : anyText);
    }
    case "class": {
      const [range] = tree.negated || tree.ranges.length !== 1 ? [] : tree.ranges;
      if (range === undefined || range.from !== range.to) return anyText;
      return [{ kind: "literal", text: String.fromCodePoint(range.from) }];
    }
    default:
      return anyText;
  }
}

/** Whether the canonical text of some number or truth value may match: the line may spell it otherwise (`1e3`). */
function mayBeNumberOrBoolean(tokens: PatternTokens): boolean {
  if (tokens.every((token) => token.kind !== "literal" || /^[-+.0-9e]*$/i.test(token.text))) return tokens.length > 0;
  return matchesText(tokens, "true") || matchesText(tokens, "false");
}

/** Of the longest runs, which are rarer, a few will do. */
const triedRuns = 4;

function runsOf(tokens: PatternTokens, separator: string): readonly PatternTokens[] {
  if (separator === "") return [];
  const runs = tokens.flatMap((token, position) => {
    if (token.kind !== "literal") return [];
    const texts = splitAtCharacters(token.text, separator);
    return texts.flatMap((text, index) => {
      if (text === "") return [];
      const opens = position === 0 && index === 0;
      const closes = position === tokens.length - 1 && index === texts.length - 1;
      const run: PatternTokens = [{ kind: "literal", text }];
      return [{ length: text.length, run: joinTokens(opens ? [] : anyText, run, closes ? [] : anyText) }];
    });
  });
  return runs
    .sort((left, right) => right.length - left.length)
    .slice(0, triedRuns)
    .map(({ run }) => run);
}

/** At characters of the separator in any ASCII case, which doesn't count in a pattern. */
function splitAtCharacters(text: string, separator: string): readonly string[] {
  const separators = separator.toLowerCase() + separator.toUpperCase();
  const texts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!separators.includes(text.charAt(at))) continue;
    texts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...texts, text.slice(from)];
}
