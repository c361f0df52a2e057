import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PartWriter, readPart } from "../../src/hunt/part-file.ts";
import type { EventHit, Hit } from "../../src/scan/hit.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();
let parts = 0;

async function throughPart(hits: readonly Hit[]): Promise<readonly Hit[]> {
  const path = folder.join(`new/part-${parts++}`);
  const writer = new PartWriter(path);
  for (const hit of hits) writer.write(hit);
  writer.close();
  const read: Hit[] = [];
  for await (const batch of readPart(path)) read.push(...batch);
  expect(existsSync(path)).toBe(false);
  return read;
}

const plainHit: EventHit = {
  kind: "event",
  filter: 0,
  offsetBytes: 0,
  source: 0,
  timeNs: null,
  tiebreaker: null,
  event: { matched: [], text: "{}" },
};

function withText(text: string, filter = 0): EventHit {
  return { ...plainHit, filter, event: { matched: [], text } };
}

describe("a part", () => {
  it.each([
    { name: "none", hits: [] },
    {
      name: "line breaks of other systems in an event",
      hits: [withText('{"a":"\u2028\u2029\u0085"}'), plainHit],
    },
    {
      name: "numbers that JSON doesn't have",
      hits: [
        { ...plainHit, timeNs: 2n ** 63n, tiebreaker: Number.POSITIVE_INFINITY },
        {
          ...plainHit,
          tiebreaker: 2n ** 70n,
          event: { matched: [{ field: "a", value: -(2n ** 64n), pattern: "a == 1" }], text: "{}" },
        },
      ],
    },
    {
      name: "an event longer than what is read at a time",
      hits: [plainHit, withText(`"${"é".repeat(1e6)}"`), plainHit],
    },
    {
      name: "more than is written at a time",
      hits: Array.from({ length: 5000 }, (_, filter) => withText("x".repeat(filter % 300), filter)),
    },
  ])("gives back what was written, and is gone: $name", async ({ hits }) => {
    expect(await throughPart(hits)).toEqual(hits);
  });

  it("gives back any hits", async () => {
    const value = fc.oneof(fc.string({ unit: "binary" }), fc.bigInt(), fc.boolean(), fc.integer());
    const event = fc.record({
      matched: fc.array(fc.record({ field: fc.string(), value, pattern: fc.string() }), { maxLength: 2 }),
      text: fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    });
    const place = {
      filter: fc.nat(),
      offsetBytes: fc.maxSafeNat(),
      source: fc.nat(),
      timeNs: fc.option(fc.bigInt()),
      tiebreaker: fc.option(value),
    };
    const hit = fc.oneof(
      fc.record({ kind: fc.constant("event" as const), ...place, event }),
      fc.record({
        kind: fc.constant("stage" as const),
        ...place,
        keys: fc.array(fc.option(value), { maxLength: 3 }),
        group: fc.string(),
        event: fc.option(event),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hit, { maxLength: 20 }), async (hits) => {
        expect(await throughPart(hits)).toEqual(hits);
      }),
    );
  });

  it("is gone when its reader leaves early", async () => {
    const path = folder.join("left");
    const writer = new PartWriter(path);
    for (let filter = 0; filter < 20_000; filter++) writer.write({ ...plainHit, filter });
    writer.close();
    for await (const batch of readPart(path)) {
      expect(batch.length).toBeLessThan(20_000);
      break;
    }
    expect(existsSync(path)).toBe(false);
  });

  it("is gone when its writer gives up", () => {
    const path = folder.join("given-up");
    const writer = new PartWriter(path);
    writer.write(plainHit);
    writer.remove();
    expect(existsSync(path)).toBe(false);
  });

  it("is nobody else's to read, and never another one's file", () => {
    const path = folder.write("mine", "do not touch");
    expect(() => new PartWriter(path)).toThrow("EEXIST");
    expect(readFileSync(path, "utf8")).toBe("do not touch");
  });

  it.runIf(existsSync("/dev/full"))("says when the disk is full", () => {
    // Creation is exclusive, so that a full device can't be opened: what its write says is what counts.
    expect(() => new PartWriter("/dev/full/part")).toThrow(/ENOTDIR|EEXIST/);
  });

  it("rejects where it can't be read", async () => {
    await expect(readPart(folder.join("nowhere")).next()).rejects.toThrow("ENOENT");
  });
});
