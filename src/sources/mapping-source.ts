import type { FieldAccessor, RawPath } from "./accessor.ts";
import type { Mapping, MappingField, MappingMode } from "./mapping.ts";
import type { Source } from "./source.ts";

/** The source that a complete mapping describes (`completeMapping`). One without tests is never recognised. */
export function sourceOf(mapping: Mapping): Source {
  const { name, product, form, detect, envelope, tiebreakerField } = mapping;
  const never = mapping.never.flatMap(({ accessor, texts }) => placesOf(accessor).map((place) => ({ place, texts })));
  const mode = mapping.mode ?? "override";
  return {
    name,
    product: product ?? name,
    form: form ?? name,
    detect: detect ?? [],
    envelope,
    fields: mapping.fields.map((field) => ({ name: field.name, accessor: accessorIn(field, mode) })),
    tiebreakerField,
    ...(never.length === 0 ? {} : { never }),
  };
}

/** The same, but it takes every document that comes to it. */
export function forcedSource(source: Source): Source {
  return { ...source, detect: [[]] };
}

/** Where an accessor reads values as they are: what is made of them is another text. */
function placesOf(accessor: FieldAccessor): readonly RawPath[] {
  switch (accessor.kind) {
    case "paths":
      return accessor.paths;
    case "first":
    case "all":
      return accessor.of.flatMap(placesOf);
    default:
      return [];
  }
}

/** A field to be filled has its own name's value first; what has no source doesn't look there either. */
function accessorIn({ name, accessor, mode }: MappingField, ofMapping: MappingMode): FieldAccessor {
  const hasSource = accessor.kind !== "paths" || accessor.paths.length > 0;
  if ((mode ?? ofMapping) === "override" || !hasSource) return accessor;
  return { kind: "first", of: [{ kind: "paths", paths: [{ path: name, within: "event" }] }, accessor] };
}
