import { describe, expect, it } from "vitest";
import { measureLiteralSearches } from "../../bench/literals.ts";

describe("measuring the search for literals", () => {
  it("counts each line once, in any ASCII case, however blocks fall", async () => {
    const texts = [
      "IMAGEPATH and imagepath",
      "ServiceDll.",
      "serviceDl",
      "\u0131magePath",
      String.raw`Image\u0050ath`,
      String.raw`Image\u003cath`,
      "",
      "",
    ];
    const lines = Array.from({ length: 20_000 }, (_, line) => {
      const value = texts[line % texts.length] ?? "";
      return `{"line":${line},"value":"${value}"}\n`;
    });
    const bytes = Buffer.from(lines.join(""));
    const measured = await measureLiteralSearches(bytes, ["imagepath", "servicedll."], 1);
    expect(measured).toEqual(
      ["LiteralKernel", "RegExp over latin1"].map((name) => ({
        kind: "measured",
        name,
        lines: 7_500,
        bytesPerSecond: expect.objectContaining({ median: expect.any(Number) }),
      })),
    );
  });
});
