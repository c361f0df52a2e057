import type { Constant } from "../language/syntax.ts";
import { foldAscii } from "../match/case-folding.ts";
import { isInRange, parseAddress, parseAddressRange } from "../plan/address-constant.ts";
import type { FunctionFolding } from "../plan/predicate.ts";
import type { TextFunction } from "../language/syntax.ts";
import { integer64 } from "./arithmetic.ts";
import { canonicalText, isBeyondDoubles, numberOfText } from "./comparison.ts";

/**
 * The functions of SEMANTICS 6 over values. Null in any argument gives null unless a function says otherwise; a number
 * beyond the range of doubles always does.
 */
export function callFunction(name: TextFunction, folding: FunctionFolding, args: readonly Constant[]): Constant {
  if (args.some(isBeyondDoubles)) return null;
  const [first = null, second = null, third = null, fourth = null] = args;
  switch (name) {
    case "number":
      return toNumber(textOf(first), second);
    case "cidrMatch":
      return matchesCidr(first, args.slice(1));
    case "concat": {
      const texts = args.map(textOf);
      return texts.includes(null) ? null : texts.join("");
    }
    case "string":
      return textOf(first);
    case "length":
      return textOf(first)?.length ?? null;
    case "substring":
      return substring(textOf(first), second, third);
    case "between":
      return between(textOf(first), textOf(second), textOf(third), args.length > 3 ? fourth : false, folding);
    case "indexOf":
      return indexOf(textOf(first), textOf(second), third, folding);
    case "startsWith":
      return testText(first, second, folding, (text, part) => text.startsWith(part));
    case "endsWith":
      return testText(first, second, folding, (text, part) => text.endsWith(part));
    case "stringContains":
      return testText(first, second, folding, (text, part) => text !== "" && part !== "" && text.includes(part));
  }
}

function textOf(value: Constant): string | null {
  return value === null ? null : canonicalText(value);
}

function testText(
  subject: Constant,
  part: Constant,
  folding: FunctionFolding,
  test: (text: string, part: string) => boolean,
): Constant {
  const text = textOf(subject);
  const wanted = textOf(part);
  return text === null || wanted === null ? null : test(foldWhole(text, folding), foldWhole(wanted, folding));
}

/** As the language folds (SEMANTICS 5a): the lower case of `İ` is two characters. */
function foldWhole(text: string, folding: FunctionFolding): string {
  return folding === "lower" ? text.toLowerCase() : fold(text, folding);
}

/** Of the text's length in every mode, for functions in which places in the text matter. */
function fold(text: string, folding: FunctionFolding): string {
  switch (folding) {
    case "none":
      return text;
    case "ascii":
      return foldAscii(text);
    case "lower":
      return lowerKeepingLength(text);
  }
}

function lowerKeepingLength(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from({ length: text.length }, (_, i) => {
    const unit = text.charAt(i).toLowerCase();
    return unit.length === 1 ? unit : text.charAt(i);
  }).join("");
}

/** Without a base: `0x` and hexadecimal digits, or a decimal number. With one: a 64-bit integer; base 10 is as none without `0x`. */
function toNumber(text: string | null, base: Constant): Constant {
  if (text === null) return null;
  const isHexadecimal = text.startsWith("0x");
  const radix = base ?? (isHexadecimal ? 16 : 10);
  if (radix !== 10)
    return typeof radix === "number" ? parseInteger(isHexadecimal && radix === 16 ? text.slice(2) : text, radix) : null;
  const number = numberOfText(text.startsWith("+") && !text.startsWith("+-") ? text.slice(1) : text);
  return number === null || !isBeyondDoubles(number) ? number : null;
}

/** Leading zeros aside, 64 bits have at most so many digits, and a longer text is not worth reading. */
const maxDigits = 65;

function parseInteger(text: string, base: number): Constant {
  const [, sign = "", digits] = /^([+-]?)0*([0-9a-z]+)$/i.exec(text) ?? [];
  if (digits === undefined || digits.length > maxDigits || !Number.isInteger(base) || base < 2 || base > 36)
    return null;
  let magnitude = 0n;
  for (const digit of digits) {
    const weight = Number.parseInt(digit, 36);
    if (weight >= base) return null;
    magnitude = magnitude * BigInt(base) + BigInt(weight);
  }
  return integer64(sign === "-" ? -magnitude : magnitude);
}

function matchesCidr(value: Constant, ranges: readonly Constant[]): Constant {
  if (value === null || ranges.includes(null)) return null;
  const address = typeof value === "string" ? parseAddress(value) : null;
  if (address === null) return false;
  return ranges.some((constant) => {
    const range = typeof constant === "string" ? parseAddressRange(constant) : null;
    return range !== null && isInRange(address, range);
  });
}

/** A whole number as a position; null for anything else. Far beyond any text it is as good as the end. */
function positionOf(value: Constant): number | null {
  if (typeof value === "bigint") return value < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** Python's slice; a null bound is open. What is cut in half is U+FFFD, as any lone surrogate. */
function substring(text: string | null, start: Constant, end: Constant): Constant {
  const from = start === null ? 0 : positionOf(start);
  const to = end === null ? (text?.length ?? 0) : positionOf(end);
  return text === null || from === null || to === null ? null : text.slice(from, to).toWellFormed();
}

function indexOf(text: string | null, part: string | null, start: Constant, folding: FunctionFolding): Constant {
  const from = start === null ? 0 : positionOf(start);
  if (text === null || part === null || from === null) return null;
  const position = fold(text, folding).indexOf(fold(part, folding), Math.max(from, 0));
  return position < 0 ? null : position;
}

function between(
  text: string | null,
  left: string | null,
  right: string | null,
  greedy: Constant,
  folding: FunctionFolding,
): Constant {
  if (text === null || left === null || right === null || typeof greedy !== "boolean") return null;
  if (text === "" || left === "" || right === "") return text;
  const folded = fold(text, folding);
  const leftStart = folded.indexOf(fold(left, folding));
  if (leftStart < 0) return "";
  const start = leftStart + left.length;
  const wanted = fold(right, folding);
  const end = greedy ? folded.lastIndexOf(wanted) : folded.indexOf(wanted, start);
  return end < start ? "" : text.slice(start, end);
}
