import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findInputs } from "../../src/input/finding.ts";
import { recogniseOpening } from "../../src/input/opening.ts";
import { splitInputs } from "../../src/input/splitting.ts";
import { inFolder, plannedFile, readInSplits, readSplit, wholeSplit } from "./reading.ts";
import { writeFileSync } from "node:fs";

type Encoding = "utf-16le" | "utf-16be";

function encode(text: string, encoding: Encoding): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** The lines of a text as UTF-8, each with the offset that it has in UTF-16. */
function linesOf(text: string): { offsetBytes: number; text: string }[] {
  let offsetBytes = 0;
  return text.split(/(?<=\n)/).flatMap((line) => {
    const start = offsetBytes;
    offsetBytes += 2 * line.length;
    const marked = start === 0 && line.startsWith("\ufeff");
    const bytes = Buffer.from(marked ? line.slice(1) : line);
    return bytes.length === 0 ? [] : [{ offsetBytes: start + (marked ? 2 : 0), text: bytes.toString("latin1") }];
  });
}

describe.each(["utf-16le", "utf-16be"] as const)("a text in %s", (encoding) => {
  it("becomes the same lines in UTF-8, with their offsets in the input, however it is read", async () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 50 }),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("\r", "\ud800", "x\udc00", "\u0a0a\u0a00\u000d"),
    );
    const packing = fc.constantFrom("plain", "gzip", "zstd");
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(line, { maxLength: 20 }),
          fc.boolean(),
          packing,
          fc.integer({ min: 64, max: 500 }),
          async (lines, marked, format, chunkBytes) => {
            const text = `${marked ? "\ufeff" : ""}{"x":1}${lines.join("\n")}`;
            const bytes = encode(text, encoding);
            const packed = { plain: bytes, gzip: gzipSync(bytes), zstd: zstdCompressSync(bytes) }[format];
            const input = {
              ...plannedFile(join(folder, "a"), packed, format),
              encoding: format === "plain" ? encoding : ("utf-8" as const),
            };
            expect(splitInputs([input], { splitSizeBytes: 10 })).toHaveLength(1);
            const { lines: found, ends } = await readInSplits(input, 10, { chunkBytes });
            expect(found).toEqual(linesOf(text));
            expect(ends).toEqual([{ status: "ok", bytes: bytes.length, longLines: 0 }]);
          },
        ),
      );
    });
  });

  it("is told by its mark or by its first characters", async () => {
    await inFolder(async (folder) => {
      for (const text of ["\ufeff{}", '{"a":1}', '[{"a":1}]', " {", "\r\n{}", "{"]) {
        writeFileSync(join(folder, "a"), encode(text, encoding));
        const { inputs } = await findInputs([join(folder, "a")]);
        expect(inputs).toMatchObject([{ format: "plain", encoding }]);
      }
    });
  });

  it("has its long lines skipped and counted, measured as UTF-8", async () => {
    await inFolder(async (folder) => {
      const text = `{"a":1}\n${"x".repeat(10)}\n${"é".repeat(5)}\n${"é".repeat(6)}\n${"x".repeat(200_000)}\n{}\n${"y".repeat(11)}`;
      const input = { ...plannedFile(join(folder, "a"), encode(text, encoding)), encoding };
      const { lines, end } = await readSplit(wholeSplit(input), { maxLineBytes: 10 });
      expect(lines.map((line) => Buffer.from(line.text, "latin1").toString())).toEqual([
        '{"a":1}\n',
        "xxxxxxxxxx\n",
        "ééééé\n",
        "{}\n",
      ]);
      expect(end).toEqual({ status: "ok", bytes: 2 * text.length, longLines: 3 });
    });
  });

  it("may end in the middle of a character", async () => {
    await inFolder(async (folder) => {
      const bytes = Buffer.concat([encode("{}\n{", encoding), Buffer.from([0x7b])]);
      const { lines, end, unterminated } = await readSplit(
        wholeSplit({ ...plannedFile(join(folder, "a"), bytes), encoding }),
      );
      expect(lines.map((line) => Buffer.from(line.text, "latin1").toString())).toEqual(["{}\n", "{\ufffd"]);
      expect(unterminated).toBe(1);
      expect(end).toEqual({ status: "ok", bytes: 9, longLines: 0 });
    });
  });
});

describe("a text that is one of lines", () => {
  it.each([
    ["an array of numbers", "[1]\n"],
    ["an empty array", "[]\n"],
    ["an array that doesn't go on", "[\n"],
    ["an object that is cut off", "{\n"],
    ["a first line that is cut off before a whole one", '{\n{"a":1}\n'],
    ["one object", '{ "a": 1 }'],
    ["an array within an object", '{"records":[\n'],
    ["a line that is cut off after an escape", '{"a":"x\\"\n"b":1}\n'],
    ["a line that is cut off in a string", '{"a":"x\n"b":1}\n'],
    ["a whole line before another text", '{"a":1}\n"b"\n'],
    ["a line with too much before another text", '{"a":1}}{\n"b"\n'],
    ["blanks", " \n\n"],
  ])("is read as lines: %s", async (_name, text) => {
    await inFolder(async (folder) => {
      const { lines, end } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), text)));
      expect(lines.map((line) => line.text).join("")).toBe(text);
      expect(end.status).toBe("ok");
      expect(recogniseOpening(Buffer.from(text), true)).toEqual({ kind: "text", encoding: "utf-8", layout: "lines" });
    });
  });
});

describe("the opening of a text", () => {
  it("is told the same whether its bytes come at once or one by one", () => {
    const start = fc.constantFrom(
      "",
      "\ufeff",
      " ",
      "\n",
      "{",
      "[",
      "{\n",
      "[\n ",
      '{"a"',
      "[{",
      "\x1f\u008b",
      "PAR1",
      "x",
    );
    fc.assert(
      fc.property(
        fc.array(start, { maxLength: 4 }),
        fc.constantFrom("latin1", "utf8", "utf16le"),
        (parts, encoding) => {
          const head = Buffer.from(parts.join(""), encoding);
          const atOnce = recogniseOpening(head, true);
          for (let length = 0; length < head.length; length++) {
            const early = recogniseOpening(head.subarray(0, length), false);
            expect(early ?? atOnce).toEqual(atOnce);
          }
          expect(atOnce).toBeDefined();
        },
      ),
    );
  });

  it.each([
    ["bzip2", "425a6839", "bzip2 data: unpack it first"],
    ["xz", "fd377a585a000004", "xz data: unpack it first"],
    ["lz4", "04224d1864", "lz4 data: unpack it first"],
    ["7z", "377abcaf271c0004", "a 7z archive: unpack it first"],
    ["zip", "504b030414", "a zip archive: unpack it first"],
    ["Parquet", "5041523115", "Parquet: export it as NDJSON first"],
    ["EVTX", "456c6646696c650000", "a Windows event log (EVTX): export it as NDJSON first"],
    ["SQLite", "53514c69746520666f726d6174203300", "an SQLite database: export it as NDJSON first"],
  ])("refuses what is no text, with what to do: %s", async (_name, hex, reason) => {
    await inFolder(async (folder) => {
      const { lines, end } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), Buffer.from(hex, "hex"))));
      expect(lines).toEqual([]);
      expect(end).toEqual({ status: "unreadable", reason: `it holds ${reason}`, bytes: 0, longLines: 0 });
    });
  });
});
