import { escapeControl } from "../diagnostics/escaping.ts";
import { formatCount, formatCounted } from "./units.ts";

/** What people call the kinds of rules that ask in another way than EQL; others are called what the rule says. */
const kindNames: ReadonlyMap<string, string> = new Map([
  ["esql", "ES|QL"],
  ["kuery", "KQL"],
  ["lucene", "Lucene"],
  ["machine_learning", "machine learning"],
  ["new_terms", "new terms"],
  ["query", "KQL or Lucene"],
  ["saved_query", "saved query"],
  ["threat_match", "threat match"],
]);

/**
 * One line that says how many rules were left out, why, and how many of each kind, the most frequent first; `null` if none
 * was. An unknown kind is named as it stands, escaped for a terminal.
 *
 * @param skipped How many rules of each kind were left out, by the rule's type or language.
 * @example formatSkipped({ esql: 206, query: 508 }) // "714 rules left out because they are not EQL: 508 KQL or Lucene, 206 ES|QL"
 */
export function formatSkipped(skipped: Readonly<Record<string, number>>): string | null {
  const counts = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => ({ name: kindNames.get(kind) ?? escapeControl(kind.toWellFormed()), count }))
    .toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1));
  if (counts.length === 0) return null;
  const sum = counts.reduce((total, { count }) => total + count, 0);
  const kinds = counts.map(({ name, count }) => `${formatCount(count)} ${name}`).join(", ");
  return `${formatCounted(sum, "rule")} left out because ${sum === 1 ? "it is" : "they are"} not EQL: ${kinds}`;
}
