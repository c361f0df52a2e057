import { wildcardPattern } from "../plan/pattern.ts";
import { covers, type Glob, globOf } from "./glob.ts";
import type { WorkBudget } from "./work-budget.ts";

/** The length of the runs of literal characters by which a pattern is found. */
const gramLength = 3;
/** So many patterns are sooner compared with everything than looked up. */
const fewPatterns = 12;

/** An entry of a list. */
export interface ListEntry {
  /** Its text, folded if case doesn't count: equal for entries that are the same. */
  readonly text: string;
  /** It has wildcards; `*` and `?` have no escape. Other entries are only equal to themselves. */
  readonly isPattern: boolean;
}

/** An entry that another one makes superfluous. Both are positions in the list. */
export interface Coverage {
  readonly covered: number;
  readonly by: number;
  /** They match the same texts, so that `covered` is the later one. */
  readonly isSame: boolean;
}

/**
 * Finds the entries of a list that another one covers, each once. An entry with wildcards can cover many: it is filed under
 * the rarest three characters that it asks for, so that in a list of thousands few are compared with each. Where the
 * budget ends the rest is passed over.
 */
export function findCovered(entries: readonly ListEntry[], budget: WorkBudget): readonly Coverage[] {
  const firsts = new Map<string, number>();
  const found: Coverage[] = [];
  for (const [position, { text }] of entries.entries()) {
    const by = firsts.get(text);
    if (by === undefined) firsts.set(text, position);
    else found.push({ covered: position, by, isSame: true });
  }
  const distinct = [...firsts.values()];
  const patterns = distinct.filter((position) => entries[position]?.isPattern === true);
  if (patterns.length > 0) {
    const index = new CoverageIndex(entries, patterns);
    for (const covered of distinct) {
      const coverage = index.findCovering(covered, budget);
      if (coverage !== null) found.push(coverage);
    }
  }
  return found.toSorted((a, b) => a.covered - b.covered);
}

class CoverageIndex {
  readonly #entries: readonly ListEntry[];
  readonly #byGram = new Map<string, number[]>();
  /** Those that are compared with everything. */
  readonly #others: number[] = [];
  readonly #globs = new Map<number, Glob>();

  constructor(entries: readonly ListEntry[], patterns: readonly number[]) {
    this.#entries = entries;
    if (patterns.length <= fewPatterns) {
      this.#others.push(...patterns);
      return;
    }
    const gramsOf = new Map(patterns.map((position) => [position, grams(entries[position]?.text ?? "")]));
    const counts = new Map<string, number>();
    for (const list of gramsOf.values()) for (const gram of list) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    for (const [position, list] of gramsOf) {
      const count = (gram: string): number => counts.get(gram) ?? 0;
      const [first] = list;
      if (first === undefined) this.#others.push(position);
      else
        this.#file(
          position,
          list.reduce((rarest, gram) => (count(gram) < count(rarest) ? gram : rarest), first),
        );
    }
  }

  findCovering(covered: number, budget: WorkBudget): Coverage | null {
    for (const candidate of this.#others) {
      const coverage = this.#compare(covered, candidate, budget);
      if (coverage !== null) return coverage;
    }
    if (this.#byGram.size === 0) return null;
    for (const gram of grams(this.#entries[covered]?.text ?? "")) {
      for (const candidate of this.#byGram.get(gram) ?? []) {
        const coverage = this.#compare(covered, candidate, budget);
        if (coverage !== null) return coverage;
      }
    }
    return null;
  }

  #compare(covered: number, by: number, budget: WorkBudget): Coverage | null {
    if (by === covered || !covers(this.#glob(by), this.#glob(covered), budget)) return null;
    const isSame = this.#entries[covered]?.isPattern === true && covers(this.#glob(covered), this.#glob(by), budget);
    // Of two that match the same the first one stays.
    return isSame && by > covered ? null : { covered, by, isSame };
  }

  #glob(position: number): Glob {
    let glob = this.#globs.get(position);
    if (glob === undefined) {
      glob = globOf(wildcardPattern(this.#entries[position]?.text ?? "").tokens, (text) => text);
      this.#globs.set(position, glob);
    }
    return glob;
  }

  #file(position: number, gram: string): void {
    const list = this.#byGram.get(gram);
    if (list === undefined) this.#byGram.set(gram, [position]);
    else list.push(position);
  }
}

/** All runs of three characters without a wildcard. */
function grams(text: string): readonly string[] {
  const found: string[] = [];
  let literals = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    literals = code === star || code === questionMark ? 0 : literals + 1;
    if (literals >= gramLength) found.push(text.slice(at + 1 - gramLength, at + 1));
  }
  return found;
}

const star = 0x2a;
const questionMark = 0x3f;
