import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of a test file's own, gone when its tests have run. */
export interface TemporaryFolder {
  readonly path: string;
  /** A new file; gives its path. */
  write(name: string, content: string | Uint8Array): string;
  /** A path in it, of something that isn't there yet. */
  join(name: string): string;
}

/** To be called at the top of a test file. */
export function useTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "eqlhunt-test-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const inside = (name: string): string => join(path, name);
  return {
    path,
    join: inside,
    write(name, content) {
      writeFileSync(inside(name), content);
      return inside(name);
    },
  };
}

/** What a folder holds, sorted. */
export function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).toSorted();
}
