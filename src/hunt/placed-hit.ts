import type { InputFile } from "../input/split.ts";
import { compareHits, type Hit } from "../scan/hit.ts";

/** A hit and the input it was found in. */
export interface PlacedHit<AnyHit extends Hit = Hit> {
  readonly hit: AnyHit;
  readonly input: InputFile;
}

/** The order of output: by position, then rule. */
export function comparePlaces(left: PlacedHit, right: PlacedHit): number {
  return left.input.index - right.input.index || compareHits(left.hit, right.hit);
}
