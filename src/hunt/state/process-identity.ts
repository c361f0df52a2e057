import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { isSystemError } from "../../input/system-error.ts";

/** What tells a process from every other one, also from a later one of the same number. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** In ticks since the system was started; `null` where the system doesn't tell. */
  readonly startTicks: string | null;
  /** Of the system's start; `null` where it doesn't tell. */
  readonly boot: string | null;
}

/** Of the process that asks. */
export function ownIdentity(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, startTicks: startTicksOf(process.pid), boot: bootId() };
}

/** Whether a process may still run: of another host nobody knows, so that it may. */
export function mayBeAlive({ host, pid, startTicks, boot }: ProcessIdentity): boolean {
  if (host !== hostname()) return true;
  if (boot !== null && boot !== bootId()) return false;
  if (startTicks !== null) return startTicks === startTicksOf(pid);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code === "EPERM";
  }
}

/** The 22nd field of `/proc/PID/stat`; the second one is a name, which may hold anything. */
function startTicksOf(pid: number): string | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function bootId(): string | null {
  return readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? null;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
