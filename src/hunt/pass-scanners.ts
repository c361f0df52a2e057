import type { MatcherStrategy } from "../match/matcher.ts";
import { LiveKeys } from "../scan/live-keys.ts";
import { livePlan } from "../scan/live-plan.ts";
import { SplitScanner } from "../scan/split-scanner.ts";
import type { ScanPass } from "./scan-pass.ts";
import type { WorkerSetup } from "./worker-task.ts";

/** A worker's scanner: made for one pass, kept as long as tasks are of it. */
export class PassScanners {
  readonly #setup: WorkerSetup;
  readonly #matcher: MatcherStrategy;
  #pass: ScanPass;
  #scanner: SplitScanner;

  /** Makes the one for the pass of the setup. */
  constructor(setup: WorkerSetup, matcher: MatcherStrategy) {
    this.#setup = setup;
    this.#matcher = matcher;
    this.#pass = setup.pass;
    this.#scanner = this.#make(setup.pass);
  }

  /** The scanner for a pass. */
  of(pass: ScanPass): SplitScanner {
    if (pass.id !== this.#pass.id || pass.kind !== this.#pass.kind) {
      this.#scanner = this.#make(pass);
      this.#pass = pass;
    }
    return this.#scanner;
  }

  /** One that reads events again, which is all the same to it but for the keys of a second pass. */
  forReading(): SplitScanner {
    return this.#pass.live === null ? this.#scanner : this.of(readingPass);
  }

  #make(pass: ScanPass): SplitScanner {
    const scanner = this.#scannerFor(pass);
    // A matcher of the user's own that can't do its work is to end the hunt at once, and not one split after the other.
    if (typeof this.#setup.matcher !== "string") scanner.prepare();
    return scanner;
  }

  #scannerFor({ kind, strategy, kernels, literals, filters, live }: ScanPass): SplitScanner {
    const { plan, options } = this.#setup;
    const asking = { strategy, kernels, literals, filters, matcher: this.#matcher };
    if (kind === "first") return new SplitScanner(plan, { ...options, ...asking });
    // What there is to count is counted in the first pass.
    const uncounted = { ...options, ...asking, countLines: false, validate: false };
    if (kind === "sample") return new SplitScanner(plan, { ...uncounted, chunkBytes: sampleChunkBytes });
    const keys = live === null ? null : LiveKeys.decode(live);
    const asked = keys === null || filters === null ? plan : livePlan(plan, filters, keys);
    return new SplitScanner(asked, { ...uncounted, live: keys });
  }
}

/** Smaller than a sample, of which there are several, is large. */
const sampleChunkBytes = 64 * 1024;

/** Nothing is looked for. */
const readingPass: ScanPass = {
  kind: "first",
  strategy: "parse",
  reason: "nothing is looked for",
  kernels: {},
  filters: [],
  live: null,
  maxBytes: null,
  id: "",
};
