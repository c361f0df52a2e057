import { distance } from "fastest-levenshtein";

/** Longer words get no suggestion: the cost of a comparison grows with the square of the length. */
const longestWord = 200;

/**
 * The candidate that a misspelt word most likely meant, in the candidate's own spelling; `null` if none is near.
 *
 * Case doesn't count, a swap of two neighbouring letters counts as one mistake, and about one mistake in three letters
 * is forgiven. Of equally near candidates the first one wins, so the order of the candidates decides and nothing else.
 *
 * @example
 * nearest("adn", ["or", "and"]); // "and"
 * nearest("porcess.name", ["process.name", "process.pid"]); // "process.name"
 * nearest("zzz", ["and"]); // null
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word === "" || word.length > longestWord) return null;
  const sought = word.toLowerCase();
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let fewest = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const mistakes = countMistakes(sought, candidate.toLowerCase());
    // A candidate that shares no letter is no suggestion, however short it is.
    if (mistakes >= fewest || mistakes >= Math.max(word.length, candidate.length)) continue;
    best = candidate;
    fewest = mistakes;
  }
  return best;
}

function countMistakes(a: string, b: string): number {
  return isSwapOf(a, b) ? 1 : distance(a, b);
}

/** True if the words differ by one swap of two neighbours: the most common slip, which edit distance counts as two. */
function isSwapOf(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2) && at + 1 < a.length;
}
