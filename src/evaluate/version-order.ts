import { compareByCodePoints } from "./comparison.ts";

/** Where the parts of a version are in its text. */
interface VersionText {
  readonly text: string;
  /** Where the numbers end, and what comes before the build. */
  readonly numbersEnd: number;
  readonly end: number;
}

const numbersForm = /^(?:0|[1-9][0-9]*)$/;
const identifierForm = /^(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)$/;
const buildForm = /^[0-9A-Za-z-]+$/;

/**
 * The order of two versions (SEMANTICS 5c): negative, 0 or positive, by Semantic Versioning but for any number of numbers,
 * of which the shorter list is the lower. The build doesn't count. What is no version is higher than all that are, and
 * ordered by bytes among its kind.
 */
export function compareVersions(left: string, right: string): number {
  const a = locateParts(left);
  const b = locateParts(right);
  if (a === null) return b === null ? compareByCodePoints(left, right) : 1;
  if (b === null) return -1;
  const order = compareLists(left.slice(0, a.numbersEnd), right.slice(0, b.numbersEnd));
  if (order !== 0) return order;
  // A version before its release is lower than that.
  const aIsRelease = a.numbersEnd === a.end;
  const bIsRelease = b.numbersEnd === b.end;
  if (aIsRelease || bIsRelease) return Number(aIsRelease) - Number(bIsRelease);
  return compareLists(left.slice(a.numbersEnd + 1, a.end), right.slice(b.numbersEnd + 1, b.end));
}

function locateParts(text: string): VersionText | null {
  const plus = text.indexOf("+");
  const end = plus < 0 ? text.length : plus;
  const dash = text.indexOf("-");
  const numbersEnd = dash < 0 || dash > end ? end : dash;
  const isVersion =
    isList(text.slice(0, numbersEnd), numbersForm) &&
    (numbersEnd === end || isList(text.slice(numbersEnd + 1, end), identifierForm)) &&
    (plus < 0 || isList(text.slice(plus + 1), buildForm));
  return isVersion ? { text, numbersEnd, end } : null;
}

function isList(text: string, form: RegExp): boolean {
  return text.split(".").every((part) => form.test(part));
}

/** Part by part: numbers by their size and before words, words by their characters; what goes on is higher. */
function compareLists(left: string, right: string): number {
  const [a, b] = [left.split("."), right.split(".")];
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareParts(a[i] ?? "", b[i] ?? "");
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareParts(left: string, right: string): number {
  const isNumber = numbersForm.test(left);
  if (isNumber !== numbersForm.test(right)) return isNumber ? -1 : 1;
  // Without leading zeros the longer number is the larger one.
  if (isNumber && left.length !== right.length) return left.length - right.length;
  return compareByCodePoints(left, right);
}
