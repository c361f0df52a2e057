import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Choice } from "../../src/datasets/choice.ts";
import { Random } from "../../src/datasets/random.ts";

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe("Random", () => {
  it("gives the same numbers for a seed on every machine", () => {
    const random = new Random(1);
    expect([random.next(), random.next(), random.next(), random.next()]).toMatchInlineSnapshot(`
      [
        1874906284,
        493972694,
        1373688508,
        -681905831,
      ]
    `);
    expect([random.guid(), random.hex(2), random.base64(6)]).toMatchInlineSnapshot(`
      [
        "1f4ef3b0-ee0e-46fd-a502-9eee9c0fbb79",
        "64d85e244b031fcc",
        "Vt0hV0",
      ]
    `);
  });

  it("tells seeds apart, also those that differ above 32 bits", () => {
    const starts = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => new Random(seed).hex(4));
    expect(new Set(starts).size).toBe(starts.length);
  });

  it("stays below the limit", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 21 }), (seed, limit) => {
        const value = new Random(seed).below(limit);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(limit);
      }),
    );
  });

  it("writes GUIDs, hexadecimal and base64 digits of the asked length", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 40 }), (seed, half) => {
        const random = new Random(seed);
        expect(random.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(random.hex(half)).toMatch(new RegExp(`^[0-9a-f]{${half * 8}}$`));
        expect(random.base64(half * 2)).toMatch(new RegExp(`^[A-Za-z0-9+/]{${half * 2}}$`));
      }),
    );
  });

  it("has nothing to pick from an empty list", () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});

describe("Choice", () => {
  it("draws items about as often as they weigh", () => {
    const random = new Random(5);
    const choice = Choice.weighted([
      ["often", 90],
      ["seldom", 10],
    ] as const);
    let often = 0;
    for (let round = 0; round < 10_000; round++) if (choice.draw(random) === "often") often++;
    expect(often).toBeGreaterThan(8800);
    expect(often).toBeLessThan(9200);
  });

  it("skews by rank: the first item twice as often as the second", () => {
    const random = new Random(6);
    const choice = Choice.skewed(["first", "second", "third", "fourth"]);
    const counts = new Map<string, number>();
    for (let round = 0; round < 25_000; round++) {
      const item = choice.draw(random);
      counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    expect((counts.get("first") ?? 0) / (counts.get("second") ?? 1)).toBeCloseTo(2, 0);
    expect((counts.get("first") ?? 0) / (counts.get("fourth") ?? 1)).toBeCloseTo(4, 0);
  });
});
