import type { ComparisonOperator, Constant, TextFunction } from "../language/syntax.ts";
import type { RegexTree } from "../language/regex.ts";
import type { CaseMode, PatternList } from "./pattern.ts";

/** A constant that is there: a field is tested for absence by a predicate of its own. */
export type PresentConstant = Exclude<Constant, null>;

/** A Lucene regular expression, parsed, and as the rule has it. */
export interface PlannedRegex {
  readonly tree: RegexTree;
  readonly text: string;
}

/** How letters are compared by a function: `ascii` as on an indexed field, `lower` after lower-casing both sides. */
export type FunctionFolding = "none" | "ascii" | "lower";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/** What the order of a field's values is that of, where a schema gives it a type of its own (SEMANTICS 5c). */
export type OrderedBy = "address" | "version";

/**
 * A yes-or-no question to one event, asked by any number of rules and answered once. It is true if some value of its
 * field (some combination of values of its fields) makes it true (SEMANTICS 4). Fields are numbers into `HuntPlan.fields`.
 */
export type Predicate =
  /** The whole text of a value matches a pattern. `strings`: numbers and booleans never match (`in~`). */
  | {
      readonly kind: "patterns";
      readonly field: number;
      readonly values: "text" | "strings";
      readonly list: PatternList;
    }
  /** The whole text of a value matches a regular expression. */
  | {
      readonly kind: "regexes";
      readonly field: number;
      readonly patterns: readonly PlannedRegex[];
      readonly caseMode: CaseMode;
    }
  /** A value equals one of the constants, by SEMANTICS 5a: numbers by value, addresses and ranges by address. */
  | { readonly kind: "equals"; readonly field: number; readonly constants: readonly PresentConstant[] }
  /** A value stands in this order to the constant. */
  | {
      readonly kind: "order";
      readonly field: number;
      readonly operator: "<" | "<=" | ">" | ">=";
      readonly constant: PresentConstant;
      /** If it isn't that of SEMANTICS 5a. */
      readonly by?: OrderedBy;
    }
  /** A time stands in this relation to one of the instants, in nanoseconds since 1970. */
  | {
      readonly kind: "instant";
      readonly field: number;
      readonly operator: ComparisonOperator;
      readonly instants: readonly bigint[];
    }
  /** The field has no value. */
  | { readonly kind: "absent"; readonly field: number }
  /** An expression over any number of fields; without fields it is a constant, and the only predicate that can be null. */
  | { readonly kind: "computed"; readonly fields: readonly number[]; readonly expression: ValueExpression };

/** An expression of a computed predicate. `slot` counts in the predicate's `fields`. Null propagates; and, or, not are Kleene's. */
export type ValueExpression =
  | {
      readonly kind: "constant";
      readonly value: Constant;
      /** A whole number that the rule wrote as a decimal (`2.0`): arithmetic with it is of doubles. */
      readonly decimal?: true;
    }
  | {
      readonly kind: "slot";
      readonly slot: number;
      /** It is the rule's timestamp field or a date: compared with a constant, both are read as times. */
      readonly isTime: boolean;
      /** How `<`, `<=`, `>` and `>=` order it and a constant, if not by SEMANTICS 5a. */
      readonly by?: OrderedBy;
      /** The schema calls it double: arithmetic with it is of doubles. */
      readonly decimal?: true;
    }
  | {
      readonly kind: "call";
      readonly name: TextFunction;
      readonly folding: FunctionFolding;
      readonly args: readonly ValueExpression[];
    }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: ValueExpression;
      readonly right: ValueExpression;
    }
  | { readonly kind: "negative"; readonly operand: ValueExpression }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: ValueExpression;
      readonly right: ValueExpression;
    }
  | {
      readonly kind: "membership";
      readonly value: ValueExpression;
      readonly items: readonly ValueExpression[];
      /** `null`: `in`, by the rules of `==`; else `in~`, strings only. */
      readonly caseMode: CaseMode | null;
    }
  | { readonly kind: "patterns"; readonly value: ValueExpression; readonly list: PatternList }
  | {
      readonly kind: "regexes";
      readonly value: ValueExpression;
      readonly patterns: readonly PlannedRegex[];
      readonly caseMode: CaseMode;
    }
  | { readonly kind: "and" | "or"; readonly operands: readonly ValueExpression[] }
  | { readonly kind: "not"; readonly operand: ValueExpression };
