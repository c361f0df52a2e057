import { isObject, type JsonObject } from "./document.ts";

/** A value in an object, and the keys that lead to it. */
export interface LocatedValue {
  readonly keys: readonly string[];
  readonly value: unknown;
}

/**
 * The value at a path, in whatever spelling (`a.b` as two names or one), that is of the kind wanted; `null` if there is none.
 * Looks into objects only: a part of an array is no place. Paths come from mappings, and are short.
 */
export function locateValue(
  object: JsonObject,
  path: string,
  isWanted: (value: unknown) => boolean,
): LocatedValue | null {
  for (let end = path.indexOf("."); ; end = path.indexOf(".", end + 1)) {
    const key = end < 0 ? path : path.slice(0, end);
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (end < 0) return value !== undefined && isWanted(value) ? { keys: [key], value } : null;
    if (!isObject(value)) continue;
    const inner = locateValue(value, path.slice(end + 1), isWanted);
    if (inner !== null) return { keys: [key, ...inner.keys], value: inner.value };
  }
}
