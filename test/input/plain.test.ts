import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlocks } from "../../src/input/blocks.ts";
import { cutLines, inFolder, plannedFile, readInSplits, readSplit, wholeSplit } from "./reading.ts";

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom("", "\r", '{"a":1}', '{"a":"é\u2028"}', "\0\0\0", "\r\r", "x".repeat(64), "\ufeff"),
      fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replaceAll("\n", " ")),
      fc.integer({ min: 1, max: 700 }).map((length) => "y".repeat(length)),
    ),
    { maxLength: 30 },
  )
  // The plainest text is an array or pretty-printed; those are refused, and have tests of their own.
  .map((lines) => `#${lines.join("\n")}`);

const packings = [
  ["plain", (bytes: Buffer) => bytes],
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
] as const;

describe("a plain file", () => {
  it.each([
    ["nothing", "", []],
    ["one line", "a\n", [[0, "a\n"]]],
    [
      "no final newline",
      "a\nb",
      [
        [0, "a\n"],
        [2, "b"],
      ],
    ],
    [
      "CRLF is left alone",
      "a\r\nb\r\n",
      [
        [0, "a\r\n"],
        [3, "b\r\n"],
      ],
    ],
    ["a lone CR splits nothing", "a\rb\n", [[0, "a\rb\n"]]],
    [
      "blank lines",
      "\n\na\n\n",
      [
        [0, "\n"],
        [1, "\n"],
        [2, "a\n"],
        [4, "\n"],
      ],
    ],
    [
      "a byte-order mark",
      "\xef\xbb\xbfa\nb\n",
      [
        [3, "a\n"],
        [5, "b\n"],
      ],
    ],
    ["nothing but a byte-order mark", "\xef\xbb\xbf", []],
    [
      "a byte-order mark further on",
      "a\n\xef\xbb\xbfb\n",
      [
        [0, "a\n"],
        [2, "\xef\xbb\xbfb\n"],
      ],
    ],
    ["half a byte-order mark", "\xef\xbb", [[0, "\xef\xbb"]]],
    ["a run of NULs", "\0\0\0\n", [[0, "\0\0\0\n"]]],
    [
      "invalid UTF-8",
      "\xff\xfe\xff\n\x80",
      [
        [0, "\xff\xfe\xff\n"],
        [4, "\x80"],
      ],
    ],
  ] as const)("gives the lines of %s", async (_name, text, lines) => {
    await inFolder(async (folder) => {
      const bytes = Buffer.from(text, "latin1");
      const { lines: found, end, unterminated } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), bytes)));
      expect(found.map((line) => [line.offsetBytes, line.text])).toEqual(lines);
      expect(end).toEqual({ status: "ok", bytes: bytes.length, longLines: 0 });
      expect(unterminated).toBe(found.length > 0 && !text.endsWith("\n") ? 1 : 0);
    });
  });

  it("gives each line once, however it is cut and read", async () => {
    await inFolder(async (folder) => {
      const cuts = {
        splitSizeBytes: fc.integer({ min: 1, max: 2000 }),
        chunkBytes: fc.integer({ min: 64, max: 1000 }),
      };
      await fc.assert(
        fc.asyncProperty(anyText, fc.record(cuts), async (text, { splitSizeBytes, chunkBytes }) => {
          const input = plannedFile(join(folder, "a"), text);
          const { lines, ends } = await readInSplits(input, splitSizeBytes, { chunkBytes });
          expect(lines).toEqual(cutLines(Buffer.from(text)));
          expect(ends.every((end) => end.status === "ok" && end.longLines === 0)).toBe(true);
          expect(ends.reduce((sum, end) => sum + end.bytes, 0)).toBe(input.sizeBytes);
        }),
      );
    });
  });

  it("lies in the memory that was given, but where a line is longer than a chunk", async () => {
    await inFolder(async (folder) => {
      const around = 512;
      const memory = Buffer.from(new WebAssembly.Memory({ initial: 1, maximum: 1 }).buffer, around, 1000);
      const sizes = { chunkBytes: fc.integer({ min: 1, max: 1200 }), maxLineBytes: fc.constantFrom(200, 16_777_216) };
      await fc.assert(
        fc.asyncProperty(anyText, fc.constantFrom(...packings), fc.record(sizes), async (text, [format, pack], cut) => {
          Buffer.from(memory.buffer).fill(0xaa);
          const input = plannedFile(join(folder, "a"), pack(Buffer.from(text)), format);
          const { lines, end, linesInMemory } = await readSplit(wholeSplit(input), { ...cut, memory });
          const short = cutLines(Buffer.from(text)).filter(
            (line) => line.text.replace(/\n$/, "").length <= cut.maxLineBytes,
          );
          expect(lines).toEqual(short);
          expect(end).toMatchObject({ status: "ok", bytes: Buffer.byteLength(text) });
          // A plain file's chunk is at most as long as the file.
          const chunkBytes = Math.min(cut.chunkBytes, cut.maxLineBytes + 1, memory.length, Buffer.byteLength(text));
          const long = short.filter((line) => line.text.length > chunkBytes).length;
          const outside = lines.length - linesInMemory;
          expect(outside).toBeGreaterThanOrEqual(long);
          // With a long line come what lines follow it in its buffer; the next chunk is back in the memory.
          expect(outside).toBeLessThanOrEqual(long === 0 ? 0 : lines.length);
          expect(Buffer.from(memory.buffer).subarray(0, around)).toEqual(Buffer.alloc(around, 0xaa));
          expect(Buffer.from(memory.buffer).subarray(around + 1000)).toEqual(
            Buffer.alloc(65_536 - around - 1000, 0xaa),
          );
        }),
      );
    });
  });

  it("goes back to a chunk's memory after a long line", async () => {
    await inFolder(async (folder) => {
      const memory = Buffer.alloc(64);
      const text = `{"a":"${"x".repeat(1000)}"}\n${'{"b":1}\n'.repeat(1000)}`;
      const { lines, linesInMemory } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), text)), { memory });
      expect(lines).toEqual(cutLines(Buffer.from(text)));
      expect(lines.length - linesInMemory).toBeLessThan(200);
    });
  });

  it("skips and counts each line over the cap once, also where it spans chunks and splits", async () => {
    await inFolder(async (folder) => {
      const cuts = {
        splitSizeBytes: fc.integer({ min: 1, max: 900 }),
        chunkBytes: fc.integer({ min: 64, max: 600 }),
        maxLineBytes: fc.integer({ min: 1, max: 300 }),
      };
      await fc.assert(
        fc.asyncProperty(anyText, fc.record(cuts), async (text, { splitSizeBytes, ...options }) => {
          const input = plannedFile(join(folder, "a"), text);
          const { lines, ends } = await readInSplits(input, splitSizeBytes, options);
          const all = cutLines(Buffer.from(text));
          const short = all.filter((line) => line.text.replace(/\n$/, "").length <= options.maxLineBytes);
          expect(lines).toEqual(short);
          expect(ends.reduce((sum, end) => sum + end.longLines, 0)).toBe(all.length - short.length);
          expect(ends.reduce((sum, end) => sum + end.bytes, 0)).toBe(input.sizeBytes);
        }),
      );
    });
  });

  it("needs no more memory than the cap for a line over it", async () => {
    await inFolder(async (folder) => {
      const input = plannedFile(join(folder, "a"), "");
      const file = openSync(join(folder, "a"), "w");
      const piece = Buffer.alloc(1_048_576, "x");
      for (let count = 0; count < 128; count++) writeSync(file, piece);
      writeSync(file, "\nafter\n");
      closeSync(file);
      const sizeBytes = 128 * piece.length + 7;
      const before = process.memoryUsage().arrayBuffers;
      let peak = 0;
      const blocks = readBlocks(wholeSplit({ ...input, sizeBytes }), { maxLineBytes: 1_000_000 });
      let next = await blocks.next();
      while (next.done !== true) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
        expect(next.value.bytes.toString()).toBe("after\n");
        next = await blocks.next();
      }
      expect(next.value).toMatchObject({ bytes: sizeBytes, longLines: 1 });
      expect(peak).toBeLessThan(4_000_000);
    });
  });

  it("is read to its planned size when it grew, and reported as changed", async () => {
    await inFolder(async (folder) => {
      const input = plannedFile(join(folder, "a"), "one\ntwo");
      writeFileSync(join(folder, "a"), "one\ntwo and more\nthree\n");
      const { lines, end, unterminated } = await readSplit(wholeSplit(input));
      expect(lines.map((line) => line.text)).toEqual(["one\n", "two"]);
      expect(unterminated).toBe(1);
      expect(end).toMatchObject({ status: "changed", bytes: 7, reason: expect.stringContaining("grew from 7 to 23") });
    });
  });

  it("gives what is there when it shrank, and is reported as changed", async () => {
    await inFolder(async (folder) => {
      const input = plannedFile(join(folder, "a"), "one\ntwo\nthree\n");
      truncateSync(join(folder, "a"), 6);
      const { lines, end, unterminated } = await readSplit(wholeSplit(input));
      expect(lines.map((line) => line.text)).toEqual(["one\n", "tw"]);
      expect(unterminated).toBe(1);
      expect(end).toMatchObject({ status: "changed", bytes: 6, reason: expect.stringContaining("shrank") });
    });
  });

  it("is reported as changed when it was modified in place, before or while it is read", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "a");
      const input = plannedFile(path, "one\ntwo\n");
      const blocks = readBlocks(wholeSplit(input), { maxLineBytes: 100, chunkBytes: 4 });
      expect((await blocks.next()).value).toMatchObject({ offsetBytes: 0 });
      utimesSync(path, 1, 1);
      expect((await blocks.next()).value).toMatchObject({ offsetBytes: 4 });
      expect((await blocks.next()).value).toMatchObject({
        status: "changed",
        reason: expect.stringContaining("modified"),
      });
      expect((await readSplit(wholeSplit(input))).end.status).toBe("changed");
    });
  });

  it("is unreadable when it is gone, and changed when it goes while it is read", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "a");
      const input = plannedFile(path, "one\ntwo\n");
      const blocks = readBlocks(wholeSplit(input), { maxLineBytes: 100, chunkBytes: 4 });
      await blocks.next();
      unlinkSync(path);
      await blocks.next();
      expect((await blocks.next()).value).toMatchObject({
        status: "changed",
        bytes: 8,
        reason: expect.stringContaining("deleted"),
      });
      const { lines, end } = await readSplit(wholeSplit(input));
      expect(lines).toEqual([]);
      expect(end).toEqual({ status: "unreadable", reason: "no such file or directory", bytes: 0, longLines: 0 });
    });
  });

  it.each([
    { what: "a folder", put: (path: string) => mkdirSync(path) },
    { what: "a pipe that nobody writes to", put: (path: string) => execFileSync("mkfifo", [path]) },
  ])("is unreadable when $what has taken its place", async ({ put }) => {
    for (const pack of [(text: string) => Buffer.from(text), gzipSync]) {
      await inFolder(async (folder) => {
        const path = join(folder, "a");
        const input = plannedFile(path, pack("one\ntwo\n"), pack === gzipSync ? "gzip" : "plain");
        unlinkSync(path);
        put(path);
        const { lines, end } = await readSplit(wholeSplit(input));
        expect(lines).toEqual([]);
        expect(end).toEqual({ status: "unreadable", reason: "it is no file any more", bytes: 0, longLines: 0 });
      });
    }
  });

  it("stops between blocks when it is aborted", async () => {
    await inFolder(async (folder) => {
      const input = plannedFile(join(folder, "a"), "one\ntwo\nthree\n");
      const controller = new AbortController();
      const blocks = readBlocks(wholeSplit(input), { maxLineBytes: 100, chunkBytes: 4 }, controller.signal);
      await blocks.next();
      controller.abort();
      expect(await blocks.next()).toEqual({ done: true, value: { status: "ok", bytes: 4, longLines: 0 } });
    });
  });
});
