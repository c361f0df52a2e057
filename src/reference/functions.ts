import type { FunctionName, TextFunction } from "../language/syntax.ts";
import { isInRange, parseAddress, parseAddressRange } from "./address.ts";
import { canonicalText, isOutOfRange, isWhole, normalizeInteger, readNumber, type Value } from "./value.ts";

/** How a function sees texts: as they are, or (its `~` form) in a form of the same length in which case is gone. */
export type TextView = (text: string) => string;

/**
 * Calls a function (SEMANTICS 6). A null argument gives null, except where {@link nullHasMeaning}; so does one of the
 * wrong type and one beyond the double range. String functions take numbers and booleans by their canonical text;
 * positions count UTF-16 units.
 */
export function applyFunction(name: TextFunction, args: readonly Value[], view: TextView): Value {
  if (args.some((value, index) => isOutOfRange(value) || (value === null && !nullHasMeaning(name, index)))) return null;
  const [first = null, second = null, third = null, fourth = false] = args;
  const text = canonicalText(first) ?? "";
  const part = canonicalText(second) ?? "";
  switch (name) {
    case "length":
      return text.length;
    case "string":
      return text;
    case "number":
      return toNumber(text, second);
    case "concat":
      return args.map((value) => canonicalText(value) ?? "").join("");
    case "substring":
      return substring(text, second, third);
    case "between":
      return between(text, part, canonicalText(third) ?? "", fourth, view);
    case "indexOf":
      return indexOf(view(text), view(part), third);
    case "startsWith":
      return view(text).startsWith(view(part));
    case "endsWith":
      return view(text).endsWith(view(part));
    case "stringContains":
      return text !== "" && part !== "" && view(text).includes(view(part));
    case "cidrMatch":
      return cidrMatch(text, args.slice(1));
  }
}

/** True for the arguments whose null stands for a default: the bounds of `substring`, a base, a start. */
export function nullHasMeaning(name: FunctionName, index: number): boolean {
  if (name === "substring") return index === 1 || index === 2;
  if (name === "indexOf") return index === 2;
  return name === "number" && index === 1;
}

/** Without a base: `0x` and hexadecimal digits, or a decimal number. With one: a 64-bit integer, base 10 also a decimal. */
function toNumber(text: string, base: Value): Value {
  const isHexadecimal = text.startsWith("0x");
  const radix = base ?? (isHexadecimal ? 16 : 10);
  if (typeof radix !== "number" || !Number.isInteger(radix) || radix < 2 || radix > 36) return null;
  if (radix !== 10) return readInteger(isHexadecimal && radix === 16 ? text.slice(2) : text, radix);
  const number = readNumber(text);
  return isOutOfRange(number) ? null : number;
}

function readInteger(text: string, radix: number): Value {
  const [, sign, digits = ""] = /^([+-]?)([0-9a-z]+)$/i.exec(text) ?? [];
  if (digits === "") return null;
  let magnitude = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= radix || magnitude > 1n << 64n) return null;
    magnitude = magnitude * BigInt(radix) + BigInt(worth);
  }
  const value = sign === "-" ? -magnitude : magnitude;
  return BigInt.asIntN(64, value) === value ? normalizeInteger(value) : null;
}

/** A Python slice: negative bounds count from the end, null ones are open, all are cut to the text. */
function substring(text: string, start: Value, end: Value): Value {
  const from = start === null ? 0 : position(start);
  const to = end === null ? text.length : position(end);
  return from === null || to === null ? null : text.slice(from, to).toWellFormed();
}

/** What stands between the first `left` and the next (greedy: the last) `right`; `""` if one of them isn't there. */
function between(text: string, left: string, right: string, greedy: Value, view: TextView): Value {
  if (typeof greedy !== "boolean") return null;
  if (text === "" || left === "" || right === "") return text;
  const [seen, seenLeft, seenRight] = [view(text), view(left), view(right)];
  const found = seen.indexOf(seenLeft);
  if (found < 0) return "";
  const start = found + left.length;
  const end = greedy ? seen.lastIndexOf(seenRight) : seen.indexOf(seenRight, start);
  return end < start ? "" : text.slice(start, end);
}

/** 0-based, null if it isn't there. A start before the text or none at all is 0. */
function indexOf(text: string, part: string, start: Value): Value {
  const from = start === null ? 0 : position(start);
  if (from === null) return null;
  const found = text.indexOf(part, Math.max(from, 0));
  return found < 0 ? null : found;
}

function position(value: Value): number | null {
  return (typeof value === "number" || typeof value === "bigint") && isWhole(value) ? Number(value) : null;
}

function cidrMatch(text: string, ranges: readonly Value[]): boolean {
  const address = parseAddress(text);
  return (
    address !== null &&
    ranges.some((value) => {
      const range = parseAddressRange(canonicalText(value) ?? "");
      return range !== null && isInRange(address, range);
    })
  );
}
