import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders of hunts that are under way. */
const folders = new Set<string>();

/**
 * Where a hunt's parts and sorted runs go. The folder is made when the first one is written: most hunts need none. It is gone when the hunt
 * has ended, and also when somebody ends the process in the middle of it.
 */
export class PartFolder {
  /** Nobody can guess the name, so that nobody can have put something there. */
  readonly #path = join(tmpdir(), `eqlhunt-${randomUUID()}`);

  constructor() {
    if (!process.listeners("exit").includes(removeAll)) process.on("exit", removeAll);
    folders.add(this.#path);
  }

  /** Where the part of an attempt at a split goes. */
  partPath(splitIndex: number, attempt: number): string {
    return join(this.#path, `${splitIndex}-${attempt}.part`);
  }

  /** Where anything else goes; `name` is the caller's, of letters and digits. */
  filePath(name: string): string {
    return join(this.#path, name);
  }

  /** To be called when nobody writes parts any more. What can't be removed stays: that is no reason to fail. */
  async remove(): Promise<void> {
    folders.delete(this.#path);
    await rm(this.#path, { recursive: true, force: true }).catch(() => {});
  }
}

function removeAll(): void {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // As above.
    }
  }
}
