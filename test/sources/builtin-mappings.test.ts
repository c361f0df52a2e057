import { describe, expect, it } from "vitest";
import { MappingLibrary } from "../../src/sources/mapping-library.ts";
import { loadBuiltinMappings, loadSources } from "../../src/sources/source-loading.ts";

const names = new MappingLibrary().builtinNames();
if ("message" in names) throw new Error(names.message);

describe("the built-in mappings", () => {
  it.each(names)("%s is sound, and lies in the file of its name", (name) => {
    const { mapping, diagnostics } = new MappingLibrary({ withTests: true }).builtin(name);
    expect(diagnostics).toEqual([]);
    expect(mapping?.name).toBe(name);
  });

  it.each(names)("%s is the same without its tests, which come last in its file", (name) => {
    const whole = new MappingLibrary({ withTests: true }).builtin(name).mapping;
    const cut = new MappingLibrary().builtin(name).mapping;
    expect({ ...cut, source: null }).toEqual({ ...whole, source: null, tests: [] });
  });

  it("are all sources of a hunt but those that are only extended, the ones of higher priority first", () => {
    const { mappings, diagnostics } = loadBuiltinMappings(new MappingLibrary());
    expect(diagnostics).toEqual([]);
    expect(mappings.length).toBeGreaterThan(10);
    expect(loadSources(["auto"]).sources.map(({ name }) => name)).toEqual(mappings.map(({ name }) => name));
    const priorities = mappings.map(({ priority }) => priority ?? 0);
    expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
    expect(mappings.filter((mapping) => mapping.abstract)).toEqual([]);
  });

  it("have tests of their own where they recognise events", () => {
    const untested = loadBuiltinMappings(new MappingLibrary({ withTests: true })).mappings.filter(
      ({ tests }) => tests.length === 0,
    );
    expect(untested.map(({ name }) => name)).toEqual([]);
  });
});
