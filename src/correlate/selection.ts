import type { PipePlan, QueryPlan } from "../plan/plan.ts";

/** Of a list from `start` on, up to but not including `end`. */
export interface SelectedRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Which of a rule's results, in ascending order, are given (SEMANTICS 9): of `--size` the last so many (of a sample the
 * first), and of these what the pipes leave, applied from left to right. `size` is `null` for all.
 *
 * @example
 * selectRange(10, null, [{ kind: "head", count: 4 }, { kind: "tail", count: 2 }], "sequence"); // { start: 2, end: 4 }
 */
export function selectRange(
  total: number,
  size: number | null,
  pipes: readonly PipePlan[],
  kind: QueryPlan["kind"],
): SelectedRange {
  const sizePipes: readonly PipePlan[] =
    size === null ? [] : [{ kind: kind === "sample" ? "head" : "tail", count: size }];
  let start = 0;
  let end = total;
  for (const pipe of [...sizePipes, ...pipes]) {
    if (pipe.kind === "head") end = Math.min(end, start + pipe.count);
    else start = Math.max(start, end - pipe.count);
  }
  return { start, end };
}
