import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { areFewRules, areSingleFiles } from "../../src/cli/command-size.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();
const file = folder.write("rule.toml", "");
const small = folder.join("small");
const large = folder.join("large");
const deep = folder.join("deep");
mkdirSync(small);
mkdirSync(large);
mkdirSync(folder.join("deep/inner"), { recursive: true });
folder.write("small/rule.toml", "");
for (let number = 0; number <= 64; number++) folder.write(`large/${number}.toml`, "");

describe("the size of a command", () => {
  it.each([
    ["a file", [file], true, true],
    ["a file that isn't there", [folder.join("nowhere")], true, true],
    ["a small folder", [small], true, false],
    ["a large folder", [large], false, false],
    ["a folder with folders", [deep], false, false],
    ["one of them beside a file", [file, large], false, false],
    ["many files", Array.from({ length: 65 }, () => file), false, false],
    ["nothing", [], true, true],
  ])("is small or not: %s", (_, paths, areFew, areSingle) => {
    expect(areFewRules(paths)).toBe(areFew);
    expect(areSingleFiles(paths)).toBe(areSingle);
  });
});
