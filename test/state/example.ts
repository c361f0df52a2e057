import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What of hunts with a state folder there is to exercise. */
export const hunts = ["plain", "passes", "incremental"] as const;

/** In one pass; in two; or in several runs, each of which takes only what has come since the one before. */
export type HuntKind = (typeof hunts)[number];

/** Rules on single events, a sequence and a sample, of which the example's inputs hold some. */
const queries = [
  'process where process.name : "found*"',
  'sequence by user.name with maxspan=20s [process where process.name : "first"] [process where process.name : "second"]',
  'sample by user.name [process where process.name : "first"] [process where process.name : "found*"]',
];

/** One of its stages is too common to be looked for before it is known by which keys the other one was hit. */
const queryOfTwoPasses =
  'sequence by user.name with maxspan=3s [process where process.name : "found*"] [any where process.pid != null]';

/** How much there is: events in a large input, large inputs of each form, and small ones. */
export interface ExampleSize {
  readonly events: number;
  readonly pairs: number;
  readonly smallInputs: number;
}

/** What a hunt with a state folder is given. */
export interface ExampleHunt {
  /** Of the command line, but for what is about state and output. */
  readonly args: readonly string[];
  readonly passes: 1 | 2;
  /** Before each run of the hunt what there is then to read is written; before the first all else goes. */
  readonly runs: readonly (() => void)[];
}

/** A hunt through inputs of all forms, which come to lie in a folder of their own: plain ones in several pieces, packed ones, arrays, small ones. */
export function exampleHunt(folder: string, kind: HuntKind, size: ExampleSize): ExampleHunt {
  const inputs = join(folder, "inputs");
  const writeFirst = (): void => {
    rmSync(inputs, { recursive: true, force: true });
    mkdirSync(join(inputs, "small"), { recursive: true });
    writeInputs(inputs, 0, size);
  };
  const runs = kind === "incremental" ? incrementalRuns(inputs, size) : [];
  const asked = kind === "passes" ? [...queries, queryOfTwoPasses] : queries;
  const strategy = kind === "passes" ? ["--strategy", "extract"] : [];
  const incremental = kind === "incremental" ? ["--incremental"] : [];
  const cutting = ["-j", "2", "--split-size", "64KiB", "--count"];
  return {
    args: ["hunt", ...asked.flatMap((query) => ["-q", query]), ...strategy, ...incremental, ...cutting, inputs],
    passes: kind === "passes" ? 2 : 1,
    runs: [writeFirst, ...runs],
  };
}

/** More inputs; then some that have grown as well; then nothing. */
function incrementalRuns(inputs: string, size: ExampleSize): readonly (() => void)[] {
  const grow = (): void => {
    const { plain, packed, array } = contents(0, size);
    writeFileSync(join(inputs, "0-a.ndjson"), plain + contents(7, size).plain);
    writeFileSync(join(inputs, "0-b.ndjson.gz"), Buffer.concat([packed, contents(8, size).packed]));
    writeFileSync(join(inputs, "0-c.json"), `${array.slice(0, -2)},\n${contents(9, size).array.slice(2)}`);
  };
  return [
    () => writeInputs(inputs, 1, size),
    () => {
      writeInputs(inputs, 2, size);
      grow();
    },
    () => {},
  ];
}

function writeInputs(inputs: string, night: number, size: ExampleSize): void {
  const { pairs, smallInputs } = size;
  for (let pair = night * pairs; pair < (night + 1) * pairs; pair++) {
    const { plain, packed, array } = contents(pair, size);
    writeFileSync(join(inputs, `${pair}-a.ndjson`), plain);
    writeFileSync(join(inputs, `${pair}-b.ndjson.gz`), packed);
    writeFileSync(join(inputs, `${pair}-c.json`), array);
  }
  for (let number = night * smallInputs; number < (night + 1) * smallInputs; number++)
    writeFileSync(join(inputs, "small", `${number}.ndjson`), eventsOf(1 + (number % 3), number).join(""));
}

function contents(
  pair: number,
  { events }: ExampleSize,
): { readonly plain: string; readonly packed: Buffer; readonly array: string } {
  return {
    plain: eventsOf(events, 3 * pair + 1).join(""),
    packed: gzipSync(eventsOf(events, 3 * pair + 2).join("")),
    array: `[\n${eventsOf(Math.ceil(events / 2), 3 * pair + 3).join(",")}]\n`,
  };
}

function eventsOf(count: number, seed: number): string[] {
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
  });
}
