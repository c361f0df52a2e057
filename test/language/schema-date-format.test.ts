import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantInstantReader, dateFormatFault, instantReader } from "../../src/language/date-format.ts";
import { formatTime, parseTime } from "../../src/language/time.ts";

type Written = string | number | bigint | boolean;

function read(formats: readonly string[], value: Written): string | null {
  const instant = instantReader(formats)(value);
  return instant === null ? null : formatTime(instant);
}

describe("a date is read by its formats", () => {
  it.each<[readonly string[], Written, string | null]>([
    [["iso"], "2024-03-01T12:00:00+02:00", "2024-03-01T10:00:00.000Z"],
    [["iso"], "1709287200000", null],
    [["iso"], 1709287200000, null],
    [["epoch_millis"], "1709287200000", "2024-03-01T10:00:00.000Z"],
    [["epoch_millis"], 1709287200000.5, "2024-03-01T10:00:00.000500000Z"],
    [["epoch_millis"], -1, "1969-12-31T23:59:59.999Z"],
    [["epoch_millis"], 1709287200000n, "2024-03-01T10:00:00.000Z"],
    [["epoch_millis"], "2024-03-01", null],
    [["epoch_millis"], Infinity, null],
    [["epoch_millis"], true, null],
    [["iso", "epoch_millis"], true, null],
    [["dd-MM-yyyy"], "17-12-2022", "2022-12-17T00:00:00.000Z"],
    [["dd-MM-yyyy"], "7-12-2022", null],
    [["dd-MM-yyyy"], "17-12-22", null],
    [["dd-MM-yyyy"], "17-12-2022 ", null],
    [["dd-MM-yyyy"], "17.12.2022", null],
    [["dd-MM-yyyy"], "17-13-2022", null],
    [["dd-MM-yyyy"], "29-02-2023", null],
    [["dd-MM-yyyy"], "29-02-2024", "2024-02-29T00:00:00.000Z"],
    [["dd-MM-yyyy"], "１７-12-2022", null],
    [["dd-MM-yyyy"], "", null],
    [["yyyy"], 2024, "2024-01-01T00:00:00.000Z"],
    [["yyyy"], 2024.5, null],
    [["yyyyMMdd"], "20240301", "2024-03-01T00:00:00.000Z"],
    [["yyyy-MM-dd HH:mm:ss.SSS"], "2024-03-01 10:11:12.345", "2024-03-01T10:11:12.345Z"],
    [["yyyy-MM-dd HH:mm"], "2024-03-01 24:00", null],
    [["yyyy-MM-dd'T'HH"], "2024-03-01T10", "2024-03-01T10:00:00.000Z"],
    [["yyyy 'o''clock' HH"], "2024 o'clock 10", "2024-01-01T10:00:00.000Z"],
    [["''yyyy"], "'2024", "2024-01-01T00:00:00.000Z"],
    [["HH yyyy"], "10 2024", "2024-01-01T10:00:00.000Z"],
    [["dd-MM-yyyy", "iso"], "2022-12-17", "2022-12-17T00:00:00.000Z"],
    [["dd/MM/yyyy", "MM/dd/yyyy"], "03/01/2024", "2024-01-03T00:00:00.000Z"],
    [["dd/MM/yyyy", "MM/dd/yyyy"], "03/13/2024", "2024-03-13T00:00:00.000Z"],
    [["MM-dd"], "03-01", null],
    [["yyyy'"], "2024", null],
    [[], "2024-03-01", null],
  ])("%o: %o", (formats, value, expected) => {
    expect(read(formats, value)).toBe(expected);
  });
});

describe("a constant beside a date", () => {
  it.each<[readonly string[], Written, string]>([
    [["dd-MM-yyyy"], "17-12-2022", "2022-12-17T00:00:00.000Z"],
    [["dd-MM-yyyy"], "2022-12-17", "2022-12-17T00:00:00.000Z"],
    [["dd-MM-yyyy"], 1709287200000, "2024-03-01T10:00:00.000Z"],
    [["yyyy"], "2024", "2024-01-01T00:00:00.000Z"],
    [["iso"], "2024", "1970-01-01T00:00:02.024Z"],
  ])("is read by the formats first: %o: %o", (formats, value, expected) => {
    const instant = constantInstantReader(formats)(value);
    expect(instant === null ? null : formatTime(instant)).toBe(expected);
  });
});

describe("the default formats", () => {
  const value = fc.oneof(
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.integer({ min: -1e12, max: 1e13 }).map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  );

  it("read what the timestamp field may hold", () => {
    const reader = instantReader(["iso", "epoch_millis"]);
    fc.assert(
      fc.property(value, (some) => {
        expect(reader(some)).toBe(parseTime(some));
      }),
    );
  });
});

describe("a pattern", () => {
  /** Where each part is in an ISO text. */
  const places = {
    yyyy: [0, 4],
    MM: [5, 7],
    dd: [8, 10],
    HH: [11, 13],
    mm: [14, 16],
    ss: [17, 19],
    SSS: [20, 23],
  } as const;
  const names = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"] as const;
  /** What may stand after a part, in the pattern and in the text. */
  const separators = [
    ["-", "-"],
    ["", ""],
    [" ", " "],
    ["é", "é"],
    ["'T'", "T"],
    ["''", "'"],
    ["'yyyy.'", "yyyy."],
  ] as const;

  it("may be long", () => {
    const format = `yyyy'${"a".repeat(200_000)}`;
    expect(dateFormatFault(format)).toBe("has a quote that is not closed");
    expect(read([`${format}'`], `2024${"a".repeat(200_000)}`)).toBe("2024-01-01T00:00:00.000Z");
  });

  it("reads what is written by it", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...names], { minLength: names.length }),
        fc.array(fc.constantFrom(...separators), { minLength: names.length, maxLength: names.length }),
        fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
        (order, after, date) => {
          const iso = date.toISOString();
          const pattern = order.map((name, index) => `${name}${after[index]?.[0]}`).join("");
          const text = order.map((name, index) => `${iso.slice(...places[name])}${after[index]?.[1]}`).join("");
          expect(dateFormatFault(pattern)).toBe(null);
          expect(read([pattern], text)).toBe(iso);
        },
      ),
    );
  });
});
