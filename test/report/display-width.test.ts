import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/display-width.ts";

describe("displayWidth", () => {
  it.each([
    ["", 0],
    ["cmd.exe", 7],
    ["é…─Ж", 4],
    ["e\u0301", 1],
    ["日本語", 6],
    ["ｆｕｌｌ", 8],
    ["half ｶﾅ", 7],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["が", 2],
    ["か\u3099", 2],
    ["กำลัง", 4],
    ["🫠", 2],
    ["🦀🎉", 4],
    ["⌚", 2],
    ["𠀀", 2],
    ["𝒳", 1],
    ["\ue000", 1],
    ["\ufffd", 1],
  ])("%j is %d columns wide", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});
