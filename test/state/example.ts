import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Rules on single events and a sequence, of which the example's inputs hold some. */
const queries = [
  'process where process.name : "found*"',
  'sequence by user.name with maxspan=20s [process where process.name : "first"] [process where process.name : "second"]',
];

/** What a hunt with a state folder is given. */
export interface ExampleHunt {
  /** Of the command line, but for what is about state and output. */
  readonly args: readonly string[];
}

/** Writes inputs of all kinds into a folder: plain ones in several pieces, packed ones, small ones. */
export function writeExample(
  folder: string,
  { events, pairs, smallInputs }: { readonly events: number; readonly pairs: number; readonly smallInputs: number },
): ExampleHunt {
  const inputs = join(folder, "inputs");
  mkdirSync(join(inputs, "small"), { recursive: true });
  for (let pair = 0; pair < pairs; pair++) {
    writeFileSync(join(inputs, `${pair}-a.ndjson`), eventsOf(events, 2 * pair + 1));
    writeFileSync(join(inputs, `${pair}-b.ndjson.gz`), gzipSync(eventsOf(events, 2 * pair + 2)));
  }
  for (let number = 0; number < smallInputs; number++)
    writeFileSync(join(inputs, "small", `${number}.ndjson`), eventsOf(1 + (number % 3), number));
  return {
    args: ["hunt", ...queries.flatMap((query) => ["-q", query]), "-j", "2", "--split-size", "64KiB", "--count", inputs],
  };
}

function eventsOf(count: number, seed: number): string {
  const names = ["first", "second", "other", "other", "another"];
  return Array.from({ length: count }, (_, number) => {
    const name = (number + seed) % 50 === 0 ? "found.exe" : (names[(number * 7 + seed) % names.length] ?? "");
    return `${JSON.stringify({
      "@timestamp": new Date(Date.UTC(2025, 7, 18) + (number + seed * 100) * 1000).toISOString(),
      event: { category: "process" },
      process: { name, pid: number },
      user: { name: `u${(number * seed) % 13}` },
      filler: "x".repeat(300),
    })}\n`;
  }).join("");
}
