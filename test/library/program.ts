import { type Ended, type RunOptions, runNode } from "../cli/process.ts";

/** Runs a program as a user would write it: a module that imports `eqlhunt`, in a process of its own. */
export function runProgram(
  program: string,
  options: RunOptions & { readonly flags?: readonly string[] } = {},
): Promise<Ended> {
  return runNode([...(options.flags ?? []), "--input-type=module", "--eval", program], options);
}
