import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Program } from "./steady-contestant.ts";

const source = fileURLToPath(new URL("leaves.cpp", import.meta.url));

/**
 * Compiles the program that visits every leaf with simdjson, into `path`. `null` where there is no C++ compiler or no simdjson:
 * then there is nothing to compare with.
 */
export function compileSimdjson(path: string): Program | null {
  const { status } = spawnSync("g++", ["-O3", "-march=native", "-std=c++17", source, "-o", path, "-lsimdjson"]);
  if (status !== 0) return null;
  return {
    name: "simdjson visits every leaf, 1 thread",
    executable: path,
    argumentsFor: (paths) => paths,
    // Leaves are no events.
    foundIn: () => null,
    onOneCore: true,
  };
}
