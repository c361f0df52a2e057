import { describe, expect, it } from "vitest";
import { drawHunts, drawMatchers, formatRatio, formatShare } from "../../src/benchmark/terminal-tables.ts";
import { exampleResults } from "./example.ts";

describe("tables for a terminal", () => {
  it("set matchers side by side, a dash for who was wrong", () => {
    expect(drawMatchers(exampleResults.matchers)).toBe(
      [
        "list            patterns  values  length  matching   auto  re2",
        "──────────────  ────────  ──────  ──────  ────────  ─────  ───",
        "registry.value         2   4,000      19      <1 %     16  239",
        "made up            1,000   4,000      80      10 %  1,203    –",
        "",
      ].join("\n"),
    );
  });

  it("set hunts and peers side by side, the ratio to the first hunt round by round", () => {
    expect(drawHunts(exampleResults.hunts)).toBe(
      [
        "hunt                found  seconds     speed          ratio   start  peak memory",
        "──────────────────  ─────  ───────  ────────  ─────────────  ──────  ───────────",
        "parse, 1 thread       128    4.0 s  0.3 GB/s  1.0 (1.0–1.0)  0.20 s     150.0 MB",
        "literal, 2 threads    128   0.50 s  2.0 GB/s  8.0 (8.0–9.0)  0.25 s     180.0 MB",
        "DuckDB, 1 thread        –        –         –              –       –            –",
        "DuckDB, 2 threads     128    1.0 s  1.0 GB/s  4.0 (2.0–4.5)  0.15 s     300.0 MB",
        "",
      ].join("\n"),
    );
  });

  it("show nothing that a terminal would act on", () => {
    const [first] = exampleResults.matchers;
    const table = drawMatchers(first === undefined ? [] : [{ ...first, name: "a\u001b[2Jb\n" }]);
    expect(table).toContain("a\\x1b[2Jb\\n");
    expect(table).not.toContain("\u001b");
  });

  it("can be empty", () => {
    expect(drawMatchers([])).toMatch(/^list +patterns/);
    expect(drawHunts({ bytes: null, hunts: [], peers: [] })).toMatch(/found/);
  });
});

describe("figures", () => {
  it.each([
    { share: 0, text: "0 %" },
    { share: 0.0001, text: "<1 %" },
    { share: 0.1, text: "10 %" },
    { share: 0.9999, text: ">99 %" },
    { share: 1, text: "100 %" },
  ])("a share of $share is $text", ({ share, text }) => {
    expect(formatShare(share)).toBe(text);
  });

  it("a ratio has its spread", () => {
    expect(formatRatio({ median: 2.04, low: 1.98, high: 2.16 })).toBe("2.0 (2.0–2.2)");
  });
});
