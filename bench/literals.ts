import { Bench } from "tinybench";
import { quartilesOf, type Spread } from "../src/benchmark/spread.ts";
import { compileKernel } from "../src/kernel/kernel-module.ts";
import { LiteralKernel } from "../src/kernel/literal-kernel.ts";
import { hiddenCharacters } from "../src/kernel/literal-pattern.ts";

/** How fast literals are found in raw bytes, or why that isn't known. */
export type SearchMeasurement =
  | {
      readonly kind: "measured";
      readonly name: string;
      /** How many lines hold one of the literals, or an escape that may hide one. */
      readonly lines: number;
      readonly bytesPerSecond: Spread;
    }
  | { readonly kind: "failed"; readonly name: string; readonly reason: string };

/** As much at a time as a hunt reads. */
const blockBytes = 262_144;
const newline = 0x0a;

/** Counts the lines of a block that hold a literal, or an escape that may hide one. */
type LineCounter = (block: Buffer) => number;

const kernel = await compileKernel("literals");

const counters: readonly (readonly [name: string, make: (literals: readonly string[]) => LineCounter])[] = [
  ["LiteralKernel", countByKernel],
  ["RegExp over latin1", countByRegExp],
];

/**
 * Times ways to find the lines that hold one of some literals, ASCII case aside, or an escape that may hide one, in whole lines
 * of NDJSON. What must be found is what looking at one lower-cased line after the other finds. `literals` are lower case.
 */
export async function measureLiteralSearches(
  bytes: Buffer,
  literals: readonly string[],
  sampleMs: number,
): Promise<readonly SearchMeasurement[]> {
  const blocks = cutBlocks(bytes);
  const expected = countNaively(bytes, literals);
  const measurements: SearchMeasurement[] = [];
  for (const [name, make] of counters) {
    const count = make(literals);
    let lines = expected;
    const bench = new Bench({
      time: sampleMs,
      iterations: 3,
      warmupTime: sampleMs / 3,
      retainSamples: true,
      throws: true,
    });
    bench.add(name, () => {
      const found = blocks.reduce((sum, block) => sum + count(block), 0);
      if (found !== expected) lines = found;
    });
    const [task] = await bench.run();
    const result = task?.result;
    const samples = result?.state === "completed" ? (result.latency.samples ?? []) : [];
    const bytesPerSecond = quartilesOf(samples.map((milliseconds) => (bytes.length / milliseconds) * 1000));
    if (lines !== expected) {
      measurements.push({ kind: "failed", name, reason: `it found ${lines} lines, and ${expected} hold a literal` });
    } else if (bytesPerSecond !== null) {
      measurements.push({ kind: "measured", name, lines, bytesPerSecond });
    }
  }
  return measurements;
}

/** Each block is copied into the kernel's memory, which takes as long as reading it there. */
function countByKernel(literals: readonly string[]): LineCounter {
  const search = new LiteralKernel(kernel, literals, blockBytes);
  return (block) => {
    let lines = 0;
    search.visit(block, () => lines++);
    return lines;
  };
}

function countByRegExp(literals: readonly string[]): LineCounter {
  const pattern = new RegExp([...literals.map(escapePattern), escapesOf(literals)].join("|"), "gi");
  return (block) => {
    const text = block.toString("latin1");
    let lines = 0;
    let lineEnd = -1;
    for (const { index } of text.matchAll(pattern)) {
      if (index <= lineEnd) continue;
      lines++;
      const end = text.indexOf("\n", index);
      lineEnd = end < 0 ? text.length : end;
    }
    return lines;
  };
}

function escapePattern(literal: string): string {
  return literal.replace(/[^a-z0-9]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function countNaively(bytes: Buffer, literals: readonly string[]): number {
  const escapes = new RegExp(escapesOf(literals), "i");
  const lines = bytes.toString("latin1").split("\n");
  return lines.filter((line) => literals.some((literal) => line.toLowerCase().includes(literal)) || escapes.test(line))
    .length;
}

/** Those that may hide one of the literals, as a regular expression. */
function escapesOf(literals: readonly string[]): string {
  const codes = [...hiddenCharacters(literals).entries()].filter(([, isHidden]) => isHidden === 1);
  return String.raw`\\u00(?:${codes.map(([code]) => code.toString(16).padStart(2, "0")).join("|")})`;
}

function cutBlocks(bytes: Buffer): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.lastIndexOf(newline, start + blockBytes) + 1;
    const stop = end > start && start + blockBytes < bytes.length ? end : bytes.length;
    blocks.push(bytes.subarray(start, stop));
    start = stop;
  }
  return blocks;
}
