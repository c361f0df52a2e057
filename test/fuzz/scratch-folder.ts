import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string | null = null;

/** A path in a folder that is gone when the process ends. */
export function scratchPath(name: string): string {
  if (folder === null) {
    const path = mkdtempSync(join(tmpdir(), "eqlhunt-fuzz-"));
    process.once("exit", () => rmSync(path, { recursive: true, force: true }));
    folder = path;
  }
  return join(folder, name);
}

/** A file of these bytes; the one of that name before is replaced. */
export function scratchFile(name: string, bytes: Uint8Array): string {
  const path = scratchPath(name);
  writeFileSync(path, bytes);
  return path;
}
