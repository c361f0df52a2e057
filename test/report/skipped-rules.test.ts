import { describe, expect, it } from "vitest";
import { formatSkipped } from "../../src/report/skipped-rules.ts";

describe("formatSkipped", () => {
  it.each<[Record<string, number>, string | null]>([
    [{}, null],
    [{ esql: 0 }, null],
    [{ "a\u001b[31m\ud800\n": 1 }, "1 rule left out because it is not EQL: 1 a\\x1b[31m\ufffd\\n"],
    [{ esql: 1, query: 0 }, "1 rule left out because it is not EQL: 1 ES|QL"],
    [{ lucene: 2, kuery: 1_234 }, "1,236 rules left out because they are not EQL: 1,234 KQL, 2 Lucene"],
    [
      { threat_match: 1, query: 1, new_terms: 1, machine_learning: 1, saved_query: 1, threshold: 1, other_kind: 1 },
      "7 rules left out because they are not EQL: " +
        "1 KQL or Lucene, 1 machine learning, 1 new terms, 1 other_kind, 1 saved query, 1 threat match, 1 threshold",
    ],
  ])("%j", (skipped, line) => {
    expect(formatSkipped(skipped)).toBe(line);
  });
});
