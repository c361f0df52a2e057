/**
 * What a field or an expression is worth. Whole numbers are `number` below 2^53 and `bigint` from there on, so that
 * they compare exactly; all others are doubles. `Infinity` stands for a number beyond the double range: a value that
 * is there and matches nothing. `null`: no value. Strings are well-formed. (SEMANTICS 5a)
 */
export type Value = string | number | bigint | boolean | null;

const decimal = /^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
const numericString = /^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** True for a number beyond the double range: every comparison, pattern and function on it fails. */
export function isOutOfRange(value: Value): boolean {
  return typeof value === "number" && !Number.isFinite(value);
}

/**
 * Reads the digits of a number exactly: `9007199254740993`, `9007199254740993.0` and `9007199254740993e0` are the same
 * `bigint`; `1e400` is `Infinity`. `text` is a decimal number with an optional sign, fraction and exponent; null for
 * any other text.
 */
export function readNumber(text: string): number | bigint | null {
  const parts = decimal.exec(text);
  if (parts === null) return null;
  const rounded = Number(text);
  if (!Number.isFinite(rounded)) return rounded;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.slice(0, lengthWithoutZeros(digits));
  if (significant === "") return 0;
  const zeros = Number(exponent) - fraction.length + (digits.length - significant.length);
  if (zeros < 0) return normalizeNumber(rounded);
  const magnitude = BigInt(significant) * 10n ** BigInt(zeros);
  return normalizeInteger(sign === "-" ? -magnitude : magnitude);
}

function lengthWithoutZeros(digits: string): number {
  let length = digits.length;
  while (length > 0 && digits.charAt(length - 1) === "0") length--;
  return length;
}

/** The one form that a whole number has as a {@link Value}: `number` below 2^53, else `bigint`. */
export function normalizeInteger(value: bigint): number | bigint {
  const rounded = Number(value);
  return Number.isSafeInteger(rounded) ? rounded : value;
}

/** The one form that a double has as a {@link Value}: whole ones as by {@link normalizeInteger}, no negative zero. */
export function normalizeNumber(value: number): number | bigint {
  return Number.isInteger(value) ? normalizeInteger(BigInt(value)) : value;
}

/** True for a finite number without a fraction. */
export function isWhole(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}

/**
 * What a value counts as beside a number: a number itself, a string of the form `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`
 * the number it spells; null for everything else and for numbers beyond the double range (SEMANTICS 5a).
 */
export function numericReading(value: Value): number | bigint | null {
  if (typeof value === "bigint") return value;
  const number = typeof value === "string" && numericString.test(value) ? readNumber(value) : value;
  return typeof number === "bigint" || (typeof number === "number" && Number.isFinite(number)) ? number : null;
}

/**
 * The text that patterns, regular expressions and string functions see: whole numbers in plain digits, others in
 * the shortest form that reads back, booleans as `true` and `false` (SEMANTICS 5a). Null where there is no value,
 * and for a number beyond the double range.
 */
export function canonicalText(value: Value): string | null {
  return value === null || isOutOfRange(value) ? null : String(value);
}
