import type { FieldAccessor } from "./accessor.ts";
import type { Mapping, MappingField, MappingMode } from "./mapping.ts";
import type { Source } from "./source.ts";

/** The source that a complete mapping describes (`completeMapping`). One without tests is never recognised. */
export function sourceOf(mapping: Mapping): Source {
  const { name, product, form, detect, envelope, tiebreakerField } = mapping;
  const mode = mapping.mode ?? "override";
  return {
    name,
    product: product ?? name,
    form: form ?? name,
    detect: detect ?? [],
    envelope,
    fields: mapping.fields.map((field) => ({ name: field.name, accessor: accessorIn(field, mode) })),
    tiebreakerField,
  };
}

/** The same, but it takes every document that comes to it. */
export function forcedSource(source: Source): Source {
  return { ...source, detect: [[]] };
}

/** A field to be filled has its own name's value first; what has no source doesn't look there either. */
function accessorIn({ name, accessor, mode }: MappingField, ofMapping: MappingMode): FieldAccessor {
  const hasSource = accessor.kind !== "paths" || accessor.paths.length > 0;
  if ((mode ?? ofMapping) === "override" || !hasSource) return accessor;
  return { kind: "first", of: [{ kind: "paths", paths: [{ path: name, within: "event" }] }, accessor] };
}
