import type { PlannedField } from "../plan/plan.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";

/**
 * Where in the raw events of a source the values of a field lie, each place once, in the order in which they are looked at;
 * `^` stands before a place in the envelope. Empty if that is the field's own name, or there is no such place.
 */
export function rawPaths({ name, accessors }: PlannedField, source: number): readonly string[] {
  const accessor = accessors[source];
  if (accessor === undefined) return [];
  const paths = new Set<string>();
  collectPaths(accessor, paths);
  return paths.size === 1 && paths.has(name) ? [] : [...paths];
}

/** A place for people: `^` stands before one in the envelope. */
export function pathText({ path, within }: RawPath): string {
  return within === "envelope" ? `^${path}` : path;
}

function collectPaths(accessor: FieldAccessor, paths: Set<string>): void {
  if (accessor.kind === "paths") {
    for (const path of accessor.paths) paths.add(pathText(path));
    return;
  }
  for (const part of partsOf(accessor)) collectPaths(part, paths);
}

function partsOf(accessor: Exclude<FieldAccessor, { readonly kind: "paths" }>): readonly FieldAccessor[] {
  switch (accessor.kind) {
    case "first":
    case "all":
      return accessor.of;
    case "join":
      return accessor.parts;
    case "constant":
      return accessor.when === null ? [] : [accessor.when];
    default:
      return [accessor.of];
  }
}
