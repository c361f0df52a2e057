import { rgPath } from "@vscode/ripgrep";
import type { Program } from "./steady-contestant.ts";

/** ripgrep counts the lines that hold one of the two names that the shipped rule asks for: a part of what a hunt does. */
export const ripgrep: Program = {
  name: "ripgrep, 1 thread",
  executable: rgPath,
  argumentsFor: (paths) => ["--threads=1", "--no-config", "--count", "--ignore-case", "ServiceDLL|ImagePath", ...paths],
  // It finds lines that only look like a match: how many there are is nothing that can be compared.
  foundIn: () => null,
  onOneCore: true,
  // 1: nothing found, as in an empty file.
  statuses: [0, 1],
};
