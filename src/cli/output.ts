import {
  accessSync,
  closeSync,
  constants,
  createWriteStream,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { isSystemError } from "../input/system-error.ts";
import { errorText } from "./error-text.ts";
import { say } from "./terminal.ts";

/** What became of writing results. */
export type OutputState =
  | { readonly kind: "open" }
  /** Whoever read the pipe has left (EPIPE): no error, but nobody to write for. */
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly reason: string };

/** Says where a file is written until it is whole. Asked when there is something to write; throws nothing. */
export type OutputAside = (path: string) => string;

/** Small texts are written together once there is so much of them, or nothing else to do. */
const batchLength = 65_536;

/**
 * Where results go: standard output or a file. Waits for slow readers; never throws, but tells its state. A file is only
 * made when there is something to write, or at the end: so it is none of the inputs that a hunt finds in the same folder.
 */
export class Output {
  readonly #path: string | null;
  /** Where a file is written until it is whole; `null`: at its own place. */
  readonly #aside: OutputAside | null;
  #asidePath: string | null = null;
  readonly #onTrouble: () => void;
  #stream: Writable | null = null;
  #state: OutputState = { kind: "open" };
  #batch = "";
  #timer: NodeJS.Immediate | null = null;
  /** There as long as the stream has enough to do. */
  #draining: Promise<void> | null = null;
  #endWait: () => void = () => {};
  #isPatient = true;

  /**
   * `path` null: standard output. `onTrouble` is called once, when it turns out that nothing more can be written. `aside`: a file
   * is written somewhere else and given its name by {@link close}, so that it is never there half.
   */
  constructor(path: string | null, onTrouble: () => void = () => {}, aside: OutputAside | null = null) {
    this.#path = path;
    this.#aside = aside;
    this.#onTrouble = onTrouble;
  }

  get state(): OutputState {
    return this.#state;
  }

  /** Resolves when more may be written. */
  async write(text: string): Promise<void> {
    if (text === "" || this.#state.kind !== "open") return;
    this.#batch += text;
    if (this.#batch.length >= batchLength || (this.#path === null && process.stdout.isTTY)) this.#flush();
    else this.#timer ??= setImmediate(() => this.#flush());
    if (this.#isPatient && this.#draining !== null) await this.#draining;
  }

  /** From now on {@link write} waits for nobody. */
  stopWaiting(): void {
    this.#isPatient = false;
    this.#endWait();
  }

  /** Resolves when all of it is written. A file is closed, standard output stays open. */
  async close(): Promise<void> {
    this.#flush();
    if (this.#state.kind !== "open") return;
    const stream = this.#open();
    if (this.#path === null) {
      await new Promise<void>((resolve) => stream.write("", () => resolve()));
    } else {
      stream.end();
      await finished(stream).catch((error: unknown) => this.#noteError(error));
      if (this.#state.kind === "open") this.#settle();
    }
  }

  /** Instead of {@link close}: what is aside is thrown away, anything else stays as far as it is written. */
  async abandon(): Promise<void> {
    if (this.#path === null || this.#aside === null) {
      await this.close();
      return;
    }
    this.#batch = "";
    this.#stream?.destroy();
    if (this.#asidePath !== null) rmSync(this.#asidePath, { force: true });
  }

  #settle(): void {
    if (this.#path === null || this.#asidePath === null) return;
    try {
      const descriptor = openSync(this.#asidePath, "r");
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(this.#asidePath, targetOf(this.#path));
    } catch (error) {
      rmSync(this.#asidePath, { force: true });
      this.#noteError(error);
    }
  }

  #open(): Writable {
    if (this.#stream !== null) return this.#stream;
    const stream = this.#path === null ? process.stdout : createWriteStream(this.#whereToWrite(this.#path));
    stream.on("error", (error: unknown) => this.#noteError(error));
    stream.on("drain", () => this.#endWait());
    this.#stream = stream;
    return stream;
  }

  #whereToWrite(path: string): string {
    // A device or a pipe is written to; nothing must take its place.
    this.#asidePath = isReplaceable(path) ? (this.#aside?.(targetOf(path)) ?? null) : null;
    return this.#asidePath ?? path;
  }

  #flush(): void {
    if (this.#timer !== null) clearImmediate(this.#timer);
    this.#timer = null;
    const text = this.#batch;
    this.#batch = "";
    if (text === "" || this.#state.kind !== "open" || this.#open().write(text)) return;
    this.#draining ??= new Promise((resolve) => {
      this.#endWait = () => {
        this.#draining = null;
        resolve();
      };
    });
  }

  #noteError(error: unknown): void {
    if (this.#state.kind !== "open") return;
    const isLeft = this.#path === null && isSystemError(error) && error.code === "EPIPE";
    this.#state = isLeft ? { kind: "closed" } : { kind: "failed", reason: errorText(error) };
    this.#endWait();
    this.#onTrouble();
  }
}

/** True for a regular file, and for what isn't there. */
function isReplaceable(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Where a link leads, if it leads to something: it stays a link. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isSystemError(error)) return path;
    throw error;
  }
}

/** Prints a command's result on standard output. False, with a sentence on standard error, if it can't be written. */
export async function printResult(text: string): Promise<boolean> {
  const output = new Output(null);
  await output.write(text);
  await output.close();
  if (output.state.kind !== "failed") return true;
  say(`error: output can't be written: ${output.state.reason}`);
  return false;
}

/** Why a file can't be written, as far as can be told without touching it; `null` if nothing speaks against it. */
export function whyNotWritable(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return "it is a folder";
    accessSync(stats === undefined ? dirname(path) : path, constants.W_OK);
    return null;
  } catch (error) {
    return errorText(error);
  }
}
