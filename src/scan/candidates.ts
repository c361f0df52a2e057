import type { KernelModules } from "../kernel/kernel-module.ts";
import { LiteralKernel } from "../kernel/literal-kernel.ts";
import { LiteralFinder, type SecondLook } from "./literal-finder.ts";
import type { ScanStrategyName } from "./scan-strategy.ts";

const newline = 0x0a;

/**
 * Told of the lines of a block, in order, each at most once: `[start, end)` without the newline. `filters` are the numbers of
 * those that may match the line, ascending; `null`: any may.
 */
export type CandidateVisitor = (start: number, end: number, filters: readonly number[] | null) => void;

/** Which lines of a block are worth a parse. It may name too many, and never misses one that could match. */
export interface CandidateFinder {
  /** `bytes` are whole lines, wherever they lie. */
  visit(bytes: Buffer, visitor: CandidateVisitor): void;
  /** A faster {@link countLines}, where there is one. */
  countLines?(bytes: Buffer): number;
  /** A piece of an input begins. */
  begin?(): void;
  /** Memory to read blocks into, so that they needn't be copied; `null`: any is as good. */
  readonly memory: Buffer | null;
}

/** Every line is a candidate. */
export const everyLine: CandidateFinder = {
  memory: null,
  visit(bytes, visitor) {
    for (let start = 0; start < bytes.length;) {
      const end = lineEnd(bytes, start);
      visitor(start, end, null);
      start = end + 1;
    }
  },
};

/** No line is: no rule can match. */
const noLine: CandidateFinder = { memory: null, visit() {} };

/** How a finder is made. */
export interface FinderOptions {
  readonly strategy: ScanStrategyName;
  /** Without the one of literals `literal` takes every line. */
  readonly kernels?: KernelModules;
  /** How much is read at a time; the default of the kernel if absent. */
  readonly chunkBytes?: number;
}

/**
 * The finder of `literal`: the lines that hold one of the plan's literals, or an escape that may hide one, as far as `second`
 * leaves them over. `literals` is `null` if the plan has none. The other strategies' is {@link everyLine} here.
 */
export function candidateFinder(
  { strategy, kernels, chunkBytes }: FinderOptions,
  literals: readonly string[] | null,
  second: SecondLook | null = null,
): CandidateFinder {
  if (strategy !== "literal" || literals === null) return everyLine;
  if (literals.length === 0) return noLine;
  if (kernels?.literals === undefined) return everyLine;
  return new LiteralFinder(new LiteralKernel(kernels.literals, literals, chunkBytes), second);
}

/** How many lines a block has; the last one needs no newline. */
export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) start = lineEnd(bytes, start) + 1;
  return lines;
}

/** Where the line that holds `from` ends: at its newline, or at the end of the block. */
export function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 ? bytes.length : end;
}
