import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatBytesPerSecond,
  formatCount,
  formatCounted,
  formatSeconds,
} from "../../src/report/units.ts";

describe("units", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1_234_567, "1,234,567"],
    [154_682.4, "154,682"],
  ])("count %d is %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [0, "0 rules"],
    [1, "1 rule"],
    [1_081, "1,081 rules"],
  ])("%d rules are %s", (count, text) => {
    expect(formatCounted(count, "rule")).toBe(text);
  });

  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1_000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [31_000_000, "31.0 MB"],
    [1_234_000_000, "1.2 GB"],
    [5e12, "5.0 TB"],
    [7e18, "7000.0 PB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [75_609_756, "75.6 MB/s"],
    [100_000_000, "0.1 GB/s"],
    [900_000_000, "0.9 GB/s"],
    [17_500_000_000, "17.5 GB/s"],
  ])("%d bytes a second are %s", (speed, text) => {
    expect(formatBytesPerSecond(speed)).toBe(text);
  });

  it.each([
    [0, "0.00 s"],
    [0.41, "0.41 s"],
    [0.999, "1.0 s"],
    [4.08, "4.1 s"],
    [59.94, "59.9 s"],
    [59.96, "1 min 0 s"],
    [72.4, "1 min 12 s"],
    [3_599.7, "1 h 0 min"],
    [7_384, "2 h 3 min"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
