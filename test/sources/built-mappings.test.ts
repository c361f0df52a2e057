import { describe, expect, it } from "vitest";
import { printBuiltMappings, readBuiltMappings } from "../../src/sources/built-mappings.ts";
import { MappingLibrary } from "../../src/sources/mapping-library.ts";
import type * as sourceLoading from "../../src/sources/source-loading.ts";
import { loadBuiltinMappings, loadSources } from "../../src/sources/source-loading.ts";

// Named by an address, for the types are checked on a checkout that has no build yet.
const built: typeof sourceLoading = await import(new URL("../../dist/sources/source-loading.js", import.meta.url).href);

describe("the mappings that the build has read", () => {
  it("are the files' own, but for their tests and texts", () => {
    const { mappings } = loadBuiltinMappings(new MappingLibrary());
    const read: unknown = JSON.parse(printBuiltMappings(mappings));
    expect(read).toStrictEqual(
      mappings.map(({ source: { name }, ...rest }) => ({ ...rest, source: { name, text: "" } })),
    );
  });

  it("are the sources of what was built", () => {
    expect(built.loadSources(["auto"])).toEqual(loadSources(["auto"]));
  });

  it("aren't there without a build: then the files are read", () => {
    expect(readBuiltMappings()).toBeNull();
  });
});
