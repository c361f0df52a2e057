import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DistinctChoices } from "../../src/correlate/distinct-choices.ts";

function choose(lists: readonly (readonly number[])[], count = Infinity): readonly (readonly number[])[] {
  const choices = new DistinctChoices(lists);
  const found: (readonly number[])[] = [];
  while (found.length < count) {
    const choice = choices.next();
    if (choice === null) break;
    found.push(choice);
  }
  return found;
}

describe("distinct choices", () => {
  it.each([
    { lists: [], found: [[]] },
    { lists: [[]], found: [] },
    { lists: [[1], [1]], found: [] },
    { lists: [[1, 2], [1]], found: [[2, 1]] },
    {
      lists: [
        [3, 1],
        [1, 3],
      ],
      found: [
        [3, 1],
        [1, 3],
      ],
    },
    { lists: [[1, 2, 3], [1, 2], [1]], found: [[3, 2, 1]] },
  ])("of $lists", ({ lists, found }) => {
    expect(choose(lists)).toEqual(found);
  });

  it("are all there are, in the order of trying", () => {
    const list = fc.uniqueArray(fc.nat(6), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(list, { maxLength: 5 }), (lists) => {
        const all = lists
          .reduce<readonly (readonly number[])[]>(
            (taken, list) => taken.flatMap((some) => list.map((n) => [...some, n])),
            [[]],
          )
          .filter((choice) => new Set(choice).size === choice.length);
        expect(choose(lists)).toEqual(all);
      }),
    );
  });

  it("are found at once where trying would take for ever", () => {
    // Forty lists of the same thirty-nine numbers have no choice; with one number more in the first list they have.
    const numbers = Array.from({ length: 39 }, (_, number) => number);
    const same = Array.from({ length: 39 }, () => numbers);
    expect(choose([numbers, ...same])).toEqual([]);
    expect(choose([[...numbers, 39], ...same], 1)).toEqual([[39, ...numbers]]);
  });

  it("are none for good once there are no more", () => {
    const choices = new DistinctChoices([[1]]);
    expect([choices.next(), choices.next(), choices.next()]).toEqual([[1], null, null]);
  });
});
