import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareColumns } from "../../src/report/column-widths.ts";

describe("shareColumns", () => {
  it("gives each what it needs if there is room", () => {
    expect(
      shareColumns(
        [
          { minimum: 4, natural: 5 },
          { minimum: 4, natural: 9 },
        ],
        20,
      ),
    ).toEqual([5, 9]);
  });

  it("shrinks the widest, but none below its minimum", () => {
    const needs = [
      { minimum: 13, natural: 24 },
      { minimum: 5, natural: 100 },
      { minimum: 5, natural: 7 },
      { minimum: 5, natural: 90 },
    ];
    expect(shareColumns(needs, 40)).toEqual([13, 10, 7, 10]);
    expect(shareColumns(needs, 61)).toEqual([18, 18, 7, 18]);
    expect(shareColumns(needs, 62)).toEqual([19, 18, 7, 18]);
  });

  it("uses all room that is needed and no more than there is", () => {
    const need = fc.record({ minimum: fc.integer({ min: 1, max: 15 }), natural: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(fc.array(need, { minLength: 1, maxLength: 8 }), fc.nat({ max: 400 }), (needs, spare) => {
        const available = needs.reduce((sum, { minimum }) => sum + minimum, 0) + spare;
        const widths = shareColumns(needs, available);
        const needed = needs.reduce((sum, { natural }) => sum + natural, 0);
        expect(widths.reduce((sum, width) => sum + width, 0)).toBe(Math.min(needed, available));
        for (const [index, { minimum, natural }] of needs.entries()) {
          expect(widths[index]).toBeLessThanOrEqual(natural);
          expect(widths[index]).toBeGreaterThanOrEqual(Math.min(minimum, natural));
        }
      }),
    );
  });
});
