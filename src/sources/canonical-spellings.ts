import type { FieldAccessor } from "./accessor.ts";
import { accessorOf, type Source } from "./source.ts";

/**
 * Where the canonical spellings of registry paths stand beside the product's own (`registry-spellings`): `raw`, where
 * mappings say so; `always`, in what is read as ECS too; `never`.
 */
export type CanonicalChoice = "raw" | "always" | "never";

/** The only field that has other spellings: adding them to others, such as data, would change what rules mean. */
const spelledField = "registry.path";

/** The source with canonical spellings as the user wants them. */
export function withCanonicalSpellings(source: Source, choice: CanonicalChoice): Source {
  switch (choice) {
    case "raw":
      return source;
    case "never":
      return {
        ...source,
        fields: source.fields.map(({ name, accessor }) => ({ name, accessor: withoutSpellings(accessor) })),
      };
    case "always": {
      const accessor = accessorOf(source, spelledField);
      if (hasSpellings(accessor)) return source;
      const others = source.fields.filter(({ name }) => name !== spelledField);
      const spelled: FieldAccessor = { kind: "step", of: accessor, step: { kind: "registry-spellings" } };
      return { ...source, fields: [...others, { name: spelledField, accessor: spelled }] };
    }
  }
}

function hasSpellings(accessor: FieldAccessor): boolean {
  switch (accessor.kind) {
    case "paths":
    case "constant":
      return false;
    case "first":
    case "all":
      return accessor.of.some(hasSpellings);
    case "join":
      return accessor.parts.some(hasSpellings);
    case "guarded":
    case "table":
      return hasSpellings(accessor.of);
    case "step":
      return accessor.step.kind === "registry-spellings" || hasSpellings(accessor.of);
  }
}

function withoutSpellings(accessor: FieldAccessor): FieldAccessor {
  switch (accessor.kind) {
    case "paths":
    case "constant":
      return accessor;
    case "first":
    case "all":
      return { kind: accessor.kind, of: accessor.of.map(withoutSpellings) };
    case "join":
      return { ...accessor, parts: accessor.parts.map(withoutSpellings) };
    case "guarded":
    case "table":
      return { ...accessor, of: withoutSpellings(accessor.of) };
    case "step": {
      const of = withoutSpellings(accessor.of);
      return accessor.step.kind === "registry-spellings" ? of : { ...accessor, of };
    }
  }
}
