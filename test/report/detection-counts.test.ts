import { describe, expect, it } from "vitest";
import { type DetectionCounts, formatDetections } from "../../src/report/detection-counts.ts";

describe("formatDetections", () => {
  it.each<[DetectionCounts, string]>([
    [{ detections: 0 }, "0 detections"],
    [{ detections: 1, sequences: 0, samples: 0 }, "1 detection"],
    [{ detections: 93, sequences: 5 }, "93 detections (5 sequences)"],
    [{ detections: 12_345, sequences: 1, samples: 2_000 }, "12,345 detections (1 sequence, 2,000 samples)"],
  ])("%j", (counts, text) => {
    expect(formatDetections(counts)).toBe(text);
  });
});
