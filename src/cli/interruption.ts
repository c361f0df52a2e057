import { exitStatus } from "./exit-status.ts";

/** How long the first signal leaves to a reader of the output to take what is on its way. */
const graceMs = 2_000;

/**
 * Ends a run on the first SIGINT or SIGTERM, and the process on the second, or if something, such as a reader that doesn't
 * read, keeps it from ending.
 */
export class Interruption {
  readonly #controller = new AbortController();
  #by: "SIGINT" | "SIGTERM" | null = null;

  constructor() {
    process.on("SIGINT", this.#onSignal);
    process.on("SIGTERM", this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The signal that ended the run, if one did. */
  get by(): "SIGINT" | "SIGTERM" | null {
    return this.#by;
  }

  /** Ends the run for another reason. */
  abort(): void {
    this.#controller.abort();
  }

  /** Signals have their usual effect again. */
  end(): void {
    process.off("SIGINT", this.#onSignal);
    process.off("SIGTERM", this.#onSignal);
  }

  readonly #onSignal = (signal: "SIGINT" | "SIGTERM"): void => {
    const status = signal === "SIGINT" ? exitStatus.interrupted : exitStatus.terminated;
    if (this.#by !== null) process.exit(status);
    this.#by = signal;
    this.#controller.abort();
    setTimeout(() => process.exit(status), graceMs).unref();
  };
}
