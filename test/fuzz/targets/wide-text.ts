import assert from "node:assert/strict";
import { findInputs } from "../../../src/input/finding.ts";
import { splitInputs } from "../../../src/input/splitting.ts";
import { readInSplits } from "../../input/reading.ts";
import type { FuzzTarget } from "../fuzzing.ts";
import { scratchFile } from "../scratch-folder.ts";

/** An event on the first line says that events lie on lines. */
const head = Buffer.from("\ufeff{}\n", "utf16le");

/** UTF-16 of any bytes is what the platform's own decoder makes of it, in both orders of bytes. */
export const wideTextTarget: FuzzTarget = {
  name: "utf-16",
  seeds: ['{"a":"é😀"}\n{}\r\n', "\u0a0a\u0d0a\ud83d\n\ude00\ufeff\uffff\n", `${"x".repeat(200)}\n`].map((text) =>
    Buffer.from(text, "utf16le"),
  ),
  tokens: ["\n\0", "\0\n", "\r\0", "\x3d\xd8", "\x00\xde", "\xff\xfe", "\xfe\xff", "{\0", "\0{"],
  slowestMs: 2000,
  async check(input) {
    const little = Buffer.concat([head, input]);
    const expected = Buffer.from(new TextDecoder("utf-16le").decode(little)).toString("latin1");
    const padded = Buffer.concat([little, Buffer.alloc(little.length % 2)]);
    const big = padded.swap16().subarray(0, little.length);
    for (const [bytes, wanted] of [
      [little, expected],
      [big, Buffer.from(new TextDecoder("utf-16be").decode(big)).toString("latin1")],
    ] as const) {
      const { inputs } = await findInputs([scratchFile("wide", bytes)]);
      const [file] = inputs;
      assert.ok(file !== undefined);
      const chunkBytes = 8 + (input.length % 100);
      const { lines, ends } = await readInSplits(file, 1 << 20, { chunkBytes });
      assert.equal(splitInputs(inputs, { splitSizeBytes: 1 << 20 }).length, 1);
      assert.equal(withoutEnd(lines.map(({ text }) => text).join("")), withoutEnd(wanted));
      assert.deepEqual(
        ends.map(({ status, bytes: read }) => [status, read]),
        [["ok", bytes.length]],
      );
    }
  },
};

/** A pair and a unit that are both cut off are one mistake or two. */
function withoutEnd(text: string): string {
  return text.replace(/(?:\u00ef\u00bf\u00bd)+$/, "");
}
