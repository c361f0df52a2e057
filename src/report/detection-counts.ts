import { formatCounted } from "./units.ts";

/** How many detections there are, and how many of them join several events. */
export interface DetectionCounts {
  readonly detections: number;
  /** Of `detections`. Absent: none. */
  readonly sequences?: number;
  /** Of `detections`. Absent: none. */
  readonly samples?: number;
}

/**
 * The kinds of detections that join events, each with its count; kinds of which there are none are not named.
 *
 * @example formatJoined({ detections: 93, sequences: 5, samples: 0 }) // ["5 sequences"]
 */
export function formatJoined({ sequences = 0, samples = 0 }: DetectionCounts): readonly string[] {
  return [
    ...(sequences === 0 ? [] : [formatCounted(sequences, "sequence")]),
    ...(samples === 0 ? [] : [formatCounted(samples, "sample")]),
  ];
}

/**
 * All detections, and in brackets those that join events.
 *
 * @example formatDetections({ detections: 93, sequences: 5, samples: 0 }) // "93 detections (5 sequences)"
 */
export function formatDetections(counts: DetectionCounts): string {
  const joined = formatJoined(counts);
  return `${formatCounted(counts.detections, "detection")}${joined.length === 0 ? "" : ` (${joined.join(", ")})`}`;
}
