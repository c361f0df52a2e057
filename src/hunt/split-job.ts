import type { Split } from "../input/split.ts";
import type { WantedEvent } from "../scan/split-scanner.ts";

/** A split to scan, or to read some events of again. */
export interface SplitJob {
  readonly split: Split;
  /** The events to read, by offset, then filter; `null` to scan. */
  readonly wanted: readonly WantedEvent[] | null;
}
