import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadSources } from "../../src/sources/source-loading.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { show } from "./mistakes.ts";

const folder = useTemporaryFolder();
mkdirSync(folder.join("builtin"));

/** A file in which a source is recognised by its own name. */
function writeMapping(file: string, entries: string, name: string): string {
  return folder.write(
    file,
    `name = "${name}"\nform = "f"\n${entries}\n[[detect]]\nkind = "${name}"\n[fields]\nx = "${name}"\n`,
  );
}

writeMapping("builtin/sysmon-a.toml", 'product = "sysmon"', "sysmon-a");
writeMapping("builtin/sysmon-b.toml", 'product = "sysmon"\npriority = 2', "sysmon-b");
writeMapping("builtin/defender.toml", 'product = "defender"', "defender");
folder.write("builtin/fields.toml", 'name = "fields"\nabstract = true\n');
const mine = writeMapping("mine.toml", 'product = "mine"', "mine");
const better = writeMapping("better.toml", 'product = "sysmon"', "sysmon-a");
const same = writeMapping("same.toml", 'product = "mine"', "mine");
const bare = folder.write("bare.toml", 'name = "bare"\nabstract = true\n');
const broken = folder.write("broken.toml", "name = 1\n");

function load(...choices: readonly string[]) {
  return loadSources(choices, { folder: folder.join("builtin") });
}

function namesOf(...choices: readonly string[]): readonly string[] {
  const { sources, diagnostics } = load(...choices);
  expect(diagnostics.map(show)).toEqual([]);
  return sources.map(({ name }) => name);
}

function mistakesOf(...choices: readonly string[]): readonly string[] {
  return load(...choices).diagnostics.map((one) => show(one).replaceAll(`${folder.path}/`, ""));
}

const all = ["sysmon-b", "defender", "sysmon-a"];

describe("--source", () => {
  it.each([
    ["auto", ["auto"], all],
    ["nothing", [], all],
    ["ecs", ["ecs"], []],
    ["a product", ["sysmon"], ["sysmon-b", "sysmon-a"]],
    ["two forms", ["sysmon-a", "defender"], ["defender", "sysmon-a"]],
    ["a product and a form", ["defender", "sysmon"], all],
    ["a form beside all", ["auto", "sysmon-a"], all],
    ["a form twice", ["sysmon-a", "sysmon-a"], ["sysmon-a"]],
    ["a file", [mine], ["mine", ...all]],
    ["a file and all", [mine, "auto"], ["mine", ...all]],
    ["a file and nothing else", ["ecs", mine], ["mine"]],
    ["a file and a form", ["sysmon-a", mine], ["mine", "sysmon-a"]],
    ["a file with a built-in mapping's name", [better], ["sysmon-a", "sysmon-b", "defender"]],
    ["two files", [better, mine, "ecs"], ["sysmon-a", "mine"]],
  ])("%s", (_case, choices, names) => {
    expect(namesOf(...choices)).toEqual(names);
  });

  it("reads every document as a form that stands alone", () => {
    expect(load("sysmon-a").sources.map(({ name, detect }) => [name, detect])).toEqual([["sysmon-a", [[]]]]);
  });

  it.each([
    ["auto", ["auto"]],
    ["a product", ["sysmon"]],
    ["two forms", ["sysmon-a", "sysmon-b"]],
    ["a file and a form", [mine, "sysmon-a"]],
  ])("recognises what is what with %s", (_case, choices) => {
    for (const { name, detect } of load(...choices).sources) {
      expect(detect).toEqual([[{ kind: "value", path: "kind", texts: [name] }]]);
    }
  });

  it("takes a file's own fields, not those of the built-in mapping of its name", () => {
    expect(load(better, "ecs").sources[0]).toEqual({
      name: "sysmon-a",
      product: "sysmon",
      form: "f",
      detect: [[{ kind: "value", path: "kind", texts: ["sysmon-a"] }]],
      envelope: { each: null, unwrap: null, decode: null },
      fields: [{ name: "x", accessor: { kind: "paths", paths: [{ path: "sysmon-a", within: "event" }] } }],
      tiebreakerField: null,
    });
  });

  it.each([
    [["auto", "ecs"], ["E502 - `--source`: `auto` and `ecs` exclude each other"]],
    [["sysmom-a"], ["E502 - `--source`: there is no source `sysmom-a` – did you mean `sysmon-a`?"]],
    [["esc"], ["E502 - `--source`: there is no source `esc` – did you mean `ecs`?"]],
    [
      ["fields", "zzzzzzzz"],
      [
        "E502 - `--source`: there is no source `fields` (there are `auto`, `ecs`, `defender`, `sysmon`, `sysmon-a` and `sysmon-b`; a mapping file ends in `.toml`)",
        "E502 - `--source`: there is no source `zzzzzzzz` (there are `auto`, `ecs`, `defender`, `sysmon`, `sysmon-a` and `sysmon-b`; a mapping file ends in `.toml`)",
      ],
    ],
    [
      ["toString"],
      [
        "E502 - `--source`: there is no source `toString` (there are `auto`, `ecs`, `defender`, `sysmon`, `sysmon-a` and `sysmon-b`; a mapping file ends in `.toml`)",
      ],
    ],
    [["nowhere.toml"], ["E100 - can't read this: there is no such file or folder"]],
    [[bare], ["E124 2:12 «true» an abstract mapping recognises nothing: give one that extends it"]],
    [[mine, same], ['E127 1:8 «"mine"» `mine` is the name of mine.toml too']],
    [[broken, broken], ["E121 1:8 «1» `name` must be a string, not a number"]],
  ])("says what is wrong with %j", (choices, mistakes) => {
    expect(mistakesOf(...choices)).toEqual(mistakes);
  });

  it("says if the built-in mappings aren't there", () => {
    const { sources, diagnostics } = loadSources(["auto"], { folder: folder.join("nowhere") });
    expect(sources).toEqual([]);
    expect(diagnostics.map(show)).toEqual(["E100 - can't read this: there is no such file or folder"]);
    expect(loadSources(["ecs"], { folder: folder.join("nowhere") }).diagnostics).toEqual([]);
  });
});
