import type { FunctionName } from "./syntax.ts";

/** What a function gives when none of its arguments is null. */
export type ResultKind = "boolean" | "number" | "string";

/** What is known of a function before it runs. */
export interface FunctionSignature {
  /** The canonical spelling. */
  readonly name: FunctionName;
  readonly minArguments: number;
  /** `null`: as many as one likes. */
  readonly maxArguments: number | null;
  /** There is a form with `~` that ignores case. */
  readonly hasTildeForm: boolean;
  readonly result: ResultKind;
  /** How it is called, for people: `substring(source, start[, end])`. */
  readonly usage: string;
}

/** The closed table of functions (SEMANTICS 6) by canonical name. */
const signatures: Readonly<Record<FunctionName, FunctionSignature>> = {
  add: signature("add", 2, 2, false, "number", "add(a, b)"),
  subtract: signature("subtract", 2, 2, false, "number", "subtract(a, b)"),
  multiply: signature("multiply", 2, 2, false, "number", "multiply(a, b)"),
  divide: signature("divide", 2, 2, false, "number", "divide(a, b)"),
  modulo: signature("modulo", 2, 2, false, "number", "modulo(a, b)"),
  length: signature("length", 1, 1, false, "number", "length(text)"),
  string: signature("string", 1, 1, false, "string", "string(value)"),
  number: signature("number", 1, 2, false, "number", "number(text[, base])"),
  concat: signature("concat", 1, null, false, "string", "concat(value, …)"),
  substring: signature("substring", 2, 3, false, "string", "substring(text, start[, end])"),
  between: signature("between", 3, 4, true, "string", "between(text, left, right[, greedy])"),
  indexOf: signature("indexOf", 2, 3, true, "number", "indexOf(text, part[, start])"),
  startsWith: signature("startsWith", 2, 2, true, "boolean", "startsWith(text, part)"),
  endsWith: signature("endsWith", 2, 2, true, "boolean", "endsWith(text, part)"),
  stringContains: signature("stringContains", 2, 2, true, "boolean", "stringContains(text, part)"),
  cidrMatch: signature("cidrMatch", 2, null, false, "boolean", "cidrMatch(address, range, …)"),
};

/** The canonical names, for suggestions and completions. */
export const functionNames: readonly FunctionName[] = Object.values(signatures).map((entry) => entry.name);

const byLowerCase: ReadonlyMap<string, FunctionSignature> = new Map(
  Object.values(signatures).map((entry) => [entry.name.toLowerCase(), entry]),
);

/** What is known of a function that the tree names. */
export function functionSignature(name: FunctionName): FunctionSignature {
  return signatures[name];
}

/** Finds a function whatever the case of its name; `null` if there is none (the parser then reports E300). */
export function findFunction(name: string): FunctionSignature | null {
  return byLowerCase.get(name.toLowerCase()) ?? null;
}

function signature(
  name: FunctionName,
  minArguments: number,
  maxArguments: number | null,
  hasTildeForm: boolean,
  result: ResultKind,
  usage: string,
): FunctionSignature {
  return { name, minArguments, maxArguments, hasTildeForm, result, usage };
}
