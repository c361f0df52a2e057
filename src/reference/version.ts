/** A version's parts: the numbers before `-`, and what stands between it and `+`, if it does. */
interface Version {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[] | null;
}

const number = /^(0|[1-9][0-9]*)$/;
const prereleaseWord = /^[0-9]*[A-Za-z-][0-9A-Za-z-]*$/;
const buildWord = /^[0-9A-Za-z-]+$/;

/**
 * The order of two versions: negative, 0 or positive. As Semantic Versioning orders them, with any number of numbers
 * (`1.2` is before `1.2.0`); the build after `+` doesn't count. What is no version comes after all that are, by its UTF-8
 * bytes. (SEMANTICS 5c)
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (a === null || b === null) {
    if (a === null && b === null) return Buffer.compare(Buffer.from(left), Buffer.from(right));
    return a === null ? 1 : -1;
  }
  const order = compareLists(a.numbers, b.numbers);
  if (order !== 0 || (a.prerelease === null && b.prerelease === null)) return order;
  if (a.prerelease === null) return 1;
  return b.prerelease === null ? -1 : compareLists(a.prerelease, b.prerelease);
}

function parseVersion(text: string): Version | null {
  const [release = "", build] = cut(text, "+");
  const [main = "", rest] = cut(release, "-");
  const numbers = main.split(".");
  const prerelease = rest?.split(".") ?? null;
  const isSound =
    numbers.every((part) => number.test(part)) &&
    (prerelease ?? []).every((part) => number.test(part) || prereleaseWord.test(part)) &&
    (build?.split(".") ?? []).every((part) => buildWord.test(part));
  return isSound ? { numbers, prerelease } : null;
}

/** What stands before and after the first separator; one part only if there is none. */
function cut(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** By the first parts that differ; the list that goes on is the later one. */
function compareLists(left: readonly string[], right: readonly string[]): number {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined) return 1;
    const order = compareParts(a, b);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers by size, before all words; words by their bytes, which are ASCII. */
function compareParts(left: string, right: string): number {
  const [leftIsNumber, rightIsNumber] = [number.test(left), number.test(right)];
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (leftIsNumber && left.length !== right.length) return left.length - right.length;
  return left === right ? 0 : left < right ? -1 : 1;
}
