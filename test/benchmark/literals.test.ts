import { describe, expect, it } from "vitest";
import { measureLiteralSearches } from "../../bench/literals.ts";

describe("measuring the search for literals", () => {
  it("counts each line once, in any ASCII case, however blocks fall", async () => {
    const lines = Array.from({ length: 20_000 }, (_, line) => {
      const value = ["IMAGEPATH and imagepath", "ServiceDll.", "serviceDl", "\u0131magePath"][line % 4] ?? "";
      return `{"line":${line},"value":"${value}"}\n`;
    });
    const bytes = Buffer.from(lines.join(""));
    const measured = await measureLiteralSearches(bytes, ["imagepath", "servicedll."], 1);
    expect(measured).toEqual(
      ["LiteralSearch", "RegExp over latin1"].map((name) => ({
        kind: "measured",
        name,
        lines: 10_000,
        bytesPerSecond: expect.objectContaining({ median: expect.any(Number) }),
      })),
    );
  });
});
