import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registrySpellings } from "../../src/evaluate/registry-spellings.ts";

describe("registrySpellings", () => {
  it.each<[string, ...(readonly string[])]>([
    ["HKLM\\SOFTWARE\\a"],
    ["HKEY_LOCAL_MACHINE\\SOFTWARE\\a", "HKLM\\SOFTWARE\\a"],
    ["\\REGISTRY\\MACHINE\\SOFTWARE\\a", "HKLM\\SOFTWARE\\a"],
    ["\\Registry\\Machine\\SOFTWARE\\a", "HKLM\\SOFTWARE\\a"],
    ["MACHINE\\SOFTWARE\\a", "HKLM\\SOFTWARE\\a"],
    ["HKEY_USERS\\S-1-5-18\\a", "HKU\\S-1-5-18\\a"],
    ["\\REGISTRY\\USER\\S-1-5-18\\a", "HKU\\S-1-5-18\\a"],
    ["USER\\S-1-5-18\\a", "HKU\\S-1-5-18\\a"],
    ["HKU\\.DEFAULT"],
    ["HKEY_CLASSES_ROOT\\.txt", "HKCR\\.txt"],
    ["HKEY_CURRENT_USER\\a", "HKCU\\a"],
    ["HKEY_CURRENT_CONFIG\\a", "HKCC\\a"],
    ["hklm\\software", "HKLM\\software"],
    ["HKEY_LOCAL_MACHINE", "HKLM"],
    ["HKLM\\System\\CurrentControlSet\\Services\\x", "HKLM\\System\\ControlSet001\\Services\\x"],
    ["HKLM\\SYSTEM\\ControlSet001\\Services", "HKLM\\SYSTEM\\CurrentControlSet\\Services"],
    [
      "MACHINE\\SYSTEM\\ControlSet002\\Services\\x",
      "HKLM\\SYSTEM\\ControlSet002\\Services\\x",
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\x",
    ],
    [
      "\\REGISTRY\\MACHINE\\SYSTEM\\CurrentControlSet",
      "HKLM\\SYSTEM\\CurrentControlSet",
      "HKLM\\SYSTEM\\ControlSet001",
    ],
    ["HKLM\\SYSTEM\\ControlSet01\\x"],
    ["HKLM\\SYSTEM\\ControlSet0011\\x"],
    ["HKLM\\SOFTWARE\\CurrentControlSet\\x"],
    ["HKU\\SYSTEM\\CurrentControlSet\\x"],
    ["\\REGISTRY\\A\\{guid}\\x"],
    ["REGISTRY\\MACHINE\\x"],
    ["HKLMX\\x"],
    ["MACHINES\\x"],
    ["C:\\HKLM\\x"],
    [""],
    ["\\"],
  ])("adds to %j", (path, ...others) => {
    expect(registrySpellings(path)).toEqual([path, ...others]);
  });

  it("gives the source's spelling first, each once, then those of the path with its hive abbreviated", () => {
    const part = fc.constantFrom(
      "HKLM",
      "MACHINE",
      "\\REGISTRY\\MACHINE",
      "SYSTEM",
      "ControlSet003",
      "CurrentControlSet",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const path = parts.join("\\");
        const spellings = registrySpellings(path);
        expect(spellings[0]).toBe(path);
        expect(new Set(spellings).size).toBe(spellings.length);
        const abbreviated = path.replace(/^(?:\\REGISTRY\\)?MACHINE(?=\\|$)/, "HKLM");
        expect(registrySpellings(abbreviated)).toEqual(spellings.filter((one) => one === abbreviated || one !== path));
      }),
      { numRuns: 2_000 },
    );
  });
});
