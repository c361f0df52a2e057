import type { Constant } from "../language/syntax.ts";
import type { ValueExpression } from "../plan/predicate.ts";

/** A computed expression, ready to run on one combination of its fields' values; a field without values gives null. */
export type CompiledExpression = (slots: readonly Constant[]) => Constant;

/** Compiles a part of an expression. */
export type Compile = (part: ValueExpression) => CompiledExpression;
