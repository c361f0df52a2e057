import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { isAddressOrRange } from "../../src/language/address-range.ts";
import * as engine from "../../src/plan/address-constant.ts";
import * as reference from "../../src/reference/address.ts";
import { Choices } from "../evaluate/choices.ts";

const pieces =
  ":: : : : 0 1 ffff FFFF a 00 0001 00001 g 64 10.0.0.1 255.255.255.255 1.2.3 256.1.1.1 01.2.3.4 . %1 ::ffff: ::1 1:2:3:4:5:6:7 1:2:3:4:5:6 / /0 /8 /33 /104 /128 /129 /08".split(
    " ",
  );

describe("addresses and ranges", () => {
  it("are what the reference, the parser and Node say, on texts that nearly are some", () => {
    const choices = Choices.seeded(6);
    const addresses = ["10.0.0.1"];
    const wrong: string[] = [];
    let held = 0;
    for (let count = 0; count < 100_000; count++) {
      const text = choices.list(1, 7, () => choices.pick(pieces)).join("");
      const address = engine.parseAddress(text);
      const number = address?.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) ?? null;
      if (number !== reference.parseAddress(text)) wrong.push(`address ${text}`);
      if ((address !== null) !== (isIP(text) !== 0 && !text.includes("%"))) wrong.push(`Node on ${text}`);
      if (address !== null) addresses.push(text);

      const range = engine.parseAddressRange(text);
      const expected = reference.parseAddressRange(text);
      if (engine.isAddressConstant(text) !== (expected !== null)) wrong.push(`range ${text}`);
      if (isAddressOrRange(text) !== (expected !== null)) wrong.push(`the parser on ${text}`);
      const other = choices.pick(addresses);
      const isHeld = range !== null && engine.isInRange(engine.parseAddress(other) ?? [], range);
      if (expected !== null && isHeld !== reference.isInRange(reference.parseAddress(other) ?? 0n, expected))
        wrong.push(`${other} in ${text}`);
      if (isHeld) held++;
    }
    expect(wrong).toEqual([]);
    expect(addresses.length).toBeGreaterThan(1_000);
    expect(held).toBeGreaterThan(100);
  });

  it.each([
    ["::10.0.0.1", "10.0.0.1", false],
    ["::ffff:10.0.0.1", "10.0.0.1", true],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["::/0", "10.0.0.1", true],
    ["0.0.0.0/0", "::1", false],
    ["10.6.48.157/8", "10.255.0.0", true],
  ])("%s holds %s: %s", (text, address, expected) => {
    const range = engine.parseAddressRange(text);
    expect(range !== null && engine.isInRange(engine.parseAddress(address) ?? [], range)).toBe(expected);
  });
});
