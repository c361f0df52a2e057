import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpillQueue } from "../../src/correlate/spill-queue.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();
let folders = 0;

describe("a queue that spills", () => {
  it("gives first what came first, whatever is added meanwhile and however little memory there is", () => {
    const step = fc.constantFrom("add", "add", "look", "take");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, memoryBytes) => {
        const path = folder.join(`queue-${folders++}`);
        const queue = new SpillQueue<{ readonly number: bigint }>({
          name: "queue",
          memoryBytes,
          filePath: (name) => join(path, name),
        });
        const plain: { readonly number: bigint }[] = [];
        const given: unknown[] = [];
        const expected: unknown[] = [];
        for (const [index, step] of steps.entries()) {
          if (step === "add") {
            const item = { number: BigInt(index) };
            plain.push(item);
            queue.add(item, 10);
          } else {
            given.push(step === "look" ? queue.first() : queue.shift());
            expected.push(step === "look" ? plain[0] : plain.shift());
          }
        }
        expect(given).toEqual(expected);
        queue.remove();
        expect(queue.first()).toBeUndefined();
        expect(existsSync(path) ? readdirSync(path) : []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("gives room on disk back as it is read", () => {
    const path = folder.join(`queue-${folders++}`);
    const queue = new SpillQueue<number>({ name: "queue", memoryBytes: 15, filePath: (name) => join(path, name) });
    for (let item = 0; item < 8; item++) queue.add(item, 10);
    expect(readdirSync(path)).toHaveLength(4);
    for (let item = 0; item < 5; item++) queue.shift();
    expect(readdirSync(path)).toHaveLength(2);
    queue.remove();
  });

  it("never touches the disk if all fits in memory", () => {
    const queue = new SpillQueue<number>({
      name: "queue",
      memoryBytes: 20,
      filePath: (name) => folder.join(`nowhere/${name}`),
    });
    queue.add(1, 10);
    queue.add(2, 10);
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual([1, 2, undefined]);
    expect(existsSync(folder.join("nowhere"))).toBe(false);
  });
});
