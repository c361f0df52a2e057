import { readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSystemError } from "../input/system-error.ts";
import type { OutputAside } from "./output.ts";

const asideName = /^output-(\d+)\.tmp$/;

/**
 * Writes a hunt's output into its state folder until it is whole: there it is no input, wherever the output goes. Where that is
 * another disk, beside the output.
 */
export function asideInState(folder: string): OutputAside {
  return (path) => {
    removeOrphans(folder);
    const name = `output-${process.pid}.tmp`;
    return deviceOf(folder) === deviceOf(dirname(path)) ? join(folder, name) : `${path}.${name}`;
  };
}

/** Of processes that were killed. What can't be removed takes room and does no other harm. */
function removeOrphans(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [, pid] = asideName.exec(name) ?? [];
      if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code === "EPERM";
  }
}

function deviceOf(path: string): number | null {
  try {
    return statSync(path).dev;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
