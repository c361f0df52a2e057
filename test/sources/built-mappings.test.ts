import { describe, expect, it } from "vitest";
import { loadSources as loadBuiltSources } from "../../dist/sources/source-loading.js";
import { printBuiltMappings, readBuiltMappings } from "../../src/sources/built-mappings.ts";
import { MappingLibrary } from "../../src/sources/mapping-library.ts";
import { loadBuiltinMappings, loadSources } from "../../src/sources/source-loading.ts";

describe("the mappings that the build has read", () => {
  it("are the files' own, but for their tests and texts", () => {
    const { mappings } = loadBuiltinMappings(new MappingLibrary());
    const built: unknown = JSON.parse(printBuiltMappings(mappings));
    expect(built).toStrictEqual(
      mappings.map(({ source: { name }, ...rest }) => ({ ...rest, source: { name, text: "" } })),
    );
  });

  it("are the sources of what was built", () => {
    expect(loadBuiltSources(["auto"])).toEqual(loadSources(["auto"]));
  });

  it("aren't there without a build: then the files are read", () => {
    expect(readBuiltMappings()).toBeNull();
  });
});
