import { describe, expect, it } from "vitest";
import type { FieldValue } from "../../src/evaluate/document.ts";
import { compileStep } from "../../src/evaluate/value-steps.ts";
import type { ValueStep } from "../../src/sources/accessor.ts";

type Case = readonly [ValueStep, FieldValue, ...(readonly FieldValue[])];

const backslash = "\\";

const cases: readonly Case[] = [
  [{ kind: "last", separator: backslash }, "a\\b\\c", "c"],
  [{ kind: "last", separator: backslash }, "System", "System"],
  [{ kind: "last", separator: backslash }, "a\\", ""],
  [{ kind: "last", separator: "::" }, "a::b:c", "b:c"],
  [{ kind: "initial", separator: backslash }, "a\\b\\c", "a\\b"],
  [{ kind: "initial", separator: backslash }, "System"],
  [{ kind: "initial", separator: backslash }, "\\c", ""],
  [{ kind: "head", separator: ":" }, "10.0.0.1:80:x", "10.0.0.1"],
  [{ kind: "head", separator: ":" }, "10.0.0.1", "10.0.0.1"],
  [{ kind: "prefix", replacements: [{ from: "HKLM\\", to: "" }] }, "hklm\\a", "a"],
  [
    {
      kind: "prefix",
      replacements: [
        { from: "a", to: "1" },
        { from: "ab", to: "2" },
      ],
    },
    "abc",
    "1bc",
  ],
  [{ kind: "prefix", replacements: [{ from: "x", to: "y" }] }, "ax", "ax"],
  [{ kind: "split", separator: "," }, ",a,,b,", "a", "b"],
  [{ kind: "split", separator: "," }, ","],
  [{ kind: "split", separator: ", " }, "a, b,c", "a", "b,c"],
  [{ kind: "drop", texts: ["-", "N/A"] }, "n/a"],
  [{ kind: "drop", texts: ["-", "N/A"] }, "--", "--"],
  [{ kind: "drop", texts: ["É"] }, "é", "é"],
  [{ kind: "drop", texts: ["0"] }, 0],
  [{ kind: "keep", prefix: "SHA256=" }, "sha256=AB", "AB"],
  [{ kind: "keep", prefix: "SHA256=" }, "MD5=AB"],
  [{ kind: "keep", prefix: "SHA256=" }, "SHA256"],
  [{ kind: "lower" }, "ÀB", "àb"],
  [{ kind: "unescape-percent" }, "%%COMSPEC%% /c %%1873 %%%%", "%COMSPEC% /c %%1873 %%"],
  [{ kind: "extension" }, "C:\\a.b\\c.tar.gz", "gz"],
  [{ kind: "extension" }, "/a.b/c"],
  [{ kind: "extension" }, "c."],
  [{ kind: "extension" }, "C:\\a.b/.profile", "profile"],
  [{ kind: "unbrace" }, "{1-2}", "1-2"],
  [{ kind: "unbrace" }, "{1-2", "{1-2"],
  [{ kind: "unbrace" }, "{", "{"],
  [{ kind: "unbrace" }, "{}", ""],
  [{ kind: "number" }, "0x1F", 31],
  [{ kind: "number" }, "0xffffffffffffffff", 2n ** 64n - 1n],
  [{ kind: "number" }, "0x1ffffffffffffffff"],
  [{ kind: "number" }, "31", 31],
  [{ kind: "number" }, "-0031", -31],
  [{ kind: "number" }, "1.50", 1.5],
  [{ kind: "number" }, "9007199254740993", 9_007_199_254_740_993n],
  [{ kind: "number" }, "1e999"],
  [{ kind: "number" }, "0x"],
  [{ kind: "number" }, " 31"],
  [{ kind: "number" }, ""],
  [{ kind: "number" }, "31a"],
  [{ kind: "argv" }, 'a "b c"', "a", "b c"],
  [{ kind: "argv-count" }, 'a "b c"', 2],
  [{ kind: "argv-count" }, "", 0],
  [{ kind: "sysmon-details" }, "DWORD (0x00000010)", "16"],
  [{ kind: "sysmon-details" }, "DWORD (0xffffffff)", "4294967295"],
  [{ kind: "sysmon-details" }, "QWORD (0x00000001-0x00000002)", "4294967298"],
  [{ kind: "sysmon-details" }, "QWORD (0xffffffff-0xffffffff)", "18446744073709551615"],
  [{ kind: "sysmon-details" }, "Binary Data"],
  [{ kind: "sysmon-details" }, "DWORD (0x)", "DWORD (0x)"],
  [{ kind: "sysmon-details" }, "DWORD (0x1) x", "DWORD (0x1) x"],
  [{ kind: "sysmon-details" }, "%%COMSPEC%%", "%%COMSPEC%%"],
  [{ kind: "sysmon-details" }, "", ""],
  [{ kind: "time", format: "iso" }, "2020-10-23 06:36:43.577", "2020-10-23T06:36:43.577Z"],
  [{ kind: "time", format: "iso" }, "2020-10-23T06:36:43.1283846+02:00", "2020-10-23T04:36:43.128384600Z"],
  [{ kind: "time", format: "iso" }, "1603435003577"],
  [{ kind: "time", format: "iso" }, "10/23/2020 6:36 AM"],
  [{ kind: "time", format: "epoch_millis" }, 1_603_435_003_577, "2020-10-23T06:36:43.577Z"],
  [{ kind: "time", format: "epoch_millis" }, "1603435003577.25", "2020-10-23T06:36:43.577250000Z"],
  [{ kind: "time", format: "epoch_millis" }, "-1", "1969-12-31T23:59:59.999Z"],
  [{ kind: "time", format: "epoch_millis" }, "2020-10-23"],
  [{ kind: "time", format: "epoch_seconds" }, "1603435003", "2020-10-23T06:36:43.000Z"],
  [{ kind: "time", format: "epoch_seconds" }, 1_603_435_003.5, "2020-10-23T06:36:43.500Z"],
  [{ kind: "time", format: "epoch_seconds" }, "1603435003.1234567891", "2020-10-23T06:36:43.123456789Z"],
  [{ kind: "time", format: "epoch_seconds" }, "253402300800"],
  [{ kind: "time", format: "filetime" }, 131_509_374_306_065_200n, "2017-09-26T22:10:30.606520000Z"],
  [{ kind: "time", format: "filetime" }, "116444736000000000", "1970-01-01T00:00:00.000Z"],
  [{ kind: "time", format: "filetime" }, "0", "1601-01-01T00:00:00.000Z"],
  [{ kind: "time", format: "filetime" }, "99999999999999999999"],
  [{ kind: "time", format: "filetime" }, "0x1d337a"],
  [
    { kind: "registry-spellings" },
    "MACHINE\\SYSTEM\\ControlSet001",
    "MACHINE\\SYSTEM\\ControlSet001",
    "HKLM\\SYSTEM\\ControlSet001",
    "HKLM\\SYSTEM\\CurrentControlSet",
  ],
];

describe("a step", () => {
  it.each(cases.map(([step, value, ...values]) => ({ step, value, values })))(
    "$step of $value",
    ({ step, value, values }) => {
      expect(compileStep(step)(value)).toEqual(values);
    },
  );

  it.each<[ValueStep, FieldValue, readonly FieldValue[]]>([
    [{ kind: "drop", texts: ["-"] }, 5, [5]],
    [{ kind: "lower" }, 9_007_199_254_740_993n, [9_007_199_254_740_993n]],
    [{ kind: "lower" }, true, [true]],
    [{ kind: "last", separator: "." }, 1.5, ["5"]],
    [{ kind: "split", separator: "," }, 15, [15]],
    [{ kind: "lower" }, Infinity, []],
    [{ kind: "number" }, 2n ** 60n, [2n ** 60n]],
  ])("keeps a value whose text it doesn't change as it is: %j of %s", (step, value, values) => {
    expect(compileStep(step)(value)).toEqual(values);
  });
});
