import { existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { HitSender } from "../../src/hunt/hit-sender.ts";
import { readPart } from "../../src/hunt/part-file.ts";
import { creditSlots } from "../../src/hunt/worker-task.ts";
import { noCategories } from "../../src/scan/category-counts.ts";
import type { Hit } from "../../src/scan/hit.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { emptySplit } from "./empty-input.ts";

const folder = useTemporaryFolder();
let parts = 0;

const split = emptySplit(0);

const outcome = {
  end: { status: "ok", bytes: 1, longLines: 0 } as const,
  counts: { lines: null, validated: null, sources: [], combinationLimit: 0 },
  categories: noCategories,
  disagreements: [],
};

function startSender() {
  const credit = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * creditSlots.count));
  const partPath = folder.join(`part-${parts++}`);
  const posted: (readonly Hit[])[] = [];
  const sender = new HitSender(
    { split, wanted: null, pass: null, attempt: 7, credit, partPath, keep: null },
    ({ attempt, hits }) => {
      expect(attempt).toBe(7);
      posted.push(hits);
    },
  );
  return { sender, credit, partPath, received: () => posted.splice(0) };
}

function hitOf(rule: number, length = 2): Hit {
  const event = { matched: [], text: "x".repeat(length) };
  return { kind: "event", filter: rule, offsetBytes: rule, source: 0, timeNs: null, tiebreaker: null, event };
}

/** Each is a batch by itself. */
const largeHits = Array.from({ length: 12 }, (_, rule) => hitOf(rule, 300_000));

describe("a sender", () => {
  it("sends the first hits at once", () => {
    const { sender, received } = startSender();
    sender.send([hitOf(0)]);
    expect(received()).toEqual([[hitOf(0)]]);
    expect(sender.finish(outcome)).toEqual({ batches: 1, partPath: null, kept: null });
  });

  it("sends later ones together, and what a silent pipe left", async () => {
    const { sender, received } = startSender();
    sender.send([hitOf(0)]);
    sender.send([hitOf(1)]);
    sender.send([hitOf(2)]);
    expect(received()).toEqual([[hitOf(0)]]);
    await wait(600);
    expect(received()).toEqual([[hitOf(1), hitOf(2)]]);
    expect(sender.finish(outcome)).toEqual({ batches: 2, partPath: null, kept: null });
  });

  it("writes a part once its credit is used up, and keeps to it", async () => {
    const { sender, credit, partPath, received } = startSender();
    sender.send(largeHits.slice(0, 6));
    expect(
      received()
        .flat()
        .map(({ filter }) => filter),
    ).toEqual([0, 1, 2, 3]);
    // Credit that comes later would put its hits before those of the part.
    Atomics.add(credit, creditSlots.taken, 4);
    Atomics.store(credit, creditSlots.isHead, 1);
    sender.send(largeHits.slice(6));
    expect(sender.finish(outcome)).toEqual({ batches: 4, partPath, kept: null });
    expect(received()).toEqual([]);
    const rules: number[] = [];
    for await (const batch of readPart(partPath)) rules.push(...batch.map(({ filter }) => filter));
    expect(rules).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("sends as long as the merge takes", () => {
    const { sender, credit, received } = startSender();
    const rules: number[] = [];
    for (const hit of largeHits) {
      sender.send([hit]);
      rules.push(...received().map(([first]) => first?.filter ?? -1));
      Atomics.add(credit, creditSlots.taken, 1);
    }
    expect(sender.finish(outcome)).toEqual({ batches: 12, partPath: null, kept: null });
    expect(rules).toEqual(largeHits.map(({ filter }) => filter));
  });

  it("sends nothing where there is nothing", () => {
    const { sender, received } = startSender();
    sender.send([]);
    expect(sender.finish(outcome)).toEqual({ batches: 0, partPath: null, kept: null });
    expect(received()).toEqual([]);
  });

  it("leaves no part when it is abandoned, and sends nothing later", async () => {
    const { sender, partPath, received } = startSender();
    sender.send(largeHits);
    expect(existsSync(partPath)).toBe(true);
    received();
    sender.send([hitOf(99)]);
    sender.abandon();
    expect(existsSync(partPath)).toBe(false);
    await wait(400);
    expect(received()).toEqual([]);
  });

  it("throws, at once or at the end, if its part can't be made", async () => {
    const { sender, partPath } = startSender();
    folder.write(partPath.split("/").at(-1) ?? "", "in the way");
    expect(() => sender.send(largeHits)).toThrow("file already exists");

    const late = startSender();
    late.sender.send(largeHits.slice(0, 4));
    late.sender.send([hitOf(5)]);
    folder.write(late.partPath.split("/").at(-1) ?? "", "in the way");
    await wait(400);
    expect(() => late.sender.finish(outcome)).toThrow("file already exists");
  });
});
