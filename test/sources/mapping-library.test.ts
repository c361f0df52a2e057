import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MappingLibrary } from "../../src/sources/mapping-library.ts";
import type { Mapping } from "../../src/sources/mapping.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { show } from "./mistakes.ts";

const folder = useTemporaryFolder();
mkdirSync(folder.join("builtin"));
mkdirSync(folder.join("mine"));
mkdirSync(folder.join("mine/below"));

const base = `name = "base"
product = "p"
form = "of the base"
priority = 5
each = "records"
unwrap = "a"
decode = "json"
tiebreaker = "base.id"
mode = "fill"
[[detect]]
base = true
[names]
data = "base"
both = "base"
[fields]
x = "{data}.x"
y = "{both}"
z = { from = "z", fill = false }
[[test]]
event = "{}"
expected = {}
`;

folder.write("builtin/base.toml", base);
folder.write("builtin/fields.toml", 'name = "fields"\nabstract = true\n[fields]\nx = "{data}.x"\n');
folder.write("builtin/next.toml", 'name = "next"\nextends = "../mine/a.toml"\n');
folder.write("builtin/by-file.toml", 'name = "by-file"\nextends = "base.toml"\n');
folder.write("builtin/notes.txt", "no mapping");

const library = (): MappingLibrary => new MappingLibrary({ folder: folder.join("builtin") });

/** A user's file in `mine`, with what it extends. */
function load(name: string, text: string): ReturnType<MappingLibrary["file"]> {
  return library().file(folder.write(`mine/${name}`, text));
}

function loaded(text: string): Mapping {
  const { mapping, diagnostics } = load("loaded.toml", text);
  expect(diagnostics.map(show)).toEqual([]);
  if (mapping === null) throw new Error("there is no mapping");
  return mapping;
}

/** Each as `E126 3:5 …`, its file in front. */
function mistakesIn(name: string, text: string): readonly string[] {
  const { mapping, diagnostics } = load(name, text);
  expect(mapping).toBeNull();
  return diagnostics.map((one) => `${one.source?.name.replace(`${folder.path}/`, "")} ${show(one)}`);
}

const complete = 'product = "p"\nform = "f"\n[[detect]]\n';
const place = (path: string) => ({ kind: "paths", paths: [{ path, within: "event" }] });

describe("a mapping that extends another", () => {
  it("has what that says, where it says nothing itself", () => {
    expect(loaded('name = "mine"\nextends = "base"')).toMatchObject({
      name: "mine",
      product: "p",
      form: "of the base",
      priority: 5,
      detect: [[{ kind: "exists", path: "base" }]],
      envelope: { each: "records", unwrap: "a", decode: "json" },
      tiebreakerField: "base.id",
      mode: "fill",
      names: [],
      fields: [
        { name: "x", accessor: place("base.x"), mode: null },
        { name: "y", accessor: place("base"), mode: null },
        { name: "z", accessor: place("z"), mode: "override" },
      ],
      tests: [],
    });
  });

  it("goes before it", () => {
    const text = `name = "mine"
      product = "q"
      form = "my own"
      extends = "base"
      priority = 0
      each = "events"
      unwrap = "b"
      decode = "evtx-xml"
      tiebreaker = "my.id"
      mode = "override"
      [[detect]]
      mine = true
      [names]
      data = ""
      own = "o"
      [fields]
      w = "{own}"
      y = "{both}.y"`;
    expect(loaded(text)).toMatchObject({
      product: "q",
      form: "my own",
      priority: 0,
      detect: [[{ kind: "exists", path: "mine" }]],
      envelope: { each: "events", unwrap: "b", decode: "evtx-xml" },
      tiebreakerField: "my.id",
      mode: "override",
      fields: [
        { name: "w", accessor: place("o") },
        { name: "y", accessor: place("base.y") },
        { name: "x", accessor: place("x") },
        { name: "z", accessor: place("z") },
      ],
    });
  });

  it("may extend a file beside it or below, over several steps", () => {
    folder.write("mine/below/first.toml", 'name = "first"\nabstract = true\nextends = "fields"\n[fields]\ny = "y"\n');
    folder.write(
      "mine/second.toml",
      'name = "second"\nabstract = true\nextends = "below/first.toml"\n[names]\ndata = "d"\n',
    );
    const mapping = loaded(`name = "third"\nextends = "second.toml"\n${complete}`);
    expect(mapping.fields).toEqual([
      { name: "y", accessor: place("y"), mode: null },
      { name: "x", accessor: place("d.x"), mode: null },
    ]);
  });

  it("has the tests of its own file only", () => {
    const whole = new MappingLibrary({ folder: folder.join("builtin"), withTests: true });
    expect(whole.builtin("base").mapping?.tests).toHaveLength(1);
    expect(loaded('name = "mine"\nextends = "base"').tests).toEqual([]);
  });

  it("is told what is wrong with it", () => {
    folder.write("mine/broken.toml", 'name = "broken"\nform = 1\n');
    expect(mistakesIn("a.toml", 'name = "a"\nextends = "broken.toml"\n')).toEqual([
      "mine/broken.toml E121 2:8 «1» `form` must be a string, not a number",
    ]);
  });

  it("must not lead back to itself", () => {
    folder.write("mine/b.toml", 'name = "b"\nextends = "below/../c.toml"\n');
    folder.write("mine/c.toml", 'name = "c"\nextends = "d.toml"\n');
    folder.write("mine/d.toml", 'name = "d"\nextends = "./c.toml"\n');
    const circle = 'mine/d.toml E126 2:11 «"./c.toml"» these mappings extend each other in a circle';
    expect(mistakesIn("c.toml", 'name = "c"\nextends = "d.toml"\n')).toEqual([circle]);
    expect(mistakesIn("e.toml", 'name = "e"\nextends = "c.toml"\n')).toEqual([circle]);
    expect(mistakesIn("f.toml", 'name = "f"\nextends = "f.toml"\n')).toEqual([
      'mine/f.toml E126 2:11 «"f.toml"» these mappings extend each other in a circle',
    ]);
  });

  it("is one of at most eight", () => {
    for (let number = 1; number <= 9; number++) {
      const more = number === 9 ? "" : `extends = "line-${number + 1}.toml"\n`;
      folder.write(`mine/line-${number}.toml`, `name = "line-${number}"\nabstract = true\n${more}`);
    }
    expect(library().file(folder.join("mine/line-2.toml")).diagnostics).toEqual([]);
    expect(library().file(folder.join("mine/line-1.toml")).diagnostics.map(show)).toEqual([
      'E126 3:11 «"line-9.toml"» no more than 8 mappings extend each other',
    ]);
  });

  it.each([
    "../builtin/base.toml",
    "/etc/passwd.toml",
    "below/../../x.toml",
    "C:/x.toml",
    "below\\x.toml",
    "..\\x.toml",
  ])("reads no file elsewhere: %s", (path) => {
    expect(mistakesIn("a.toml", `name = "a"\nextends = '${path}'\n`)).toEqual([
      `mine/a.toml E126 2:11 «'${path}'» a mapping extends a file in its own folder or below, as a path that is relative to it`,
    ]);
  });

  it("must be there", () => {
    expect(mistakesIn("a.toml", 'name = "a"\nextends = "bsae"\n')).toEqual([
      'mine/a.toml E126 2:11 «"bsae"» there is no such built-in mapping – did you mean `base`?',
    ]);
    expect(mistakesIn("a.toml", 'name = "a"\nextends = "zzzzzz"\n')).toEqual([
      'mine/a.toml E126 2:11 «"zzzzzz"» there is no such built-in mapping (there are `base`, `by-file`, `fields` and `next`)',
    ]);
    expect(mistakesIn("a.toml", 'name = "a"\nextends = "missing.toml"\n')).toEqual([
      "mine/missing.toml E100 - can't read this: there is no such file or folder",
    ]);
  });

  it("is extended by its name if it is built in", () => {
    expect(library().builtin("next").diagnostics.map(show)).toEqual([
      'E126 2:11 «"../mine/a.toml"» a mapping extends a file in its own folder or below, as a path that is relative to it',
    ]);
    expect(library().builtin("by-file").diagnostics.map(show)).toEqual([
      'E126 2:11 «"base.toml"» a built-in mapping extends others by their names',
    ]);
  });
});

describe("a mapping that is to recognise events", () => {
  it("needs a product, a form and a way to do so", () => {
    expect(mistakesIn("a.toml", 'name = "a"\n')).toEqual([
      'mine/a.toml E120 1:1 «» this mapping has no `product` (add `product = "…"`)',
      'mine/a.toml E120 1:1 «» this mapping has no `form` (add `form = "…"`)',
      'mine/a.toml E120 1:1 «» this mapping has no `detect` (add `[[detect]]` with something that only its events have, such as `"EventID" = 13`)',
    ]);
    expect(load("b.toml", 'name = "a"\nabstract = true\n').diagnostics).toEqual([]);
  });

  it("decodes what it unwraps", () => {
    expect(mistakesIn("a.toml", `name = "a"\ndecode = "json"\n${complete}`)).toEqual([
      'mine/a.toml E124 2:10 «"json"» `decode` means nothing without `unwrap`',
    ]);
  });
});

/** The accessors of fields under names. */
function filled(names: string, fields: string): readonly unknown[] {
  return loaded(`name = "a"\n${complete}[names]\n${names}\n[fields]\n${fields}`).fields.map(({ accessor }) => accessor);
}

function nameMistakes(names: string, fields: string): readonly string[] {
  return load("a.toml", `name = "a"\n${complete}[names]\n${names}\n[fields]\n${fields}`).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  );
}

/** Names each of which is made of the next one. */
function lineOfNames(length: number): string {
  const names = Array.from({ length }, (_, index) => `n${index} = ["{n${index + 1}}"]`);
  return `${names.join("\n")}\nn${length} = "A"`;
}

describe("a name in braces", () => {
  it("stands for a place, and for the start of others", () => {
    const names = 'data = "winlog.event_data"\nenv = "^e"\nroot = ""\nactor = ["{data}.Image", "b"]';
    expect(
      filled(
        names,
        'a = "{data}"\nb = "{data}.Image"\nc = "^{data}.x"\nd = "{env}.x"\ne = "{root}.x.y"\nf = "{actor}"',
      ),
    ).toEqual([
      place("winlog.event_data"),
      place("winlog.event_data.Image"),
      { kind: "paths", paths: [{ path: "winlog.event_data.x", within: "envelope" }] },
      { kind: "paths", paths: [{ path: "e.x", within: "envelope" }] },
      place("x.y"),
      { kind: "first", of: [place("winlog.event_data.Image"), place("b")] },
    ]);
  });

  it("may stand wherever values are asked for", () => {
    expect(
      filled(
        'a = "A"',
        'f = { from = "{a}", when = "{a}", steps = ["lower"], table = {} }\ng = { const = 1, when = "{a}.b" }\nh = { join = ["{a}"], with = "" }\ni = { all = ["{a}"] }\nj = { none = true }',
      ),
    ).toEqual([
      {
        kind: "guarded",
        of: {
          kind: "table",
          of: { kind: "step", of: place("A"), step: { kind: "lower" } },
          rows: [],
          ignoreCase: true,
          otherwise: "same",
        },
        when: place("A"),
      },
      { kind: "constant", value: 1, when: place("A.b") },
      { kind: "join", parts: [place("A")], separator: "" },
      { kind: "all", of: [place("A")] },
      { kind: "paths", paths: [] },
    ]);
  });

  it("is a path like any other in any other form", () => {
    const odd = ["{", "{}", "{a", "a{a}", "{a}b", "{a b}.c", "{a.b}"];
    expect(filled('a = "A"', odd.map((path, index) => `f${index} = "${path}"`).join("\n"))).toEqual(odd.map(place));
  });

  it("must stand for something", () => {
    expect(nameMistakes('a = "A"', 'x = "{b}"\ny = ["{b}.c", "{a}"]\nz = "{toString}"')).toEqual([
      "E120 `{b}` stands for nothing: `[names]` doesn't have it",
      "E120 `{toString}` stands for nothing: `[names]` doesn't have it",
    ]);
    expect(load("b.toml", 'name = "a"\nabstract = true\n[fields]\nx = "{b}"').diagnostics).toEqual([]);
  });

  it("must be one path where something stands behind it", () => {
    expect(nameMistakes('a = ["A", "B"]\nb = { none = true }', 'x = "{a}.c"\ny = "^{a}"\nz = "{b}.c"')).toEqual([
      "E122 `{a}.c`: `{a}` must be a single path",
      "E122 `^{a}`: `{a}` must be a single path",
      "E122 `{b}.c`: `{b}` must be a single path",
    ]);
  });

  it("is no value if it is the event itself", () => {
    expect(nameMistakes('a = ""', 'x = "{a}"')).toEqual([
      "E122 `{a}` is the event itself, which is no value: name a field in it",
    ]);
  });

  it("must not lead back to itself, nor too deep", () => {
    expect(nameMistakes('a = ["x", "{b}"]\nb = "{a}.c"', 'x = "{a}"')).toEqual(["E124 `{a}` is made of itself"]);
    expect(nameMistakes(lineOfNames(14), 'x = "{n0}"')).toEqual([]);
    expect(nameMistakes(lineOfNames(16), 'x = "{n0}"')).toEqual([
      "E125 names must not be made of names more than 16 deep",
    ]);
  });

  it("can't make a mapping grow without end", () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index} = [${`"{n${index + 1}}", `.repeat(20)}]`);
    const started = performance.now();
    expect(nameMistakes(`${names.join("\n")}\nn12 = "a"`, 'x = "{n0}"')).toEqual([
      "E125 the names make this mapping too large",
    ]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("can't multiply values by tables without end", () => {
    const table = `{ "*" = [${Array.from({ length: 40 }, (_, index) => `"${index}"`).join(", ")}] }`;
    expect(nameMistakes(`a = { from = "x", table = ${table} }`, `x = { from = "{a}", table = ${table} }`)).toEqual([
      "E125 tables within tables make more than 1024 values of one",
    ]);
  });
});

describe("a library", () => {
  it("knows the built-in mappings by name", () => {
    expect(library().builtinNames()).toEqual(["base", "by-file", "fields", "next"]);
  });

  it("says if there is no folder", () => {
    const names = new MappingLibrary({ folder: folder.join("nowhere") }).builtinNames();
    expect("message" in names && `${names.code} ${names.message}`).toBe(
      "E100 can't read this: there is no such file or folder",
    );
  });

  it("leaves out the tests of built-in mappings unless they are wanted", () => {
    expect(library().builtin("base").mapping?.tests).toEqual([]);
  });
});
