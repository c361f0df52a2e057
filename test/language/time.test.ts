import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTime, parseTime } from "../../src/language/time.ts";

describe("parseTime", () => {
  it.each([
    ["2025-08-18", "2025-08-18T00:00:00.000Z"],
    ["2025-08-18T10", "2025-08-18T10:00:00.000Z"],
    ["2025-08-18T10:20", "2025-08-18T10:20:00.000Z"],
    ["2025-08-18T10:20:30", "2025-08-18T10:20:30.000Z"],
    ["2025-08-18 10:20:30", "2025-08-18T10:20:30.000Z"],
    ["2025-08-18T10:20:30Z", "2025-08-18T10:20:30.000Z"],
    ["2025-08-18T10:20:30.5Z", "2025-08-18T10:20:30.500Z"],
    ["2025-08-18T10:20:30,5Z", "2025-08-18T10:20:30.500Z"],
    ["2025-08-18T10:20:30.123456789Z", "2025-08-18T10:20:30.123456789Z"],
    ["2025-08-18T10:20:30.1234Z", "2025-08-18T10:20:30.123400000Z"],
    ["2025-08-18T10:20:30+02:00", "2025-08-18T08:20:30.000Z"],
    ["2025-08-18T10:20:30+0230", "2025-08-18T07:50:30.000Z"],
    ["2025-08-18T10:20:30-11", "2025-08-18T21:20:30.000Z"],
    ["2025-08-18 00:00+01:00", "2025-08-17T23:00:00.000Z"],
    ["0000-01-01", "0000-01-01T00:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["1601-01-01T00:00:00Z", "1601-01-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"],
    ["9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["0", "1970-01-01T00:00:00.000Z"],
    ["1755512430123", "2025-08-18T10:20:30.123Z"],
    ["0000000001755512430123", "2025-08-18T10:20:30.123Z"],
    [1_755_512_430_123, "2025-08-18T10:20:30.123Z"],
    [1_755_512_430_123n, "2025-08-18T10:20:30.123Z"],
    [1_755_512_430_123.25, "2025-08-18T10:20:30.123250000Z"],
    [-1, "1969-12-31T23:59:59.999Z"],
    [-0.5, "1969-12-31T23:59:59.999500000Z"],
  ])("reads %s", (value, expected) => {
    const time = parseTime(value);
    expect(time === null ? null : formatTime(time)).toBe(expected);
  });

  it.each([
    "",
    " ",
    "now",
    "2025",
    "2025-08",
    "2025-8-18",
    "2025-08-18T",
    "2025-08-18Z",
    "2025-08-18t10:20:30Z",
    "2025-08-18T10:20:30z",
    "2025-08-18  10:20:30",
    " 2025-08-18",
    "2025-08-18T10:20:30Z ",
    "2025-08-18T10:20:30.Z",
    "2025-08-18T10:20:30.1234567890Z",
    "2025-08-18T10:20.5Z",
    "2025-08-18T1:20:30",
    "2025-08-18T10:2",
    "2025-08-18T24:00:00Z",
    "2025-08-18T23:60:00Z",
    "2025-08-18T23:59:60Z",
    "2025-08-18T10:20:30+2",
    "2025-08-18T10:20:30+02:0",
    "2025-08-18T10:20:30+24:00",
    "2025-08-18T10:20:30+02:60",
    "2025-08-18T10:20:30 +02:00",
    "2025-08-18T10:20:30UTC",
    "2025-00-01",
    "2025-13-01",
    "2025-01-00",
    "2025-01-32",
    "2025-04-31",
    "2025-02-29",
    "1900-02-29",
    "2100-02-29",
    "+2025-08-18",
    "-001-08-18",
    "12025-08-18",
    "2025/08/18",
    "18-08-2025",
    "0000-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "-1755512430123",
    "1755512430123.5",
    "1e12",
    "999999999999999",
    "9".repeat(1_000_000),
    "２０２５-08-18",
  ] satisfies string[])("finds no time in %j", (value) => {
    // Some of these are digits, which are milliseconds.
    const isMs = /^[0-9]{1,6}$/.test(value);
    expect(parseTime(value)).toBe(isMs ? BigInt(value) * 1_000_000n : null);
  });

  it.each([
    Number.NaN,
    Infinity,
    -Infinity,
    1e300,
    253_402_300_800_000,
    -62_167_219_200_001,
    10n ** 30n,
    -(10n ** 30n),
  ])("finds no time in %s", (value) => {
    expect(parseTime(value)).toBeNull();
  });

  it("agrees with the calendar of Date on every day", () => {
    for (let day = Date.UTC(1890, 0, 1); day < Date.UTC(2110, 0, 1); day += 86_400_000) {
      expect(parseTime(new Date(day).toISOString().slice(0, 10))).toBe(BigInt(day) * 1_000_000n);
    }
  });
});

describe("formatTime", () => {
  const earliest = parseTime("0001-01-01") ?? 0n;
  const latest = parseTime("9999-12-31T23:59:59.999999999Z") ?? 0n;

  it("writes what parseTime reads", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: earliest, max: latest }), (time) => {
        expect(parseTime(formatTime(time))).toBe(time);
      }),
    );
  });

  it("writes three digits for whole milliseconds and nine for others", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: earliest, max: latest }), fc.boolean(), (time, isWhole) => {
        const ns = isWhole ? (time / 1_000_000n) * 1_000_000n : time;
        expect(formatTime(ns)).toMatch(ns % 1_000_000n === 0n ? /^\d{4}.{15}\.\d{3}Z$/ : /^\d{4}.{15}\.\d{9}Z$/);
      }),
    );
  });

  it("doesn't depend on the zone in which a time was written", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: earliest + 10n ** 14n, max: latest - 10n ** 14n }),
        fc.integer({ min: -1439, max: 1439 }),
        fc.constantFrom(":", ""),
        (time, minutes, colon) => {
          const local = formatTime(time + BigInt(minutes) * 60_000_000_000n).slice(0, -1);
          const hour = String(Math.trunc(Math.abs(minutes) / 60)).padStart(2, "0");
          const minute = String(Math.abs(minutes) % 60).padStart(2, "0");
          expect(parseTime(`${local}${minutes < 0 ? "-" : "+"}${hour}${colon}${minute}`)).toBe(time);
        },
      ),
    );
  });
});
