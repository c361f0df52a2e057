import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Correlation } from "../../src/correlate/correlation.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { correlate } from "./correlating.ts";
import { candidatesOf, show, sketchEvents, sketchPlan } from "./sketch.ts";

const folder = useTemporaryFolder();

const pairs = sketchPlan({ kind: "sequence", stages: "a b", maxSpanMs: 5 });

/** Pairs of events, each with a key of its own; the last pair comes first in the input. */
function manyPairs(count: number): ReturnType<typeof candidatesOf> {
  const text = Array.from({ length: count }, (_, pair) => `a${2 * pair}/k${pair} b${2 * pair + 1}/k${pair}`);
  return candidatesOf(sketchEvents(text.join(" ")), pairs).toReversed();
}

describe("a correlation", () => {
  it("gives the same from memory and from disk, and leaves nothing behind", () => {
    const path = folder.join("spilled");
    const candidates = manyPairs(500);
    const inMemory = correlate(pairs.plan, candidates).map(show);
    expect(inMemory.slice(0, 2)).toEqual(["a0/k0 b1/k0", "a2/k1 b3/k1"]);
    expect(inMemory).toHaveLength(500);
    const correlation = new Correlation(pairs.plan, { memoryBytes: 20_000, filePath: (name) => join(path, name) });
    for (const candidate of candidates) correlation.add(candidate);
    expect(readdirSync(path).length).toBeGreaterThan(1);
    expect([...correlation.findings()].map(show)).toEqual(inMemory);
    correlation.remove();
    expect(readdirSync(path)).toEqual([]);
  });

  it("leaves nothing behind when its findings are left unread", () => {
    const path = folder.join("unread");
    const correlation = new Correlation(pairs.plan, { memoryBytes: 5000, filePath: (name) => join(path, name) });
    for (const candidate of manyPairs(100)) correlation.add(candidate);
    for (const finding of correlation.findings()) {
      expect(show(finding)).toBe("a0/k0 b1/k0");
      break;
    }
    correlation.remove();
    expect(readdirSync(path)).toEqual([]);
  });

  it("throws what the system says where nothing can be written", () => {
    const notAFolder = folder.join("a-file");
    writeFileSync(notAFolder, "");
    const correlation = new Correlation(pairs.plan, { memoryBytes: 100, filePath: (name) => join(notAFolder, name) });
    expect(() => {
      for (const candidate of manyPairs(10)) correlation.add(candidate);
    }).toThrow("ENOTDIR");
    correlation.remove();
    expect(existsSync(notAFolder)).toBe(true);
  });

  it("holds sequences that wait for what must not follow on disk", () => {
    const path = folder.join("pending");
    const rule = sketchPlan({ kind: "sequence", stages: "a !m", maxSpanMs: 500 });
    const text = Array.from({ length: 400 }, (_, ms) => `a${ms}`).join(" ");
    const found = (events: string): readonly string[] =>
      correlate(rule.plan, candidatesOf(sketchEvents(events), rule), {
        memoryBytes: 4000,
        filePath: (name) => join(path, name),
      }).map(show);
    expect(found(text)).toHaveLength(400);
    expect(found(`${text} m700`)).toEqual(Array.from({ length: 200 }, (_, ms) => `a${ms} -`));
    expect(readdirSync(path)).toEqual([]);
  });

  it.each([
    { size: null, found: ["a1 b2", "a3 b4", "a5 b6"] },
    { size: 2, found: ["a3 b4", "a5 b6"] },
    { size: 0, found: [] },
  ])("gives the last $size of a rule", ({ size, found }) => {
    const candidates = candidatesOf(sketchEvents("a1 b2 a3 b4 a5 b6"), pairs);
    expect(correlate(pairs.plan, candidates, { size }).map(show)).toEqual(found);
  });

  it("selects of each rule by itself", () => {
    const both = sketchPlan(
      { kind: "sequence", stages: "a b", pipes: [{ kind: "head", count: 1 }] },
      { kind: "sequence", stages: "a b", pipes: [{ kind: "tail", count: 1 }] },
    );
    const events = sketchEvents("a1 b2 a3 b4").map((event) => ({
      ...event,
      hits: event.hits.flatMap(({ letter }) => [0, 1].map((rule) => ({ rule, letter }))),
    }));
    const found = correlate(both.plan, candidatesOf(events, both));
    expect(found.map((finding) => [finding.rule, show(finding)])).toEqual([
      [0, "a1 b2"],
      [1, "a3 b4"],
    ]);
  });

  it("finds nothing in nothing", () => {
    expect(correlate(pairs.plan, [])).toEqual([]);
  });
});
