/** Ends an iteration as soon as a signal is aborted, even if the iteration waits for something that never comes. */
export class AbortWatch {
  readonly #signal: AbortSignal | undefined;
  readonly #notify: () => void;
  /** Ends the wait that is under way. A race against one long-lived promise would keep something of every wait. */
  #endWait: ((end: null) => void) | null = null;

  /** `notify` is called once, at once if the signal is aborted already. */
  constructor(signal: AbortSignal | undefined, notify: () => void) {
    this.#signal = signal;
    this.#notify = notify;
    if (signal?.aborted === true) notify();
    else signal?.addEventListener("abort", this.#onAbort);
  }

  get isAborted(): boolean {
    return this.#signal?.aborted === true;
  }

  async *until<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      while (!this.isAborted) {
        const next = await this.#nextOf(values);
        if (next === null || next.done === true) return;
        yield next.value;
      }
    } finally {
      // An iteration that waits can't be told to end: it ends when its wait does, and nobody minds how.
      values.return(undefined).catch(() => {});
    }
  }

  /** To be called at the end. */
  end(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }

  /** `null` if the signal came first. */
  #nextOf<T>(values: AsyncGenerator<T>): Promise<IteratorResult<T> | null> {
    const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<T> | null>();
    // The function itself: through a closure around it each wait would keep the next one, and what that brought, until
    // the next full collection.
    this.#endWait = resolve;
    values.next().then(resolve, reject);
    return promise;
  }

  readonly #onAbort = (): void => {
    this.#notify();
    this.#endWait?.(null);
  };
}
