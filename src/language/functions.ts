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

const signatures: readonly FunctionSignature[] = [
  signature("add", 2, 2, false, "number", "add(a, b)"),
  signature("subtract", 2, 2, false, "number", "subtract(a, b)"),
  signature("multiply", 2, 2, false, "number", "multiply(a, b)"),
  signature("divide", 2, 2, false, "number", "divide(a, b)"),
  signature("modulo", 2, 2, false, "number", "modulo(a, b)"),
  signature("length", 1, 1, false, "number", "length(text)"),
  signature("string", 1, 1, false, "string", "string(value)"),
  signature("number", 1, 2, false, "number", "number(text[, base])"),
  signature("concat", 1, null, false, "string", "concat(value, …)"),
  signature("substring", 2, 3, false, "string", "substring(text, start[, end])"),
  signature("between", 3, 4, true, "string", "between(text, left, right[, greedy])"),
  signature("indexOf", 2, 3, true, "number", "indexOf(text, part[, start])"),
  signature("startsWith", 2, 2, true, "boolean", "startsWith(text, part)"),
  signature("endsWith", 2, 2, true, "boolean", "endsWith(text, part)"),
  signature("stringContains", 2, 2, true, "boolean", "stringContains(text, part)"),
  signature("cidrMatch", 2, null, false, "boolean", "cidrMatch(address, range, …)"),
];

/** The closed table of functions (SEMANTICS 6) by canonical name. */
export const functionsByName: ReadonlyMap<FunctionName, FunctionSignature> = new Map(
  signatures.map((entry) => [entry.name, entry]),
);

/** The canonical names, for suggestions and completions. */
export const functionNames: readonly FunctionName[] = signatures.map((entry) => entry.name);

const byLowerCase: ReadonlyMap<string, FunctionSignature> = new Map(
  signatures.map((entry) => [entry.name.toLowerCase(), entry]),
);

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
