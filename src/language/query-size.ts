import type { Span } from "../diagnostics/diagnostic.ts";
import { childrenOf } from "./expression.ts";
import { filtersOf } from "./filters.ts";
import type { Mistakes } from "./mistakes.ts";
import type { RegexTree } from "./regex.ts";
import type { Expression, Query } from "./syntax.ts";

/** A field's name has at most so many UTF-16 units. */
const longestName = 4096;
/** A query names at most so many distinct fields: each may have a place of its own in the events of each product. */
const mostFields = 4096;
/** The regular expressions of a query have at most so many characters together, with all repeats written out. */
const mostRegexCharacters = 131_072;

/** A text that functions take as a pattern has at most so many UTF-16 units, as patterns have. */
const longestPattern = 32_768;
/** Between two stars a pattern with `?` has at most so many: only there does each place of a value cost as many steps. */
const longestMixedRun = 2048;

/** How large a query is: what the memory and the time of a hunt grow with. */
export interface QuerySize {
  /** The distinct names of its fields; those of join keys too. */
  readonly fields: ReadonlySet<string>;
  /** Expressions, patterns and constants, all counted. */
  readonly parts: number;
  /** Of all its regular expressions, with repeats written out; a class counts once for each of its ranges. */
  readonly regexCharacters: number;
}

/** Each is measured by the parser, and again among all rules of a run. */
const measured = new WeakMap<Query, QuerySize>();

/** Measures a query. Takes time linear in its size, and recursion as deep as its tree, which the parser bounds. */
export function measureQuery(query: Query): QuerySize {
  const known = measured.get(query);
  if (known !== undefined) return known;
  const size = new SizeCount();
  measured.set(query, size);
  for (const { condition } of filtersOf(query)) size.add(condition);
  if (query.kind !== "event") for (const { keys } of query.stages) for (const key of keys) size.addField(key.path);
  return size;
}

/**
 * Reports what no limit on a single part of a query bounds: a pattern that is too long for what it is (E402), a name that is
 * too long (E407), too many fields (E408), and regular expressions that are too large together (E409).
 */
export function checkSize(query: Query, mistakes: Mistakes): void {
  for (const { condition } of filtersOf(query)) checkPatterns(condition, mistakes);
  const { fields, regexCharacters } = measureQuery(query);
  for (const name of fields) {
    if (name.length <= longestName) continue;
    mistakes.report("E407", query.span, `a field whose name has more than ${formatLimit(longestName)} characters`);
    break;
  }
  if (fields.size > mostFields) {
    const help = "split the rule into several";
    mistakes.report("E408", query.span, `a query with more than ${formatLimit(mostFields)} fields`, { help });
  }
  if (regexCharacters > mostRegexCharacters) {
    const limit = formatLimit(mostRegexCharacters);
    const message = `regular expressions that come to more than ${limit} characters with all repeats written out`;
    const help = "`:` and `like` take any number of wildcards at no cost; or split the rule into several";
    mistakes.report("E409", query.span, message, { help });
  }
}

function checkPatterns(expression: Expression, mistakes: Mistakes): void {
  const { kind } = expression;
  if (kind === "wildcard") for (const { value, span } of expression.patterns) checkPattern(value, span, mistakes);
  else if (kind === "call" && (expression.name === "stringContains" || expression.name === "endsWith")) {
    const [, part] = expression.args;
    if (part?.kind === "literal" && typeof part.value === "string") checkPattern(part.value, part.span, mistakes);
  }
  // Lists are long, and nothing in them holds a pattern.
  for (const child of kind === "membership" ? [expression.value] : childrenOf(expression)) {
    checkPatterns(child, mistakes);
  }
}

function checkPattern(text: string, span: Span, mistakes: Mistakes): void {
  if (text.length > longestPattern) {
    mistakes.report("E402", span, `a pattern of more than ${formatLimit(longestPattern)} characters`);
  } else if (text.length > longestMixedRun && text.split("*").some(isLongAndMixed)) {
    const message = `a pattern with \`?\` and more than ${formatLimit(longestMixedRun)} characters between two stars`;
    mistakes.report("E402", span, message);
  }
}

function isLongAndMixed(run: string): boolean {
  return run.length > longestMixedRun && run.includes("?") && /[^?]/.test(run);
}

class SizeCount implements QuerySize {
  readonly fields = new Set<string>();
  parts = 0;
  regexCharacters = 0;

  add(expression: Expression): void {
    this.parts++;
    if (expression.kind === "field") this.addField(expression.path);
    else if (expression.kind === "wildcard") this.parts += expression.patterns.length;
    else if (expression.kind === "regex") {
      this.parts += expression.patterns.length;
      for (const { tree } of expression.patterns) this.regexCharacters += countCharacters(tree);
    }
    for (const child of childrenOf(expression)) this.add(child);
  }

  addField(path: string): void {
    this.fields.add(path);
  }
}

function countCharacters(tree: RegexTree): number {
  switch (tree.kind) {
    case "nothing":
      return 1;
    case "class":
      return Math.max(1, tree.ranges.length);
    case "repeat":
      return countCharacters(tree.item) * Math.max(1, tree.max ?? tree.min);
    case "sequence":
    case "union":
      return tree.items.reduce((sum, item) => sum + countCharacters(item), 0);
  }
}

function formatLimit(limit: number): string {
  return limit.toLocaleString("en");
}
