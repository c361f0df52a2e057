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
  v.maxLength(maxTextUnits, `a string of at most ${maxTextUnits.toLocaleString("en-GB")} characters`),
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

/** The name of a field, dots included. */
export const fieldPath = v.pipe(
  v.string("the path of a field"),
  v.minLength(1, "the path of a field, not an empty string"),
  v.maxLength(maxPathUnits, `a path of at most ${maxPathUnits} characters`),
  v.check((path) => path.split(".").length <= maxPathNames, `a path of at most ${maxPathNames} names`),
);

/** A place in an event; `^` in front: in its envelope. */
export const rawPath = v.pipe(
  fieldPath,
  v.check((path) => path !== "^", "the path of a field behind the `^`"),
  v.transform((path): RawPath =>
    path.startsWith("^") ? { path: path.slice(1), within: "envelope" } : { path, within: "event" },
  ),
);

/** `true`, of an entry that says something by being there. */
export const onlyTrue = v.pipe(
  v.boolean("`true`"),
  v.check((value) => value, "`true`, or be left out"),
);

export const truth = v.boolean("`true` or `false`");

/** A value of a field, as an event would have it. */
export const scalar = v.pipe(
  v.union([text, v.number(), v.boolean()], "a string, a number or a boolean"),
  v.check((value) => typeof value !== "number" || Number.isFinite(value), "a number that is not infinite"),
);

/** The same, with whole numbers of any size. */
export const expectedValue = v.pipe(
  v.union([v.string(), v.number(), v.bigint(), v.boolean()], "a string, a number or a boolean"),
  v.check((value) => typeof value !== "number" || Number.isFinite(value), "a number that is not infinite"),
);

/** A whole number between bounds, both allowed. */
export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")}`;
  return v.pipe(
    v.number("a whole number"),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}
