import type { Span } from "../diagnostics/diagnostic.ts";
import type { Expression } from "../language/syntax.ts";
import type { Folding } from "../reference/casing.ts";
import { normalizeNumber } from "../reference/value.ts";
import { findCovered, type ListEntry } from "./coverage-index.ts";
import { foldingOf } from "./leaf-values.ts";
import type { Lint } from "./lint.ts";
import { foldQuickly } from "./text-folding.ts";

/** L103: an entry of a list that another entry makes superfluous, as `*.exe` does with `cmd.exe`. */
export const coveredPattern: Lint = {
  code: "L103",
  level: "note",
  *find(rule) {
    for (const expression of rule.expressions) {
      const entries = entriesOf(expression);
      if (entries.length < 2) continue;
      for (const { covered, by, isSame } of findCovered(entries, rule.budget)) {
        const [entry, other] = [entries[covered], entries[by]];
        if (entry === undefined || other === undefined) continue;
        const mention = rule.mention(other.span);
        yield {
          message: isSame ? "an entry that is in the list already" : "an entry that another one of the list covers",
          span: entry.span,
          label: isSame ? `the same as \`${mention}\` before it` : `\`${mention}\` matches all that this one does`,
          help: "remove it: the list matches the same without it",
        };
      }
    }
  },
};

interface PlacedEntry extends ListEntry {
  readonly span: Span;
}

function entriesOf(expression: Expression): readonly PlacedEntry[] {
  switch (expression.kind) {
    case "wildcard": {
      const folding = expression.ignoreCase ? foldingOf(expression.value) : "none";
      return expression.patterns.map(({ value, span }) => {
        return { text: foldQuickly(value, folding), isPattern: /[*?]/.test(value), span };
      });
    }
    case "regex":
      return expression.patterns.map(({ value, span }) => ({ text: value, isPattern: false, span }));
    case "membership": {
      const folding = expression.ignoreCase ? foldingOf(expression.value) : "none";
      return expression.items.flatMap((item) => constantEntry(item, folding));
    }
    case "call":
      return expression.name === "cidrMatch"
        ? expression.args.slice(1).flatMap((argument) => constantEntry(argument, "none"))
        : [];
    default:
      return [];
  }
}

/** Constants of different types are never the same: `in ("5", 5)` has two, which are equal to different values. */
function constantEntry(item: Expression, folding: Folding): readonly PlacedEntry[] {
  if (item.kind !== "literal" || item.value === null) return [];
  const { value, span } = item;
  if (typeof value === "string") return [{ text: `"${foldQuickly(value, folding)}`, isPattern: false, span }];
  const exact = typeof value === "number" && Number.isFinite(value) ? normalizeNumber(value) : value;
  return [{ text: String(exact), isPattern: false, span }];
}
