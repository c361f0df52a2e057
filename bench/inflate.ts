import { fileURLToPath } from "node:url";
import type { Program } from "./steady-contestant.ts";

/** Node's own decompressor alone: unpacks a gzip file in large pieces, and throws away what comes out. */
export const inflate: Program = {
  name: "Node inflates, and no more",
  argumentsFor: (paths) => [fileURLToPath(new URL("inflate-bytes.ts", import.meta.url)), ...paths],
  foundIn: () => null,
  onOneCore: false,
};
