import { type ChildRun, runChild } from "../src/benchmark/child-run.ts";
import type { Contestant, ContestRun } from "../src/benchmark/contest.ts";
import { huntArguments } from "../src/benchmark/hunt-measurement.ts";

/** A program that is run over files, and what it says of them. */
export interface Program {
  readonly name: string;
  /** Node itself if it is left out. */
  readonly executable?: string;
  readonly argumentsFor: (paths: readonly string[]) => readonly string[];
  /** How many it found, of what it printed; `null` for what looks for nothing. */
  readonly foundIn: (run: ChildRun) => number | null;
  /** Kept to one core. */
  readonly onOneCore: boolean;
  /** Statuses with which it succeeds. */
  readonly statuses?: readonly number[];
}

/**
 * A program at its steady speed: in each round it runs once over an empty file, which is its start, and once over the files.
 * The start is reported, and taken off.
 */
export function steadyContestant(program: Program, paths: readonly string[], emptyPath: string): Contestant {
  return {
    name: program.name,
    async run(signal): Promise<ContestRun> {
      const start = await runProgram(program, [emptyPath], signal);
      const run = await runProgram(program, paths, signal);
      const { statuses = [0] } = program;
      if (run.status === null || !statuses.includes(run.status)) {
        return { kind: "failed", reason: `it ended with status ${run.status}: ${run.errorTail.trim()}` };
      }
      return {
        kind: "finished",
        seconds: run.seconds - start.seconds,
        startSeconds: start.seconds,
        found: program.foundIn(run),
        answer: run.sha256,
        peakMemoryBytes: run.peakMemoryBytes,
      };
    },
  };
}

function runProgram(program: Program, paths: readonly string[], signal: AbortSignal | undefined): Promise<ChildRun> {
  const { executable = process.execPath, onOneCore } = program;
  const command = [executable, ...program.argumentsFor(paths)];
  const [first = "", ...rest] =
    onOneCore && process.platform === "linux" ? ["taskset", "-c", "0", ...command] : command;
  return runChild(rest, signal, first);
}

/** How `eqlhunt hunt` is run: with some rules, on some threads. */
export function huntProgram(options: {
  readonly name: string;
  readonly command: URL;
  readonly rules: readonly string[];
  readonly threads: number;
  readonly strategy: string;
}): Program {
  const { name, command, rules, threads, strategy } = options;
  return {
    name,
    argumentsFor: (inputs) => huntArguments({ strategy, threads }, { rules, inputs, command }),
    foundIn: ({ lines }) => lines,
    onOneCore: threads === 1,
  };
}
