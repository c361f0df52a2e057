import type { FieldAccessor, RawPath } from "../sources/accessor.ts";

/** Whether two accessors read the same in the same way, as far as that can be told from how they are written. */
export function isSameAccessor(a: FieldAccessor, b: FieldAccessor): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "paths":
      return b.kind === "paths" && areSame(a.paths, b.paths, isSamePlace);
    case "first":
    case "all":
      return b.kind === a.kind && areSame(a.of, b.of, isSameAccessor);
    default:
      // Others are not what tables are keyed by; to take two for different costs precision and no more.
      return false;
  }
}

function areSame<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] ?? item));
}

function isSamePlace(a: RawPath, b: RawPath): boolean {
  return a.path === b.path && a.within === b.within;
}

/** The accessor and everything that it is made of. */
export function* partsOf(accessor: FieldAccessor): Generator<FieldAccessor> {
  yield accessor;
  switch (accessor.kind) {
    case "paths":
      return;
    case "first":
    case "all":
      for (const part of accessor.of) yield* partsOf(part);
      return;
    case "join":
      for (const part of accessor.parts) yield* partsOf(part);
      return;
    case "constant":
      if (accessor.when !== null) yield* partsOf(accessor.when);
      return;
    case "guarded":
      yield* partsOf(accessor.of);
      yield* partsOf(accessor.when);
      return;
    case "table":
    case "step":
      yield* partsOf(accessor.of);
  }
}
