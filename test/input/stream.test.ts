import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { SplitEnd } from "../../src/input/block.ts";
import { readBlocks } from "../../src/input/blocks.ts";
import type { InputFile } from "../../src/input/split.ts";
import { cutLines, inFolder, openDescriptors, readSplit, wholeSplit } from "./reading.ts";
import type { Line } from "./reading.ts";

const text = Buffer.from(
  Array.from({ length: 30_000 }, (_, line) => `{"line":${line},"n":${(line * 7919) % 997}}\n`).join(""),
);
const options = { maxLineBytes: 16_777_216 };

function streamInput(path: string | null): InputFile {
  const common = { index: 0, name: path ?? "-", path, format: "plain", encoding: "utf-8", layout: "lines" } as const;
  return { ...common, kind: "stream", sizeBytes: 0, modifiedMs: 0 };
}

function makeFifo(folder: string): string {
  const path = join(folder, "fifo");
  execFileSync("mkfifo", [path]);
  return path;
}

/** Writes into a FIFO piece by piece; waits, as every writer does, until there is a reader. */
async function writeInto(path: string, pieces: readonly Buffer[], pauseMs = 0): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) {
      await file.writeFile(piece);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  } finally {
    await file.close();
  }
}

/** Reads standard input in a worker thread of a process of its own, as a run does. */
async function readInWorker(bytes: Buffer, pauseMs = 0): Promise<{ lines: Line[]; end: SplitEnd }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("stdin-reader.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const outputs: Buffer[] = [];
  child.stdout.on("data", (output: Buffer) => outputs.push(output));
  child.stdin.on("error", () => {});
  const half = bytes.length >> 1;
  child.stdin.write(bytes.subarray(0, half));
  if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  child.stdin.end(bytes.subarray(half));
  await once(child, "close");
  return JSON.parse(Buffer.concat(outputs).toString());
}

describe("standard input", () => {
  it.each([
    ["plain", text],
    ["gzip", gzipSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["UTF-16", Buffer.from(text.toString(), "utf16le")],
  ] as const)("is read from a worker thread, its format told by its content: %s", async (name, bytes) => {
    const { lines, end } = await readInWorker(bytes, 50);
    const factor = name === "UTF-16" ? 2 : 1;
    expect(lines).toEqual(cutLines(text).map((line) => ({ text: line.text, offsetBytes: factor * line.offsetBytes })));
    expect(end).toEqual({ status: "ok", bytes: factor * text.length, longLines: 0 });
  });

  it.each([
    ["nothing", "", []],
    ["a byte", "{", ["{"]],
    ["no final newline", '{"a":1}\n{"b"', ['{"a":1}\n', '{"b"']],
  ] as const)("may hold %s", async (_name, bytes, lines) => {
    const reading = await readInWorker(Buffer.from(bytes));
    expect(reading.lines.map((line) => line.text)).toEqual(lines);
    expect(reading.end).toEqual({ status: "ok", bytes: bytes.length, longLines: 0 });
  });
});

describe("a FIFO", () => {
  it("gives each line once, however slowly it is written", async () => {
    await inFolder(async (folder) => {
      const path = makeFifo(folder);
      const pieces = Array.from({ length: 60 }, (_, piece) => text.subarray(piece * 7, piece * 7 + 7));
      const writing = writeInto(path, pieces, 1);
      const { lines, end } = await readSplit(wholeSplit(streamInput(path)));
      await writing;
      expect(lines).toEqual(cutLines(Buffer.concat(pieces)));
      expect(end).toEqual({ status: "ok", bytes: 420, longLines: 0 });
    });
  });

  it("gives lines before its writer is done", async () => {
    await inFolder(async (folder) => {
      const path = makeFifo(folder);
      const blocks = readBlocks(wholeSplit(streamInput(path)), options);
      const first = blocks.next();
      const file = await open(path, "w");
      await file.writeFile('{"a":1}\n');
      expect((await first).value).toMatchObject({ bytes: Buffer.from('{"a":1}\n') });
      await file.close();
      expect(await blocks.next()).toMatchObject({ done: true, value: { status: "ok", bytes: 8 } });
    });
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ] as const)("gives all %s data before damage, though it can be read only once", async (format, pack) => {
    await inFolder(async (folder) => {
      const path = makeFifo(folder);
      const packed = Buffer.concat([pack(text), Buffer.from("garbage")]);
      const flipped = pack(text);
      // In the last bytes, among what the format checks its data by: the data itself is whole.
      if (format === "gzip") flipped.writeUInt8(flipped.readUInt8(flipped.length - 6) ^ 1, flipped.length - 6);
      for (const bytes of [packed, ...(format === "gzip" ? [flipped] : [])]) {
        const writing = writeInto(path, [bytes]);
        const { lines, end } = await readSplit(wholeSplit(streamInput(path)));
        await writing;
        expect(lines).toEqual(cutLines(text));
        expect(end).toMatchObject({ status: "damaged", bytes: text.length });
      }
    });
  });

  it("ends at once when it is aborted, although nothing is written", async () => {
    await inFolder(async (folder) => {
      const path = makeFifo(folder);
      const before = openDescriptors();
      const controller = new AbortController();
      const reading = readBlocks(wholeSplit(streamInput(path)), options, controller.signal).next();
      const file = await open(path, "w");
      setTimeout(() => controller.abort(), 20);
      expect(await reading).toEqual({ done: true, value: { status: "ok", bytes: 0, longLines: 0 } });
      // The read that was left behind returns when the writer goes, and then the descriptor is closed.
      await file.close();
      await expect.poll(openDescriptors).toBe(before);
    });
  });

  it("is closed when the reader stops early", async () => {
    await inFolder(async (folder) => {
      const path = makeFifo(folder);
      const before = openDescriptors();
      const writing = writeInto(path, [text]).catch(() => {});
      for await (const block of readBlocks(wholeSplit(streamInput(path)), options)) {
        expect(block.offsetBytes).toBe(0);
        break;
      }
      await writing;
      await expect.poll(openDescriptors).toBe(before);
    });
  });

  it.each([
    ["missing", "nowhere", "no such file or directory"],
    ["a folder", ".", "illegal operation on a directory"],
  ] as const)("is unreadable when it is %s", async (_name, path, reason) => {
    await inFolder(async (folder) => {
      const { lines, end } = await readSplit(wholeSplit(streamInput(join(folder, path))));
      expect(lines).toEqual([]);
      expect(end).toEqual({ status: "unreadable", reason, bytes: 0, longLines: 0 });
    });
  });
});
