import type { HuntPlan, Program } from "../plan/plan.ts";
import type { Predicate } from "../plan/predicate.ts";

/** Filters that begin with the same conditions: what doesn't hold for one of them rules out all that hang on it. */
export interface FilterTree {
  /** What is left of the filters whose conditions above all hold. */
  readonly filters: readonly FilterRest[];
  readonly branches: readonly FilterBranch[];
}

/** The filters that go on with this predicate. */
interface FilterBranch {
  readonly predicate: number;
  readonly tree: FilterTree;
}

/** What is still to be asked of a filter: all of it must hold. */
interface FilterRest {
  readonly filter: number;
  readonly conjuncts: readonly Program[];
}

/** Rules have category, system and type of the event in common; below that hardly any two go on alike. */
const maxDepth = 4;

/**
 * The plan's filters as a tree of the predicates that they begin with, in their order. Over the prebuilt rules of Elastic an
 * event meets a few dozen of these instead of a thousand rules. `asked`: only these filters; `null`: all.
 */
export function buildFilterTree({ filters, predicates }: HuntPlan, asked: readonly number[] | null = null): FilterTree {
  const root = new GrowingTree();
  for (const filter of asked ?? filters.keys()) {
    const program = filters[filter]?.program;
    if (program === undefined) continue;
    const conjuncts = program.kind === "and" ? program.operands : [program];
    let tree = root;
    let depth = 0;
    for (; depth < maxDepth; depth++) {
      const conjunct = conjuncts[depth];
      if (conjunct?.kind !== "predicate" || isConstant(predicates[conjunct.predicate])) break;
      tree = tree.branch(conjunct.predicate);
    }
    tree.filters.push({ filter, conjuncts: conjuncts.slice(depth) });
  }
  return root;
}

/** A constant may be null, and null doesn't end a conjunction: what comes after it is still looked at. */
function isConstant(predicate: Predicate | undefined): boolean {
  return predicate === undefined || (predicate.kind === "computed" && predicate.fields.length === 0);
}

class GrowingTree implements FilterTree {
  readonly filters: FilterRest[] = [];
  readonly branches: { readonly predicate: number; readonly tree: GrowingTree }[] = [];
  readonly #byPredicate = new Map<number, GrowingTree>();

  branch(predicate: number): GrowingTree {
    let tree = this.#byPredicate.get(predicate);
    if (tree === undefined) {
      tree = new GrowingTree();
      this.#byPredicate.set(predicate, tree);
      this.branches.push({ predicate, tree });
    }
    return tree;
  }
}
