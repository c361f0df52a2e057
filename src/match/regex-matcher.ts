import type RE2 from "re2";
import type { RegexTree } from "../language/regex.ts";
import type { CaseMode } from "../plan/pattern.ts";
import { foldText } from "./case-folding.ts";
import type { Matcher } from "./matcher.ts";
import { compileRe2 } from "./re2.ts";
import { printRegex } from "./re2-source.ts";
import { compileStateSet } from "./state-set.ts";
import { encodeUtf8 } from "./utf8-scratch.ts";

/** A regular expression as the parser gives it, with its text. */
export interface RegexPattern {
  readonly tree: RegexTree;
  /** As the rule has it, for people. */
  readonly text: string;
}

/**
 * A matcher for values that are wholly matched by one of some Lucene regular expressions (the list of `regex` and
 * `regex~`, SEMANTICS 5). An empty list matches nothing. Values are well-formed.
 *
 * All go into one RE2 expression; where RE2 has not the memory, each into its own; and what it refuses even then is run
 * by state sets of our own, slower but as linear. So every tree compiles, nothing throws, and no verdict differs.
 *
 * @example
 * const parsed = parseRegex("[a-z]+\\.exe");
 * if ("tree" in parsed) compileRegexes([{ tree: parsed.tree, text: "[a-z]+\\.exe" }], "ascii").test("Cmd.EXE"); // true
 */
export function compileRegexes(patterns: readonly RegexPattern[], caseMode: CaseMode): Matcher {
  const trees = patterns.map(({ tree }) => tree);
  const { expressions, refused } = compileTogether(trees, caseMode) ?? compileEach(trees, caseMode);
  const stateSets = refused.map((tree) => compileStateSet(tree, caseMode));
  return {
    strategy: stateSets.length === 0 ? "re2" : "state-set",
    test(value) {
      const text = caseMode === "unicode" ? foldText(value, caseMode) : value;
      if (expressions.length > 0) {
        const bytes = encodeUtf8(text);
        if (expressions.some((expression) => expression.test(bytes))) return true;
      }
      return stateSets.some((matches) => matches(text));
    },
  };
}

interface Compiled {
  readonly expressions: readonly RE2[];
  readonly refused: readonly RegexTree[];
}

/** Null if RE2 refuses. */
function compileTogether(trees: readonly RegexTree[], caseMode: CaseMode): Compiled | null {
  const [first] = trees;
  if (first === undefined) return { expressions: [], refused: [] };
  const all: RegexTree = trees.length === 1 ? first : { kind: "union", items: trees };
  const expression = compileRe2(printRegex(all, caseMode));
  return expression === null ? null : { expressions: [expression], refused: [] };
}

function compileEach(trees: readonly RegexTree[], caseMode: CaseMode): Compiled {
  const expressions: RE2[] = [];
  const refused: RegexTree[] = [];
  for (const tree of trees) {
    const expression = compileRe2(printRegex(tree, caseMode));
    if (expression === null) refused.push(tree);
    else expressions.push(expression);
  }
  return { expressions, refused };
}
