import { readFileSync } from "node:fs";
import type { Mapping } from "./mapping.ts";

/** Beside the built modules' folders. The sources, which run without a build, have none. */
const location = new URL("../mappings.json", import.meta.url);

/**
 * The built-in mappings as the build has read and completed them (`scripts/build-mappings.ts`), without their tests and texts;
 * `null` if there was no build. Every start waits for them, and this takes a tenth of the time of reading the files.
 */
export function readBuiltMappings(): readonly Mapping[] | null {
  try {
    return JSON.parse(readFileSync(location, "utf8"));
  } catch {
    // The files say the same.
    return null;
  }
}

/** What {@link readBuiltMappings} reads. */
export function printBuiltMappings(mappings: readonly Mapping[]): string {
  return JSON.stringify(
    mappings.map((mapping) => ({ ...mapping, source: { ...mapping.source, text: "" }, tests: [] })),
  );
}
