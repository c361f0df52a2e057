import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadOptions, SplitEnd } from "../../src/input/block.ts";
import { readBlocks } from "../../src/input/blocks.ts";
import type { InputFile, InputFormat, Split } from "../../src/input/split.ts";
import { splitInputs } from "../../src/input/splitting.ts";

/** A line as it came out: where it starts, and its text with its newline, if it has one. */
export interface Line {
  readonly offsetBytes: number;
  readonly text: string;
}

/** What reading a split gave. */
export interface Reading {
  readonly lines: readonly Line[];
  readonly end: SplitEnd;
  /** How many blocks were flagged as ending without a newline. */
  readonly unterminated: number;
  /** Lines of blocks that lie in the memory that was given. */
  readonly linesInMemory: number;
}

/** How a test reads a split. */
export type ReadingOptions = Partial<ReadOptions>;

/** Runs with a folder of its own, that is removed afterwards. */
export async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "eqlhunt-input-"));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a file and describes it as the run's plan would. */
export function plannedFile(path: string, bytes: Buffer | string, format: InputFormat = "plain"): InputFile {
  writeFileSync(path, bytes);
  const { size, mtimeMs } = statSync(path);
  const common = { index: 0, name: path, path, format, encoding: "utf-8", layout: "lines" } as const;
  return { ...common, kind: "file", sizeBytes: size, modifiedMs: mtimeMs };
}

/** The one split of an input. */
export function wholeSplit(input: InputFile): Split {
  return { index: 0, input, startBytes: 0, endBytes: input.kind === "stream" ? null : input.sizeBytes };
}

/** Reads a split to its end and cuts the blocks at their newlines. */
export async function readSplit(split: Split, options: ReadingOptions = {}): Promise<Reading> {
  const lines: Line[] = [];
  let unterminated = 0;
  let linesInMemory = 0;
  const blocks = readBlocks(split, { maxLineBytes: 16_777_216, ...options });
  for (;;) {
    const next = await blocks.next();
    if (next.done === true) return { lines, end: next.value, unterminated, linesInMemory };
    const { bytes, offsetBytes } = next.value;
    if (next.value.unterminated) unterminated++;
    const cut = cutLines(bytes, offsetBytes);
    if (bytes.buffer === options.memory?.buffer) linesInMemory += cut.length;
    lines.push(...cut);
  }
}

/** Reads an input split by split, one after the other. */
export async function readInSplits(
  input: InputFile,
  splitSizeBytes: number,
  options: ReadingOptions = {},
): Promise<{ lines: Line[]; ends: SplitEnd[] }> {
  const lines: Line[] = [];
  const ends: SplitEnd[] = [];
  for (const split of splitInputs([input], { splitSizeBytes })) {
    const reading = await readSplit(split, options);
    lines.push(...reading.lines);
    ends.push(reading.end);
  }
  return { lines, ends };
}

/** The plainest way to cut a text at its newlines: what every other way is held to. */
export function cutLines(bytes: Buffer, offsetBytes = 0): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const stop = newline < 0 ? bytes.length : newline + 1;
    lines.push({ offsetBytes: offsetBytes + start, text: bytes.toString("latin1", start, stop) });
    start = stop;
  }
  return lines;
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}
