import { statSync } from "node:fs";
import { findInputs } from "../input/finding.ts";
import { systemPath } from "../input/system-path.ts";
import { whyNotWritable } from "./output.ts";

/** The files that a hunt writes, where it was given them. */
interface HuntFiles {
  readonly output: string | undefined;
  readonly stats: string | undefined;
}

/** Why a hunt is not even begun. */
interface FileMistake {
  readonly kind: "usageFailed" | "outputFailed";
  readonly text: string;
}

/** Whether what a hunt is to write can be written without destroying what it is to read; `null` if so. */
export async function checkHuntFiles(inputs: readonly string[], files: HuntFiles): Promise<FileMistake | null> {
  const written: readonly (readonly [string, string])[] = [
    ...(files.output === undefined ? [] : [["--output", files.output] as const]),
    ...(files.stats === undefined ? [] : [["--stats", files.stats] as const]),
  ];
  for (const [, path] of written) {
    const reason = whyNotWritable(path);
    if (reason !== null) return { kind: "outputFailed", text: `${path} can't be written: ${reason}` };
  }
  const identities = written.map(([, path]) => identityOf(path));
  // A file that isn't there yet is no input, and no input need be looked for.
  if (identities.every((identity) => identity === null)) return null;
  const read = new Set((await findInputs(inputs)).inputs.map(({ path }) => (path === null ? null : identityOf(path))));
  for (const [index, [option, path]] of written.entries()) {
    const identity = identities[index] ?? null;
    if (identity === null || !read.has(identity)) continue;
    return { kind: "usageFailed", text: `${option} ${path} is one of the inputs, and would be overwritten` };
  }
  return null;
}

/** Of a regular file that is there, whatever its names are. */
function identityOf(path: string): string | null {
  const stats = statSync(systemPath(path), { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() === true ? `${stats.dev}:${stats.ino}` : null;
}
