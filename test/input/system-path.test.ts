import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findInputs } from "../../src/input/finding.ts";
import { readFolder, shownPath, systemPath } from "../../src/input/system-path.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { readSplit, wholeSplit } from "./reading.ts";

const folder = useTemporaryFolder();
let folders = 0;

function newFolder(): string {
  const path = folder.join(String(folders++));
  mkdirSync(path);
  return path;
}

/** A path below a folder, by its bytes. */
function below(path: string, ...bytes: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(`${path}/`), Buffer.from(bytes)]);
}

// Elsewhere names are text.
describe.skipIf(process.platform !== "linux")("names that are no UTF-8", () => {
  it("are kept byte for byte", () => {
    const part = fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2f);
    const names = fc
      .array(part, { minLength: 1, maxLength: 12 })
      .filter((bytes) => !/^\.{1,2}$/.test(String.fromCharCode(...bytes)));
    fc.assert(
      fc.property(fc.uniqueArray(names, { selector: String, minLength: 1, maxLength: 5 }), (all) => {
        const path = newFolder();
        for (const name of all) writeFileSync(below(path, ...name), "");
        const found = readFolder(path).map(({ name }) => Buffer.from(systemPath(join(path, name))).toString("hex"));
        expect(found.toSorted()).toEqual(all.map((name) => below(path, ...name).toString("hex")).toSorted());
      }),
      { numRuns: 50 },
    );
  });

  it("are found and read, in folders and by globs, and shown as bytes", async () => {
    const path = newFolder();
    const inner = below(path, 0x64, 0xe9);
    mkdirSync(inner);
    writeFileSync(below(path, 0x61, 0xff, 0xfe), "one\n");
    writeFileSync(below(path, 0x61, 0xff, 0xfd), "two\n");
    writeFileSync(Buffer.concat([inner, Buffer.from("/b\ufffd")]), "three\n");
    const shown = [`${path}/a\\xff\\xfd`, `${path}/a\\xff\\xfe`, `${path}/d\\xe9/b\ufffd`];
    for (const argument of [path, `${path}/**`]) {
      const { inputs, problems } = await findInputs([argument]);
      expect(problems).toEqual([]);
      expect(inputs.map(({ name }) => name).toSorted()).toEqual(shown);
      for (const input of inputs) {
        const { end, lines } = await readSplit(wholeSplit(input));
        expect(end.status).toBe("ok");
        expect(lines).toHaveLength(1);
      }
    }
  });

  it("leave those alone that are", () => {
    for (const name of ["a", "é\ufffd", "\u{1f600}"]) {
      expect(systemPath(name)).toBe(name);
      expect(shownPath(name)).toBe(name);
    }
  });
});
