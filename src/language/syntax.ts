import type { Span } from "../diagnostics/diagnostic.ts";
import type { RegexTree } from "./regex.ts";

/** A constant. Whole numbers beyond 2^53 are `bigint`, so that they compare exactly (SEMANTICS 5a). */
export type Constant = string | number | bigint | boolean | null;

interface Node {
  /** Where it stands in the query text. */
  readonly span: Span;
}

export interface Literal extends Node {
  readonly kind: "literal";
  readonly value: Constant;
  /** A whole number written with a point or an exponent (`2.0`): it compares exactly, but arithmetic with it is of doubles. */
  readonly decimal?: true;
}

export interface StringLiteral extends Literal {
  readonly value: string;
}

/** A field. `path` is its identifiers, unquoted, joined by dots: the name under which it is looked up. */
export interface Field extends Node {
  readonly kind: "field";
  readonly path: string;
  /** Written with `?`: without effect in the open schema. */
  readonly optional: boolean;
  /** Of a join key, once it is resolved: the schema has no such field, so that no event has a value of it. */
  readonly unlisted?: true;
}

export type FunctionName =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "modulo"
  | "length"
  | "string"
  | "number"
  | "concat"
  | "substring"
  | "between"
  | "indexOf"
  | "startsWith"
  | "endsWith"
  | "stringContains"
  | "cidrMatch";

/** The functions that are arithmetic by another name. */
export type ArithmeticFunction = "add" | "subtract" | "multiply" | "divide" | "modulo";

/** All others. */
export type TextFunction = Exclude<FunctionName, ArithmeticFunction>;

/** A call. `name` is the canonical spelling, whatever case the rule used. */
export interface Call extends Node {
  readonly kind: "call";
  readonly name: FunctionName;
  /** Written with `~`. */
  readonly ignoreCase: boolean;
  readonly args: readonly Expression[];
  readonly nameSpan: Span;
}

export interface Arithmetic extends Node {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: Expression;
  readonly right: Expression;
}

/** Unary minus on anything but a number literal (`-1` is a literal; unary plus leaves no node). */
export interface Negative extends Node {
  readonly kind: "negative";
  readonly operand: Expression;
}

export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

export interface Comparison extends Node {
  readonly kind: "comparison";
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `in` and `in~`; `not in` is a {@link Not} around it. */
export interface Membership extends Node {
  readonly kind: "membership";
  readonly ignoreCase: boolean;
  readonly value: Expression;
  readonly items: readonly Expression[];
}

/** `:` and `like~` are `{ form: "wildcard", ignoreCase: true }`; `like` is the same with case. */
export interface WildcardMatch extends Node {
  readonly kind: "wildcard";
  readonly ignoreCase: boolean;
  readonly value: Expression;
  readonly patterns: readonly StringLiteral[];
}

export interface RegexMatch extends Node {
  readonly kind: "regex";
  readonly ignoreCase: boolean;
  readonly value: Expression;
  readonly patterns: readonly RegexPattern[];
}

/** A regular expression as written, and as parsed (`language/regex.ts`). */
export interface RegexPattern extends StringLiteral {
  readonly tree: RegexTree;
}

/** Two or more operands; a chain of the same operator is one node. */
export interface Logical extends Node {
  readonly kind: "and" | "or";
  readonly operands: readonly Expression[];
}

export interface Not extends Node {
  readonly kind: "not";
  readonly operand: Expression;
}

/** Parentheses leave no node; the span of what they hold does not cover them. */
export type Expression =
  | Literal
  | Field
  | Call
  | Arithmetic
  | Negative
  | Comparison
  | Membership
  | WildcardMatch
  | RegexMatch
  | Logical
  | Not;

/** `category where condition`: what is asked of one event. */
export interface EventFilter extends Node {
  /** Compared by `==` with the category field; `null` for `any`, which tests nothing. */
  readonly category: string | null;
  readonly categorySpan: Span;
  readonly condition: Expression;
}

/** `| head 3` or `| tail 3`: of the ascending list of results the first or the last so many. */
export interface Pipe extends Node {
  readonly kind: "head" | "tail";
  readonly count: number;
}

/** A query for single events. */
export interface EventQuery extends EventFilter {
  readonly kind: "event";
  /** Applied from left to right. */
  readonly pipes: readonly Pipe[];
}

/** One `[category where condition] by keys` of a sequence or a sample. */
export interface Stage extends Node {
  readonly filter: EventFilter;
  /** Its join keys: those of the whole query, then its own. All stages of a query have the same number. */
  readonly keys: readonly Field[];
}

/** A stage of a sequence. */
export interface SequenceStage extends Stage {
  /** From 1 on; `with runs=3` is the same as the stage written three times. */
  readonly runs: number;
  /** `![…]`: no such event may come in its place. */
  readonly missing: boolean;
}

/** `maxspan=5m`. */
export interface MaxSpan extends Node {
  readonly count: number;
  readonly unit: "ms" | "s" | "m" | "h" | "d";
}

/** Events in this order with the same keys (SEMANTICS 7). Two stages at least, `runs` counted, one of them not missing. */
export interface SequenceQuery extends Node {
  readonly kind: "sequence";
  /** How many of each stage's keys are those of the whole query. */
  readonly sharedKeys: number;
  /** Between the first and the last event, inclusive; `null` for any. There if a stage is missing. */
  readonly maxSpan: MaxSpan | null;
  readonly stages: readonly SequenceStage[];
  readonly until: Stage | null;
  readonly pipes: readonly Pipe[];
}

/** Different events with the same keys, in no order (SEMANTICS 8). Two stages at least. */
export interface SampleQuery extends Node {
  readonly kind: "sample";
  readonly sharedKeys: number;
  readonly stages: readonly Stage[];
  readonly pipes: readonly Pipe[];
}

/** What a rule asks. */
export type Query = EventQuery | SequenceQuery | SampleQuery;
