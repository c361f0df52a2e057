import * as v from "valibot";
import type { RawPath } from "./accessor.ts";

/*
 * What single values of a mapping file must be. The message of every check completes "`name` must be …".
 */

/** Nobody writes longer ones; a table of them is read for every event. */
const maxTextUnits = 4096;
const maxPathUnits = 512;
/** A path is looked up in every mixture of nested and dotted names, of which there are a square. */
const maxPathNames = 32;

/** Any text, which may be empty. */
export const text = v.pipe(
  v.string("a string"),
  v.maxLength(maxTextUnits, `a string of at most ${maxTextUnits} characters`),
);

/** A text that is there. */
export const filledText = v.pipe(text, v.regex(/\S/, "a string that is not empty"));

/** What a value is cut at, or begins with. */
export const separator = v.pipe(text, v.minLength(1, "a string that is not empty"));

/** A mapping's or product's name: fit for a command line, a file name and a column. */
export const sourceName = v.pipe(
  v.string("a string"),
  v.regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    "at most 64 lower-case letters, digits, `-`, `_` and `.`, the first a letter or digit",
  ),
  v.check((name) => name !== "auto" && name !== "ecs", "another name than `auto` and `ecs`, which mean something else"),
);

/**
 * The name of a field, dots included. One check and not three: there are thousands of paths in the built-in mappings, which
 * are read at every start, before any of this is compiled.
 */
export const fieldPath = v.pipe(
  v.string("the path of a field"),
  v.check(isPath, `a path of 1 to ${maxPathUnits} characters and at most ${maxPathNames} names`),
);

function isPath(path: string): boolean {
  return (
    path !== "" && path.length <= maxPathUnits && (path.length <= maxPathNames || countNames(path) <= maxPathNames)
  );
}

function countNames(path: string): number {
  return path.split(".").length;
}

/** The place that a path means: `^` in front is its envelope. `null` for a `^` alone. */
export function readRawPath(path: string): RawPath | null {
  if (!path.startsWith("^")) return { path, within: "event" };
  return path === "^" ? null : { path: path.slice(1), within: "envelope" };
}

/** `true`, of an entry that says something by being there. */
export const onlyTrue = v.pipe(
  v.boolean("`true`"),
  v.check((value) => value, "`true`, or be left out"),
);

export const truth = v.boolean("`true` or `false`");

/** A value of a field, as an event would have it, with whole numbers of any size. */
export const fieldValue = v.pipe(
  v.custom<string | number | bigint | boolean>(isFieldValue, "a string, a number or a boolean"),
  v.check((value) => typeof value !== "number" || Number.isFinite(value), "a finite number"),
);

/** The same where it stands for what an event has: a whole number beyond doubles is its text, which compares as a number. */
export const constantValue = v.pipe(
  fieldValue,
  v.transform((value): string | number | boolean => (typeof value === "bigint" ? String(value) : value)),
);

function isFieldValue(value: unknown): boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}

/** A whole number between bounds, both allowed. */
export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number("a whole number"),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}
