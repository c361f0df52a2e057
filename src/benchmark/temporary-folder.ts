import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for a while. It goes when it is removed, or with the process, unless a signal ends that which nobody handles. */
export class TemporaryFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
    process.on("exit", this.remove);
  }

  /** Makes one where the system keeps such things. Rejects with Node's error if it can't. */
  static async create(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), "eqlhunt-bench-")));
  }

  /** A path in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Removes it with all that is in it; once more does nothing. */
  readonly remove = (): void => {
    process.off("exit", this.remove);
    rmSync(this.path, { recursive: true, force: true });
  };
}
