import {
  close,
  closeSync,
  constants,
  copyFileSync,
  fsync,
  fsyncSync,
  linkSync,
  open,
  openSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { isSystemError } from "../../input/system-error.ts";

/** Of files that hold events, which are nobody else's to read. */
export const ownerOnly = 0o600;

/** Writes all of the bytes, however few the system takes at a time. Throws the system's error. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    const count = writeSync(descriptor, bytes, written, bytes.length - written);
    if (count === 0) throw new Error("nothing more could be written, and the system doesn't say why");
    written += count;
  }
}

/**
 * Gives a file that is whole its name, unless there is one of that name: first wins. False if there is. The file's other name
 * stays. Throws the system's error.
 */
export function linkExclusively(path: string, name: string): boolean {
  try {
    linkSync(path, name);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "EEXIST") return false;
    if (error.code === undefined || !withoutLinks.has(error.code)) throw error;
  }
  return copyExclusively(path, name);
}

/** What systems say on which files have one name only. */
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

function copyExclusively(path: string, name: string): boolean {
  try {
    copyFileSync(path, name, constants.COPYFILE_EXCL);
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    rmSync(name, { force: true });
    throw error;
  }
  syncFile(name);
  return true;
}

/** Writes a new file that is on the disk, whole, or not there; false if there is one of its name. Throws the system's error. */
export function createDurably(path: string, bytes: Uint8Array, temporaryPath: string): boolean {
  try {
    writeTemporary(temporaryPath, bytes);
    const isCreated = linkExclusively(temporaryPath, path);
    syncFile(dirname(path));
    return isCreated;
  } finally {
    rmSync(temporaryPath, { force: true });
  }
}

/** Writes a file that nobody reads yet, and that is on the disk afterwards. */
export function writeTemporary(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, "w", ownerOnly);
  try {
    writeAll(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Resolves when what was written to a file or folder is on the disk; others work meanwhile. Rejects with the system's error. */
export async function syncLater(path: string): Promise<void> {
  const descriptor = await new Promise<number>((resolve, reject) => {
    open(path, "r", (error, opened) => (error === null ? resolve(opened) : reject(error)));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      fsync(descriptor, (error) => (error === null || error === undefined ? resolve() : reject(error)));
    });
  } finally {
    await new Promise<void>((resolve) => {
      close(descriptor, () => resolve());
    });
  }
}

/** The same while everybody waits. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
