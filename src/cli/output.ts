import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";

/** What became of writing results. */
export type OutputState =
  | { readonly kind: "open" }
  /** Whoever read the pipe has left (EPIPE): no error, but nobody to write for. */
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly reason: string };

/** Where results go: standard output or a file. Waits for slow readers; never throws, but tells its state. */
export class Output {
  readonly #stream: Writable;
  readonly #isFile: boolean;
  #state: OutputState = { kind: "open" };
  readonly #onTrouble: () => void;

  /** `path` null: standard output. `onTrouble` is called once, when it turns out that nothing more can be written. */
  constructor(path: string | null, onTrouble: () => void) {
    this.#isFile = path !== null;
    this.#stream = path === null ? process.stdout : createWriteStream(path);
    this.#onTrouble = onTrouble;
    this.#stream.on("error", (error: NodeJS.ErrnoException) => this.#noteError(error));
  }

  get state(): OutputState {
    return this.#state;
  }

  /** Resolves when more may be written. */
  async write(text: string): Promise<void> {
    if (text === "" || this.#state.kind !== "open") return;
    await new Promise<void>((resolve) => {
      this.#stream.write(text, (error) => {
        if (error) this.#noteError(error);
        resolve();
      });
    });
  }

  /** Ends a file; standard output stays open. */
  async close(): Promise<void> {
    if (!this.#isFile || this.#stream.destroyed) return;
    this.#stream.end();
    await finished(this.#stream).catch((error: NodeJS.ErrnoException) => this.#noteError(error));
  }

  #noteError(error: NodeJS.ErrnoException): void {
    if (this.#state.kind !== "open") return;
    this.#state =
      error.code === "EPIPE" && !this.#isFile ? { kind: "closed" } : { kind: "failed", reason: error.message };
    this.#onTrouble();
  }
}
