import { describe, expect, it } from "vitest";
import { splitSizeFor } from "../../src/hunt/split-size.ts";
import { describedFile } from "../scan/scanning.ts";

const mebibyte = 2 ** 20;

/** A plain file that is as large as it says it is. */
function plainFile(sizeBytes: number) {
  return { ...describedFile(new URL(import.meta.url).pathname), sizeBytes };
}

describe("splitSizeFor", () => {
  it.each([
    [1, 1, 32],
    [1000 * mebibyte, 2, 32],
    [2047 * mebibyte, 2, 32],
    [2048 * mebibyte, 2, 64],
    [6000 * mebibyte, 1, 256],
    [6000 * mebibyte, 2, 160],
    [6000 * mebibyte, 64, 32],
    [2 ** 50, 2, 256],
  ])("is, for %i bytes and %i threads, %i MiB", (sizeBytes, threads, expected) => {
    expect(splitSizeFor({ threads }, [plainFile(sizeBytes)])).toBe(expected * mebibyte);
  });

  it("goes by all that can be cut", () => {
    const halves = [plainFile(1024 * mebibyte), plainFile(1024 * mebibyte)];
    expect(splitSizeFor({ threads: 2 }, halves)).toBe(64 * mebibyte);
    const packed = halves.map((file) => ({ ...file, format: "gzip" as const }));
    expect(splitSizeFor({ threads: 2 }, packed)).toBe(32 * mebibyte);
    expect(splitSizeFor({ threads: 2 }, [])).toBe(32 * mebibyte);
  });

  it("is what was asked for", () => {
    expect(splitSizeFor({ splitSizeBytes: 7, threads: 2 }, [plainFile(2 ** 50)])).toBe(7);
  });
});
