import type { InputFile } from "../input/split.ts";
import type { Hit } from "../scan/hit.ts";

/** A hit and the input it was found in. */
export interface PlacedHit<AnyHit extends Hit = Hit> {
  readonly hit: AnyHit;
  readonly input: InputFile;
}

/** The order of output: by input, offset, rule. */
export function comparePlaces(left: PlacedHit, right: PlacedHit): number {
  return (
    left.input.index - right.input.index ||
    left.hit.offsetBytes - right.hit.offsetBytes ||
    left.hit.filter - right.hit.filter
  );
}
