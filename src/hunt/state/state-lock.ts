import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isSystemError } from "../../input/system-error.ts";
import { createDurably, linkExclusively } from "./durable-file.ts";
import { mayBeAlive, ownIdentity, type ProcessIdentity } from "./process-identity.ts";
import { HuntError } from "../hunt-error.ts";

const holderSchema = v.object({
  host: v.string(),
  pid: v.number(),
  startTicks: v.nullable(v.string()),
  boot: v.nullable(v.string()),
  // No two hunts of one process have the same.
  token: v.string(),
});

type Holder = v.InferOutput<typeof holderSchema>;

/** Two hunts that take a stale lock from each other: one of them has it after a few goes. */
const maxGoes = 10;

/** Keeps a state folder for one hunt: a file that names its process. One whose process is gone is taken over. */
export class StateLock {
  readonly #path: string;
  readonly #text: string;

  /** Throws a {@link HuntError} E520 if another hunt has the folder, else the system's error. */
  constructor(folder: string) {
    this.#path = join(folder, "lock");
    const own: ProcessIdentity & { readonly token: string } = { ...ownIdentity(), token: randomUUID() };
    this.#text = `${JSON.stringify(own)}\n`;
    for (let go = 1; go <= maxGoes; go++) {
      if (createDurably(this.#path, Buffer.from(this.#text), `${this.#path}-${own.token}.tmp`)) return;
      const text = readIfThere(this.#path);
      if (text === null) continue;
      const holder = parseHolder(text);
      if (holder !== null && mayBeAlive(holder)) throw inUse(folder, this.#path, holder);
      this.#removeStale(text);
    }
    throw new HuntError("E520", `the state folder ${folder} is wanted by other hunts too`);
  }

  /** Lets others have the folder. Where that can't be written, they have it when this process has ended. */
  release(): void {
    try {
      if (readIfThere(this.#path) === this.#text) rmSync(this.#path, { force: true });
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** Moves the lock away first: somebody else may have done so meanwhile and put a lock of its own there. */
  #removeStale(text: string): void {
    const aside = `${this.#path}-${randomUUID()}.tmp`;
    try {
      renameSync(this.#path, aside);
    } catch (error) {
      if (isSystemError(error) && error.code === "ENOENT") return;
      throw error;
    }
    if (readIfThere(aside) !== text) linkExclusively(aside, this.#path);
    rmSync(aside, { force: true });
  }
}

function inUse(folder: string, path: string, { host, pid }: Holder): HuntError {
  const who = `process ${pid} on ${host}`;
  const ownHost = ownIdentity().host;
  const help = host === ownHost ? "" : `; if that one is over, remove ${path}`;
  return new HuntError("E520", `the state folder ${folder} is in use by another hunt, ${who}${help}`);
}

/** A lock is never there half-written: what can't be read is left over from a disk that failed. */
function parseHolder(text: string): Holder | null {
  try {
    return v.parse(holderSchema, JSON.parse(text));
  } catch {
    return null;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
}
