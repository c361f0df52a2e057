import { describe, expect, it } from "vitest";
import type { InputFormat } from "../../src/input/split.ts";
import { groupJobs } from "../../src/hunt/split-grouping.ts";
import type { SplitJob } from "../../src/hunt/split-job.ts";
import { emptyInput } from "./empty-input.ts";

const kib = 1024;

function jobOf(sizeBytes: number | null, format: InputFormat = "plain", wanted: SplitJob["wanted"] = null): SplitJob {
  const input = { ...emptyInput, format, sizeBytes: sizeBytes ?? 0 };
  return { split: { index: 0, input, startBytes: 0, endBytes: sizeBytes }, wanted, pass: null };
}

function wantedOf(count: number): SplitJob["wanted"] {
  return Array.from({ length: count }, (_, offsetBytes) => ({ offsetBytes, filter: 0 }));
}

/** How many jobs each group has. */
function sizesOf(jobs: readonly SplitJob[]): readonly number[] {
  return [...groupJobs(jobs)].map(({ length }) => length);
}

describe("small jobs", () => {
  it("are run together, up to 64 of them", () => {
    expect(sizesOf(Array.from({ length: 150 }, () => jobOf(kib)))).toEqual([64, 64, 22]);
    expect(sizesOf([])).toEqual([]);
  });

  it("and up to 256 KiB, packed ones by what they unpack to", () => {
    expect(sizesOf(Array.from({ length: 8 }, () => jobOf(100 * kib)))).toEqual([2, 2, 2, 2]);
    expect(sizesOf(Array.from({ length: 5 }, () => jobOf(16 * kib, "gzip")))).toEqual([2, 2, 1]);
  });

  it.each([
    { name: "large", job: jobOf(1 << 30) },
    { name: "of no known size", job: jobOf(null) },
    { name: "of many events to read again", job: jobOf(kib, "plain", wantedOf(65)) },
  ])("are not run with one that is $name", ({ job }) => {
    expect(sizesOf([jobOf(kib), jobOf(kib), job, job, jobOf(kib)])).toEqual([2, 1, 1, 1]);
  });

  it("keep their order", () => {
    const jobs = [1, 200 * kib, 3, 1 << 20, 5, 6].map((sizeBytes) => jobOf(sizeBytes));
    expect([...groupJobs(jobs)].flat()).toEqual(jobs);
  });
});
