import type { InputFile } from "../input/split.ts";
import type { Hit } from "../scan/hit.ts";

/** A hit and the input it was found in. */
export interface PlacedHit {
  readonly hit: Hit;
  readonly input: InputFile;
}

/** Hits of one input, by offset and rule. */
export interface PlacedHits {
  readonly hits: readonly Hit[];
  readonly input: InputFile;
}
