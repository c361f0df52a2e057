import type { KernelModule } from "../kernel/kernel-module.ts";
import { LiteralKernel } from "../kernel/literal-kernel.ts";
import { countLines } from "./candidates.ts";

/** Some lines of the inputs, by which it is guessed how frequent something is. */
export class LineSample {
  readonly #lines: Buffer;
  readonly #literals: KernelModule;

  /** `blocks` are whole lines; `literals` is the kernel of that name. */
  constructor(blocks: readonly Buffer[], literals: KernelModule) {
    this.#lines = Buffer.concat(blocks);
    this.#literals = literals;
  }

  /** Which part of the lines holds one of the literals, at least one, or an escape that may hide one; `null`: there are no lines. */
  shareHolding(literals: readonly string[]): number | null {
    const lines = countLines(this.#lines);
    if (lines === 0) return null;
    let holding = 0;
    new LiteralKernel(this.#literals, literals, searchedBytes).visit(this.#lines, () => holding++);
    return holding / lines;
  }
}

/** At a time. */
const searchedBytes = 64 * 1024;
