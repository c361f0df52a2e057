import { describe, expect, it } from "vitest";
import type { FieldAccessor } from "../../src/sources/accessor.ts";
import { withCanonicalSpellings } from "../../src/sources/canonical-spellings.ts";
import { ecsSource } from "../../src/sources/ecs.ts";
import type { MappingField, MappingMode } from "../../src/sources/mapping.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";
import { sourceOf } from "../../src/sources/mapping-source.ts";
import type { Source } from "../../src/sources/source.ts";

const mapping = readMapping({ name: "a.toml", text: 'name = "a"\nproduct = "p"\nform = "f"' }).mapping;
if (mapping === null) throw new Error("there is no mapping");

const place = (path: string): FieldAccessor => ({ kind: "paths", paths: [{ path, within: "event" }] });
const nowhere: FieldAccessor = { kind: "paths", paths: [] };
const spelled = (of: FieldAccessor): FieldAccessor => ({ kind: "step", of, step: { kind: "registry-spellings" } });

function accessorIn(mode: MappingMode | null, field: MappingField): FieldAccessor | undefined {
  return mapping === null ? undefined : sourceOf({ ...mapping, mode, fields: [field] }).fields[0]?.accessor;
}

describe("a field of a source", () => {
  const filled: FieldAccessor = { kind: "first", of: [place("x.y"), place("raw")] };

  it.each([
    ["overrides, unless said otherwise", null, null, place("raw")],
    ["overrides", "override", null, place("raw")],
    ["is filled in", "fill", null, filled],
    ["is filled in by itself", "override", "fill", filled],
    ["overrides by itself", "fill", "override", place("raw")],
  ] as const)("%s", (_case, ofMapping, own, accessor) => {
    expect(accessorIn(ofMapping, { name: "x.y", accessor: place("raw"), mode: own })).toEqual(accessor);
  });

  it("without a source has none, even where others are filled in", () => {
    expect(accessorIn("fill", { name: "x.y", accessor: nowhere, mode: null })).toEqual(nowhere);
  });
});

describe("a source without product, form and tests", () => {
  it("is called by its name and never recognised", () => {
    expect(sourceOf({ ...mapping, product: null, form: null })).toMatchObject({ product: "a", form: "a", detect: [] });
  });
});

function sourceWith(name: string, accessor: FieldAccessor): Source {
  return { ...ecsSource, name: "s", fields: [{ name, accessor }] };
}

/** Every kind of accessor around one. */
function wrapped(accessor: FieldAccessor): FieldAccessor {
  return {
    kind: "first",
    of: [
      { kind: "guarded", of: { kind: "join", parts: [accessor], separator: "" }, when: place("when") },
      { kind: "all", of: [{ kind: "constant", value: 1, when: null }, nowhere] },
      {
        kind: "table",
        of: { kind: "step", of: accessor, step: { kind: "lower" } },
        rows: [],
        ignoreCase: true,
        otherwise: "same",
      },
    ],
  };
}

describe("canonical spellings", () => {
  it.each([
    ["a place", spelled(place("a")), place("a")],
    ["deep inside", wrapped(spelled(place("a"))), wrapped(place("a"))],
    ["several", spelled(spelled(place("a"))), place("a")],
    ["none", wrapped(place("a")), wrapped(place("a"))],
  ])("can be left out of any field: %s", (_case, accessor, without) => {
    for (const name of ["registry.path", "registry.key"]) {
      expect(withCanonicalSpellings(sourceWith(name, accessor), "never")).toEqual(sourceWith(name, without));
    }
  });

  it("are left where mappings say so", () => {
    const source = sourceWith("registry.path", spelled(place("a")));
    expect(withCanonicalSpellings(source, "raw")).toBe(source);
  });

  it("can be added to ECS' registry.path, which then reads them from its own name", () => {
    expect(withCanonicalSpellings(ecsSource, "always")).toEqual({
      ...ecsSource,
      fields: [{ name: "registry.path", accessor: spelled(place("registry.path")) }],
    });
  });

  it("are added to a mapped registry.path once, and to no other field", () => {
    expect(withCanonicalSpellings(sourceWith("registry.path", place("a")), "always")).toEqual(
      sourceWith("registry.path", spelled(place("a"))),
    );
    const source = sourceWith("registry.path", wrapped(spelled(place("a"))));
    expect(withCanonicalSpellings(source, "always")).toBe(source);
    expect(withCanonicalSpellings(sourceWith("registry.key", place("a")), "always").fields).toEqual([
      { name: "registry.key", accessor: place("a") },
      { name: "registry.path", accessor: spelled(place("registry.path")) },
    ]);
  });
});
