/** A whole number has at most so many digits if a double can hold its size. */
const longestWholeDigits = 309;
/** Every whole number of so many digits is below 2^53. */
const safeDigits = 15;

const numberForm = /^([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/**
 * The exact value of a decimal number without a sign: `12`, `1.5`, `.5`, `5.`, `1e3` (SEMANTICS 5a). What is whole is
 * exact whatever it looks like (`5.0`, `1e3`), as `bigint` from 2^53 on; what isn't is the nearest double; beyond the
 * doubles it is `Infinity`. `null` if the text is no number. Takes time and memory linear in the text's length.
 *
 * @example
 * readNumber("1e3"); // 1000
 * readNumber("9007199254740993"); // 9007199254740993n
 */
export function readNumber(text: string): number | bigint | null {
  const found = numberForm.exec(text);
  const [, whole = "", fraction = "", exponent = "0"] = found ?? [];
  if (found === null || whole.length + fraction.length === 0) return null;
  const digits = whole + fraction;
  let first = 0;
  while (first < digits.length && digits[first] === "0") first++;
  let end = digits.length;
  while (end > first && digits[end - 1] === "0") end--;
  if (first === end) return 0;
  // The value is digits[first, end) times ten to the power of `scale`.
  const scale = Number(exponent) - fraction.length + (digits.length - end);
  if (scale < 0) return Number(text);
  const length = end - first + scale;
  if (length > longestWholeDigits) return Infinity;
  if (length <= safeDigits) return Number(text);
  const exact = BigInt(digits.slice(first, end)) * 10n ** BigInt(scale);
  const double = Number(exact);
  return Number.isFinite(double) && !Number.isSafeInteger(double) ? exact : double;
}
