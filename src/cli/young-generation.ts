import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation as large as it is, in all threads. It grows, to 128 MB in the main thread, whenever much of what
 * is new survives, as rules do while they are compiled and detections until they are written; and it never shrinks while
 * there is work. That buys little: collections are as cheap in 2 MB.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** The contrary. Workers parse a fifth slower with less than their 6 MB, which they reach with the first megabytes they read. */
export function letYoungGenerationGrow(): void {
  // V8's own.
  setFlagsFromString("--semi-space-growth-factor=2");
}
