import { expect, it } from "vitest";
import { drawGrid, type StyledLine } from "../../src/report/grid.ts";

const cell = (text: string): readonly StyledLine[] => [{ text, style: null }];

it("leaves an empty cell empty, so that what follows stays in its column", () => {
  const rows = [
    [cell("a"), cell("b"), cell("c")],
    [cell("1"), cell(""), cell("3")],
  ];
  expect(drawGrid(rows, [3, 3, 3], { header: false, color: false })).toBe("a    b    c\n1         3\n");
});

it("draws the line under a header that stands alone", () => {
  expect(drawGrid([[cell("a"), cell("b")]], [3, 2], { header: true, color: false })).toBe("a    b\n───  ──\n");
});
