import { describe, expect, it } from "vitest";
import { diagnosticCodes } from "../../src/diagnostics/codes.ts";
import { explanations } from "../../src/diagnostics/explanations.ts";
import { queryExplanations } from "../../src/diagnostics/explanations-of-queries.ts";
import { lintExplanations } from "../../src/diagnostics/explanations-of-lints.ts";
import { parseQuery } from "../../src/language/parser.ts";
import { lintLevels } from "../../src/lint/linting.ts";
import { codesOf, lintQuery } from "./linted.ts";

const codes = Object.keys(diagnosticCodes);

describe("every code", () => {
  it("has an explanation, and no explanation is without its code", () => {
    expect(Object.keys(explanations).toSorted()).toEqual(codes.toSorted());
  });

  it.each(Object.entries(explanations))(
    "%s says why in whole sentences, and has both examples or none",
    (_code, one) => {
      expect(one.why).toMatch(/^[A-Z`].{20,}\.$/);
      expect(one.bad === undefined).toBe(one.good === undefined);
    },
  );
});

describe("the examples of", () => {
  const withExamples = Object.entries(queryExplanations).flatMap(([code, one]) =>
    "bad" in one ? [{ code, bad: one.bad, good: one.good }] : [],
  );

  it.each(withExamples)("$code have this error, and none", ({ code, bad, good }) => {
    expect(parseQuery(bad).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(parseQuery(good).diagnostics).toEqual([]);
  });

  it.each(Object.entries(lintExplanations))("%s have this lint alone, and none", (code, { bad, good }) => {
    expect([...new Set(codesOf(lintQuery(bad)))]).toEqual([code]);
    expect(codesOf(lintQuery(good))).toEqual([]);
  });
});

describe("every lint", () => {
  it("has a level and an explanation with examples", () => {
    const lintCodes = codes.filter((code) => code.startsWith("L"));
    expect([...lintLevels.keys()]).toEqual(lintCodes);
    expect(Object.keys(lintExplanations)).toEqual(lintCodes);
  });
});
