import { describe, expect, it } from "vitest";
import { isInRange, parseAddress, parseAddressRange } from "../../src/reference/address.ts";

describe("parseAddress", () => {
  it.each([
    ["0.0.0.0", 0xffff_0000_0000n],
    ["255.255.255.255", 0xffff_ffff_ffffn],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ["1:2:3:4:5:6:7::", 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ["::2:3:4:5:6:7:8", 0x0002_0003_0004_0005_0006_0007_0008n],
    ["FE80::a", (0xfe80n << 112n) | 10n],
    ["::1.2.3.4", 0x0102_0304n],
    ["1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004_0005_0006_0102_0304n],
    ["::ffff:1.2.3.4", 0xffff_0102_0304n],
  ])("reads %s", (text, expected) => {
    expect(parseAddress(text)).toBe(expected);
  });

  it.each([
    "",
    " ",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.04",
    "1.2.3.256",
    "1.2.3.-4",
    "1.2.3.4 ",
    "0x1.2.3.4",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "12345::",
    "g::",
    "::1%eth0",
    "[::1]",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "::1.2.3",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::1/64",
  ])("takes %j for no address", (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe("parseAddressRange", () => {
  it.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.6.48.157/8", "10.0.0.0", true],
    ["10.0.0.1", "10.0.0.1", true],
    ["10.0.0.1", "10.0.0.2", false],
    ["10.0.0.1/32", "10.0.0.1", true],
    ["0.0.0.0/0", "1.2.3.4", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "::1", true],
    ["fe80::/10", "febf:ffff::", true],
    ["fe80::/10", "fec0::", false],
    ["::1/128", "::1", true],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
  ])("%s holds %s: %s", (range, address, expected) => {
    const parsed = [parseAddressRange(range), parseAddress(address)] as const;
    expect(parsed[0] !== null && parsed[1] !== null && isInRange(parsed[1], parsed[0])).toBe(expected);
  });

  it.each([
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "/8",
    "a/8",
    "10.0.0/8",
  ])("takes %j for no range", (text) => {
    expect(parseAddressRange(text)).toBeNull();
  });
});
