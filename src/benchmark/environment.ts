import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { packageFolder } from "./package-location.ts";

/** Where figures come from: none means anything without it. */
export interface Environment {
  /** Such as `24.21.0`. */
  readonly node: string;
  /** The model, as the system names it. */
  readonly cpu: string;
  /** How many threads can run at the same time, by the affinity of this process. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** System, kernel and architecture. */
  readonly platform: string;
  /** Of eqlhunt's own checkout; null where it is installed as a package. `+` at the end: with changes that aren't committed. */
  readonly commit: string | null;
  /** UTC, ISO 8601. */
  readonly date: string;
}

/** Describes this machine, this Node and this eqlhunt. */
export function describeEnvironment(now: Date = new Date()): Environment {
  return {
    node: process.versions.node,
    cpu: cpus()[0]?.model.trim().replace(/\s+/g, " ") || "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform} ${release()} ${process.arch}`,
    commit: readCommit(packageFolder),
    date: now.toISOString(),
  };
}

/** A package below somebody's `node_modules` may lie in a checkout of theirs: only a folder with its own `.git` counts. */
function readCommit(folder: URL): string | null {
  if (!existsSync(new URL(".git", folder))) return null;
  try {
    const commit = runGit(folder, ["rev-parse", "--short=12", "HEAD"]);
    return runGit(folder, ["status", "--porcelain", "--untracked-files=no"]) === "" ? commit : `${commit}+`;
  } catch {
    // No git at hand, or a folder that it doesn't trust: the figures stand without a commit.
    return null;
  }
}

function runGit(folder: URL, args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd: fileURLToPath(folder),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
