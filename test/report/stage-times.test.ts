import { describe, expect, it } from "vitest";
import type { Detection } from "../../src/hunt/detection.ts";
import { stageTimes } from "../../src/report/stage-times.ts";
import { exampleEvent, exampleSequence } from "./example.ts";

const at = (time: unknown): Detection["events"][number] => exampleEvent({ "@timestamp": time });
const missing = { missing: true } as const;

describe("stageTimes", () => {
  it.each<[string, string | null, Detection["events"], readonly (string | null | undefined)[]]>([
    [
      "each event's own, in UTC",
      "2025-08-18T10:00:02.000Z",
      [at("2025-08-18T12:00:00+02:00"), at(1_755_511_201_000), at(["2025-08-18 10:00:02"])],
      ["2025-08-18T10:00:00.000Z", "2025-08-18T10:00:01.000Z", "2025-08-18T10:00:02.000Z"],
    ],
    [
      "none of a missing one, wherever it is",
      "2025-08-18T10:00:00.000000001Z",
      [missing, at("2025-08-18T10:00:00.000000001Z"), missing],
      [undefined, "2025-08-18T10:00:00.000000001Z", undefined],
    ],
    [
      "of a sample one may have none",
      "2025-08-18T10:00:00.000Z",
      [at("yesterday"), at(true), at(null), at("2025-08-18T10:00:00Z")],
      [null, null, null, "2025-08-18T10:00:00.000Z"],
    ],
    ["the last one too", null, [at("2025-08-18T10:00:00Z"), at("")], ["2025-08-18T10:00:00.000Z", null]],
    [
      "the last one's alone where its rule reads times elsewhere",
      "2025-08-18T10:00:00.001Z",
      [at("2025-08-18T09:00:00Z"), missing, at("2025-08-18T10:00:00Z")],
      [undefined, undefined, "2025-08-18T10:00:00.001Z"],
    ],
  ])("%s", (_name, timestamp, events, times) => {
    expect(stageTimes(exampleSequence({ timestamp, events }))).toEqual(times);
  });
});
