import type { Detection } from "../hunt/detection.ts";
import type { HuntProgress } from "../hunt/hunt-options.ts";
import type { DetectionWriter } from "../report/detection-writer.ts";
import type { Output } from "./output.ts";
import { createProgress, type Progress } from "./progress.ts";

/** A table's page is shown after this long without another detection, even if it isn't full. */
const patienceMs = 1_000;

/** Shows detections and the progress line on what may be one terminal, so that neither writes into the other. */
export class HuntDisplay {
  readonly #writer: DetectionWriter;
  readonly #output: Output;
  readonly #showProgress: boolean;
  #progress: Progress | null = null;
  #lastDetectionMs = 0;
  #holdsBack = false;

  constructor(writer: DetectionWriter, output: Output, showProgress: boolean) {
    this.#writer = writer;
    this.#output = output;
    this.#showProgress = showProgress;
  }

  /** Waits for a slow reader of the output. */
  async show(detection: Detection): Promise<void> {
    this.#lastDetectionMs = performance.now();
    const text = this.#writer.write(detection);
    this.#holdsBack = text === "";
    await this.#print(text);
  }

  update({ totalBytes, bytes, events, eventsExact, detections }: HuntProgress): void {
    this.#progress ??= createProgress({ stream: process.stderr, totalBytes, enabled: this.#showProgress });
    this.#progress.update({ bytes, events, eventsExact, detections, totalBytes });
    if (!this.#holdsBack || performance.now() - this.#lastDetectionMs < patienceMs) return;
    this.#holdsBack = false;
    void this.#print(this.#writer.flush());
  }

  /** Takes the progress line away. */
  end(): void {
    this.#progress?.stop();
  }

  async #print(text: string): Promise<void> {
    if (text === "") return;
    this.#progress?.pause();
    await this.#output.write(text);
    this.#progress?.resume();
  }
}
