import { describe, expect, it } from "vitest";
import { lintQuery, placesOf } from "./linted.ts";

const twoLists = (first: string, second: string): string => `process where
  process.name : ("a*", "ab") or ${first}
  user.name : ("a*", "ac") ${second}`;

describe("a comment silences", () => {
  it.each([
    ["nothing that it doesn't name", twoLists("", ""), ['L103 "ab"', 'L103 "ac"']],
    ["what begins on its line", twoLists("// eqlhunt: allow L103", ""), ['L103 "ac"']],
    ["what begins on its line, as a block too", twoLists("", "/* eqlhunt: allow L103 */"), ['L103 "ab"']],
    ["what begins on the next line", twoLists("\n// eqlhunt: allow L103", ""), ['L103 "ab"']],
    [
      "what begins on the next line with a token",
      twoLists("\n// eqlhunt: allow L103\n\n// why not\n", ""),
      ['L103 "ab"'],
    ],
    ["the whole rule from before its first word", `// eqlhunt: allow L103\n${twoLists("", "")}`, []],
    ["several lints", '// eqlhunt: allow L103, L101 they are meant\nany where a : ("b*", "bc") or c == "d*"', []],
    ["several lints without a comma", '// eqlhunt: allow L103 L101\nany where a : ("b*", "bc") or c == "d*"', []],
    [
      "on the last line too",
      'any where a : ("b*", "bc")\n  // eqlhunt: allow L103',
      ['L103 "bc"', "L100 // eqlhunt: allow L103"],
    ],
  ])("%s", (_what, query, places) => {
    expect(placesOf(lintQuery(query))).toEqual(places);
  });

  it("is no comment inside a string", () => {
    expect(placesOf(lintQuery('any where a : ("b*", "bc", "// eqlhunt: allow L103")'))).toEqual(['L103 "bc"']);
  });
});

describe("a comment that silences nothing is a note", () => {
  it.each([
    ["eqlhunt: allow L103", "a comment that silences `L103` where there is none"],
    ["eqlhunt: allow L999", "a comment that silences `L999`, which is no lint"],
    ["eqlhunt: allow E203", "a comment that silences `E203`, which is no lint"],
    ["eqlhunt: allow L100", "a comment that silences `L100`, which is no lint"],
    ["eqlhunt: allow X1", "a comment that silences `X1`, which is no lint"],
    ["eqlhunt: allow", "a comment that names no lint"],
    ["eqlhunt: allow all", "a comment that names no lint"],
    ["eqlhunt: ignore L103", "a comment for eqlhunt that isn't understood"],
  ])("%s", (comment, message) => {
    const [finding, ...others] = lintQuery(`any where a : "b" // ${comment}`);
    expect(finding).toMatchObject({ code: "L100", severity: "note", message });
    expect(finding?.source?.text.slice(finding.span?.start, finding.span?.end)).toBe(`// ${comment}`);
    expect(others).toEqual([]);
  });

  it.each(["see eqlhunt: allow L103", "eqlhunt is the engine", "allow L103"])(
    "unless it is for people: %s",
    (comment) => {
      expect(lintQuery(`any where a : "b" // ${comment}`)).toEqual([]);
    },
  );

  it("says so of each code that it names", () => {
    expect(
      lintQuery('any where a : ("b*", "bc") // eqlhunt: allow L101, L103, L102').map(({ message }) => message),
    ).toEqual([
      "a comment that silences `L101` where there is none",
      "a comment that silences `L102` where there is none",
    ]);
  });

  it("takes a query with many comments in a moment", () => {
    const comments = "// eqlhunt: allow L103\n".repeat(20_000);
    const before = process.cpuUsage();
    expect(lintQuery(`any where a : "b"\n${comments}`)).toHaveLength(100);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(3);
  });
});
