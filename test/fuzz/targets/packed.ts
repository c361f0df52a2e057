import assert from "node:assert/strict";
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { findInputs } from "../../../src/input/finding.ts";
import { splitInputs } from "../../../src/input/splitting.ts";
import { readSplit } from "../../input/reading.ts";
import type { FuzzTarget } from "../fuzzing.ts";
import { scratchFile } from "../scratch-folder.ts";

const lines = Array.from(
  { length: 200 },
  (_, i) => `{"n":${i},"x":"${((i * 7919) % 104_729).toString(36).repeat(3)}"}\n`,
);
const text = Buffer.from(lines.join(""));
const skippable = Buffer.from("502a4d1803000000616263", "hex");

const seeds = [
  gzipSync(text),
  gzipSync(text, { level: 0 }),
  Buffer.concat([gzipSync(text.subarray(0, 1000)), Buffer.alloc(20), gzipSync(text.subarray(1000))]),
  Buffer.concat([gzipSync(text), Buffer.from("garbage")]),
  gzipSync(Buffer.concat([text, Buffer.alloc(3 << 20, "x")])),
  zstdCompressSync(text),
  Buffer.concat([
    skippable,
    zstdCompressSync(text.subarray(0, 1000)),
    skippable,
    zstdCompressSync(text.subarray(1000)),
  ]),
  zstdCompressSync(Buffer.concat([text, Buffer.alloc(3 << 20, "\n")])),
];

/** Whatever is done to a packed file: all that a decoder gets out of its first bytes is there, in the same order, and it ends. */
export const packedTarget: FuzzTarget = {
  name: "packed-files",
  seeds,
  tokens: [
    "\x1f\x8b\x08\x00",
    "\x28\xb5\x2f\xfd",
    "\x50\x2a\x4d\x18",
    "\0\0\0\0",
    "\xff\xff\xff\xff",
    "\x01\x00\x00\xff\xff",
  ],
  slowestMs: 6000,
  async check(input) {
    const { inputs } = await findInputs([scratchFile("packed", input)]);
    const splits = splitInputs(inputs, { splitSizeBytes: 1 << 20 });
    const [split] = splits;
    if (split === undefined || split.input.format === "plain") return;
    assert.equal(splits.length, 1);
    const { lines: read, end } = await readSplit(split, { maxLineBytes: 1 << 20, chunkBytes: 4096 });
    assert.ok(["ok", "damaged", "unreadable"].includes(end.status));
    assert.equal(end.status === "ok", end.reason === undefined);
    const whole = read.map((line) => line.text).join("");
    for (const share of [0.5, 0.9, 0.99, 1]) {
      const certain = unpackStart(Buffer.from(input).subarray(0, Math.floor(input.length * share)), split.input.format);
      const known = wholeLines(certain);
      // Events that lie otherwise, and lines that are skipped, don't come out as they stand.
      if (!beginsWithEvent(known) || known.split("\n").some((line) => line.length >= 1 << 20)) continue;
      assert.ok(end.status !== "unreadable", "an input with events is unreadable");
      assert.ok(end.bytes >= certain.length, `${end.bytes} bytes of ${certain.length}`);
      const at = firstDifference(whole, known);
      assert.ok(at === known.length, `of ${known.length} certain bytes ${at} came out`);
    }
  },
};

function unpackStart(bytes: Buffer, format: "gzip" | "zstd"): Buffer {
  try {
    return format === "gzip"
      ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
      : zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush });
  } catch {
    return Buffer.alloc(0);
  }
}

function wholeLines(bytes: Buffer): string {
  return bytes.toString("latin1", 0, bytes.lastIndexOf(0x0a) + 1);
}

function beginsWithEvent(known: string): boolean {
  return /^\{"n":\d+,"x":"\w+"\}\n/.test(known);
}

function firstDifference(actual: string, expected: string): number {
  if (actual.startsWith(expected)) return expected.length;
  let at = 0;
  while (at < expected.length && actual[at] === expected[at]) at++;
  return at;
}
