import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip, createZstdDecompress, gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader } from "../../src/input/byte-source.ts";
import type { ByteSource } from "../../src/input/byte-source.ts";
import { unpack } from "../../src/input/unpacking.ts";
import { readBlocks } from "../../src/input/blocks.ts";
import { cutLines, inFolder, openDescriptors, plannedFile, readSplit, wholeSplit } from "./reading.ts";
import type { Line } from "./reading.ts";

const skippable = Buffer.from("502a4d1805000000", "hex");
const skippableFrame = Buffer.concat([skippable, Buffer.from("abcde")]);

const formats = [
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
] as const;

/** Lines that compress badly, so that the packed form has about as many bytes. */
function noisyLines(count: number, seed = 1): Buffer {
  let state = seed;
  const lines: string[] = [];
  for (let line = 0; line < count; line++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    lines.push(`{"n":${state},"line":${line}}\n`);
  }
  return Buffer.from(lines.join(""));
}

async function readPacked(bytes: Buffer, format: "gzip" | "zstd", chunkBytes = 262_144) {
  return inFolder((folder) => readSplit(wholeSplit(plannedFile(join(folder, "a"), bytes, format)), { chunkBytes }));
}

/**
 * What Node itself gets out of damaged data, if it is fed as carefully as can be: the output before the error.
 * `carefulBytes`: all before that is good.
 */
async function decodeBytewise(bytes: Buffer, format: "gzip" | "zstd", carefulBytes = 1): Promise<Buffer> {
  const stream = format === "gzip" ? createGunzip({ chunkSize: 64 }) : createZstdDecompress({ chunkSize: 64 });
  const outputs: Buffer[] = [];
  stream.on("data", (output: Buffer) => outputs.push(output));
  stream.on("error", () => {});
  for (let start = 0, end = carefulBytes; start < bytes.length && stream.errored === null; start = end++) {
    await new Promise<void>((resolve) => {
      stream.once("close", resolve);
      stream.write(bytes.subarray(start, end), () => {
        stream.off("close", resolve);
        resolve();
      });
    });
    // Output is handed out in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  stream.destroy();
  return Buffer.concat(outputs);
}

function linesOf(bytes: Buffer): Line[] {
  return cutLines(bytes);
}

describe.each(formats)("a %s input", (format, pack) => {
  it("gives the lines of all its parts, however they are packed and read", async () => {
    const parts = fc.array(fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 40 }), {
      minLength: 1,
      maxLength: 5,
    });
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(parts, fc.integer({ min: 64, max: 600 }), async (texts, chunkBytes) => {
          const pieces = texts.map((lines, part) => Buffer.from(`${part === 0 ? "#" : ""}${lines.join("\r\n")}`));
          const input = plannedFile(join(folder, "a"), Buffer.concat(pieces.map((piece) => pack(piece))), format);
          const whole = Buffer.concat(pieces);
          const { lines, end } = await readSplit(wholeSplit(input), { chunkBytes });
          expect(lines).toEqual(linesOf(whole));
          expect(end).toEqual({ status: "ok", bytes: whole.length, longLines: 0 });
        }),
      );
    });
  });

  it("gives the same lines when it is larger than any buffer", async () => {
    const whole = noisyLines(100_000);
    const { lines, end } = await readPacked(Buffer.concat([pack(whole), pack(whole)]), format);
    expect(end).toEqual({ status: "ok", bytes: 2 * whole.length, longLines: 0 });
    expect(lines).toEqual(linesOf(Buffer.concat([whole, whole])));
  });

  it("is told by its content, and not by what it was planned as", async () => {
    const whole = noisyLines(3);
    const { lines } = await readPacked(pack(whole), format === "gzip" ? "zstd" : "gzip");
    expect(lines).toEqual(linesOf(whole));
  });

  it("gives all that can be unpacked when it is cut off, wherever that is", async () => {
    const parts = [noisyLines(4), noisyLines(1, 7), Buffer.alloc(0), noisyLines(3, 3)].map((text) => pack(text));
    const packed = Buffer.concat(parts);
    const wholeLengths = new Set(parts.map((_part, index) => Buffer.concat(parts.slice(0, index + 1)).length));
    await inFolder(async (folder) => {
      for (let length = 4; length < packed.length; length++) {
        const cut = packed.subarray(0, length);
        const { lines, end, unterminated } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), cut, format)));
        const expected = await decodeBytewise(cut, format);
        expect(lines).toEqual(linesOf(expected));
        expect(unterminated).toBe(expected.length > 0 && expected.at(-1) !== 0x0a ? 1 : 0);
        const reason = expect.stringMatching(
          `is cut off at byte ${length}$|^what follows byte \\d+ is no ${format} data`,
        );
        const status = wholeLengths.has(length) ? { status: "ok" } : { status: "damaged", reason };
        expect(end).toEqual({ ...status, bytes: expected.length, longLines: 0 });
      }
    });
  });

  it("gives all that can be unpacked before a flipped bit, wherever that is", async () => {
    const packed = Buffer.concat([pack(noisyLines(4)), pack(noisyLines(2, 5))]);
    await inFolder(async (folder) => {
      for (let position = 4; position < packed.length; position++) {
        const bad = Buffer.from(packed);
        bad[position] = (bad[position] ?? 0) ^ (1 << (position % 8));
        const { lines, end } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), bad, format)));
        const expected = await decodeBytewise(bad, format);
        const found = lines.map((line) => line.text).join("");
        // Of the one byte that holds the damage a decoder of 64 bytes' output may lose less than that.
        expect(found.startsWith(expected.toString("latin1"))).toBe(true);
        expect(found.length - expected.length).toBeLessThan(64);
        expect(end.bytes).toBe(found.length);
      }
    });
  });

  it("gives all that can be unpacked before damage far into it", async () => {
    const packed = pack(noisyLines(120_000));
    expect(packed.length).toBeGreaterThan(550_000);
    await inFolder(async (folder) => {
      for (const position of [100_000, 262_143, 262_144, 500_000]) {
        const bad = Buffer.from(packed);
        bad.fill(0xff, position, position + 5000);
        const { lines, end } = await readSplit(wholeSplit(plannedFile(join(folder, "a"), bad, format)));
        const expected = await decodeBytewise(bad.subarray(0, position), format, position);
        const found = lines.map((line) => line.text).join("");
        expect(found.startsWith(expected.toString("latin1"))).toBe(true);
        expect(end).toMatchObject({ status: "damaged", bytes: found.length });
      }
    });
  });

  it.each([
    ["garbage", Buffer.from("garbage")],
    ["nothing", Buffer.alloc(0)],
    ["another part", pack("{}\n")],
    ["a part that is cut off", pack("{}\n").subarray(0, -6)],
    ["zeros", Buffer.alloc(1000)],
  ])("of little that becomes much gives all of it before %s, however slowly it is taken", async (_name, after) => {
    const much = Buffer.alloc(6_000_000, `{"a":"${"x".repeat(91)}"}\n`);
    const packed = Buffer.concat([pack(much), after]);
    await inFolder(async (folder) => {
      const split = wholeSplit(plannedFile(join(folder, "a"), packed, format));
      const quick = await readSplit(split);
      let bytes = 0;
      let lines = 0;
      for await (const block of readBlocks(split, { maxLineBytes: 1_000_000 })) {
        await new Promise((resolve) => setTimeout(resolve, 3));
        bytes += block.bytes.length;
        lines += cutLines(block.bytes).length;
      }
      expect(bytes).toBeGreaterThanOrEqual(much.length);
      expect({ bytes, lines }).toEqual({ bytes: quick.end.bytes, lines: quick.lines.length });
    });
  });

  it("gives what has come before more of it comes", async () => {
    const pieces = [
      Buffer.concat([pack("one\n"), pack("two\n"), pack("three\n").subarray(0, 5)]),
      pack("three\n").subarray(5),
    ];
    const more = Promise.withResolvers<void>();
    const source: ByteSource = {
      failure: undefined,
      read: async () => {
        if (pieces.length === 1) await more.promise;
        return pieces.shift() ?? Buffer.alloc(0);
      },
    };
    const chunks = unpack(new ByteReader(source));
    let text = "";
    let next = await chunks.next();
    for (; next.done !== true; next = await chunks.next()) {
      text += next.value.toString();
      if (text === "one\ntwo\n") more.resolve();
    }
    expect({ text, end: next.value }).toEqual({ text: "one\ntwo\nthree\n", end: { status: "ok" } });
  });

  it("gives everything before a wrong checksum far into it", async () => {
    const whole = noisyLines(60_000);
    const good = pack(whole);
    const bad = Buffer.concat([good, pack(noisyLines(10))]);
    // Within the checksum that ends the first part: all of its data is good.
    bad.writeUInt8((bad.readUInt8(good.length - 6) + 1) % 256, good.length - 6);
    const { lines, end } = await readPacked(
      format === "gzip" ? bad : Buffer.concat([good, Buffer.from("garbage!")]),
      format,
    );
    expect(lines).toEqual(linesOf(whole));
    expect(end).toMatchObject({ status: "damaged", bytes: whole.length });
  });

  it("is damaged by garbage after its end, and gives all events first", async () => {
    const whole = noisyLines(5);
    const packed = pack(whole);
    for (const garbage of ["x", "garbage", "\n", "{}\n".repeat(9)]) {
      const { lines, end } = await readPacked(Buffer.concat([packed, Buffer.from(garbage)]), format);
      expect(lines).toEqual(linesOf(whole));
      expect(end).toMatchObject({ status: "damaged", bytes: whole.length });
      expect(end.reason).toContain(format);
    }
  });

  it.each(formats)("is unreadable when there is %s data inside", async (inner, packInner) => {
    const { lines, end } = await readPacked(pack(packInner(noisyLines(5))), format);
    expect(lines).toEqual([]);
    expect(end).toEqual({
      status: "unreadable",
      reason: `it holds ${inner} data inside: unpack it first`,
      bytes: 0,
      longLines: 0,
    });
  });

  it("needs no more memory for a bomb, of lines or of one line", async () => {
    const bytes = 96 * 1_048_576;
    for (const [bomb, longLines] of [
      [Buffer.alloc(bytes, "x"), 1],
      [Buffer.alloc(bytes, "0123456\n"), 0],
    ] as const) {
      await inFolder(async (folder) => {
        const split = wholeSplit(plannedFile(join(folder, "a"), pack(bomb), format));
        const before = process.memoryUsage().rss;
        let peak = 0;
        const blocks = readBlocks(split, { maxLineBytes: 1_000_000 });
        let next = await blocks.next();
        for (; next.done !== true; next = await blocks.next())
          peak = Math.max(peak, process.memoryUsage().rss - before);
        peak = Math.max(peak, process.memoryUsage().rss - before);
        expect(next.value).toEqual({ status: "ok", bytes, longLines });
        expect(peak).toBeLessThan(64 * 1_048_576);
      });
    }
  });

  it("gives files and decompressors back when the reader stops early", async () => {
    await inFolder(async (folder) => {
      const split = wholeSplit(plannedFile(join(folder, "a"), pack(noisyLines(50_000)), format));
      const before = openDescriptors();
      for (let round = 0; round < 20; round++) {
        for await (const block of readBlocks(split, { maxLineBytes: 1000, chunkBytes: 4096 })) {
          expect(block.offsetBytes).toBe(0);
          break;
        }
      }
      expect(openDescriptors()).toBe(before);
    });
  });

  it("stops between blocks when it is aborted", async () => {
    await inFolder(async (folder) => {
      const split = wholeSplit(plannedFile(join(folder, "a"), pack(noisyLines(50_000)), format));
      const controller = new AbortController();
      const blocks = readBlocks(split, { maxLineBytes: 1000 }, controller.signal);
      await blocks.next();
      controller.abort();
      let count = 0;
      let next = await blocks.next();
      for (; next.done !== true; next = await blocks.next()) count++;
      expect(count).toBeLessThan(3);
      expect(next.value.status).toBe("ok");
      expect(next.value.bytes).toBeLessThan(noisyLines(50_000).length);
    });
  });

  it("says that it changed beside that it is damaged", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "a");
      const input = plannedFile(path, pack(noisyLines(500)), format);
      truncateSync(path, 1000);
      const { end } = await readSplit(wholeSplit(input));
      expect(end.status).toBe("damaged");
      expect(end.reason).toMatch(/cut off at byte 1000; it shrank from \d+ to 1000 bytes/);
      writeFileSync(path, pack(noisyLines(1)));
      expect((await readSplit(wholeSplit(plannedFile(path, pack(noisyLines(1)), format)))).end.status).toBe("ok");
    });
  });
});

describe("padding and frames", () => {
  const first = noisyLines(5);
  const second = noisyLines(4, 9);
  const zeros = Buffer.alloc(700);
  it.each([
    ["zeros after a member", [gzipSync(first), zeros], [first]],
    ["zeros between members", [gzipSync(first), zeros, gzipSync(second)], [first, second]],
    ["zeros between and after", [gzipSync(first), zeros, gzipSync(second), Buffer.alloc(1)], [first, second]],
    ["an empty member", [gzipSync(""), gzipSync(first)], [first]],
    ["a skippable frame first", [skippableFrame, zstdCompressSync(first)], [first]],
    [
      "skippable frames between and after",
      [zstdCompressSync(first), skippableFrame, skippableFrame, zstdCompressSync(second), skippableFrame],
      [first, second],
    ],
    ["nothing but a skippable frame", [skippableFrame], []],
  ] as const)("are no damage: %s", async (_name, parts, texts) => {
    const format = parts.some((part) => part[0] === 0x1f) ? "gzip" : "zstd";
    const { lines, end } = await readPacked(Buffer.concat(parts), format);
    expect(lines).toEqual(linesOf(Buffer.concat(texts)));
    expect(end).toMatchObject({ status: "ok" });
  });

  it.each([1, 2, 262_143, 262_144, 262_145])(
    "of zeros that end a member %i bytes into what is read at a time",
    async (bytes) => {
      const member = gzipSync(noisyLines(20));
      const filled = Buffer.concat([member, Buffer.alloc(bytes), member]);
      const { lines, end } = await readPacked(filled, "gzip");
      expect(lines.length).toBe(40);
      expect(end).toMatchObject({ status: "ok" });
    },
  );

  it("of zeros before garbage are still damage", async () => {
    const { lines, end } = await readPacked(Buffer.concat([gzipSync(first), zeros, Buffer.from("junk")]), "gzip");
    expect(lines).toEqual(linesOf(first));
    expect(end).toMatchObject({
      status: "damaged",
      reason: `what follows byte ${gzipSync(first).length + 700} is no gzip data`,
    });
  });
});

/** Stored, so that its packed length can be chosen: what is around the text is as long for every text so large. */
function stored(bytes: number): Buffer {
  return gzipSync(Buffer.concat([Buffer.alloc(bytes - 1, "x"), Buffer.from("\n")]), { level: 0 });
}

describe("parts that end just where a piece of 256 KiB does", () => {
  const more = noisyLines(7, 11);
  const member = stored(2 * 262_000 + 144 - stored(262_000).length);
  const frame = Buffer.concat([skippable.subarray(0, 4), Buffer.alloc(4), Buffer.alloc(262_136)]);
  frame.writeUInt32LE(262_136, 4);
  it.each([
    ["a member", "gzip", [member, gzipSync(more)], "ok", 8],
    ["zeros", "gzip", [member, Buffer.alloc(9)], "ok", 1],
    ["zeros and a member", "gzip", [member, Buffer.alloc(9), gzipSync(more)], "ok", 8],
    ["garbage", "gzip", [member, Buffer.from("garbage")], "damaged", 1],
    ["half a member", "gzip", [member, gzipSync(more).subarray(0, 9)], "damaged", 1],
    ["a frame", "zstd", [frame, zstdCompressSync(more)], "ok", 7],
    ["garbage", "zstd", [frame, Buffer.from("garbage")], "damaged", 0],
  ] as const)("are followed by %s in %s", async (_name, format, parts, status, lineCount) => {
    expect(parts[0]).toHaveLength(262_144);
    const { lines, end } = await readPacked(Buffer.concat(parts), format);
    expect(end.status).toBe(status);
    expect(lines).toHaveLength(lineCount);
  });

  it("or are many and small", async () => {
    for (const [format, pack] of formats) {
      const { lines, end } = await readPacked(Buffer.concat(Array.from({ length: 3000 }, () => pack("{}\n"))), format);
      expect(lines).toHaveLength(3000);
      expect(end).toEqual({ status: "ok", bytes: 9000, longLines: 0 });
    }
  });
});
