import { nearest } from "../diagnostics/suggestion.ts";
import { isObject, type JsonObject } from "../evaluate/document.ts";

/** More names of an event are not looked at. */
const mostNames = 2_000;

/** So many names are suggested. */
const mostSuggestions = 3;

/**
 * The names of all fields of an event that hold something other than objects, each once, in document order: of nested
 * objects joined by dots, of arrays those of their members. At most 2,000.
 *
 * @example fieldNames({ registry: { path: "a", data: { strings: ["b"] } } }) // ["registry.path", "registry.data.strings"]
 */
export function fieldNames(event: JsonObject): readonly string[] {
  const names = new Set<string>();
  collectNames(event, "", names);
  return [...names];
}

function collectNames(value: unknown, name: string, names: Set<string>): void {
  if (names.size >= mostNames) return;
  if (Array.isArray(value)) {
    for (const item of value) collectNames(item, name, names);
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) collectNames(value[key], name === "" ? key : `${name}.${key}`, names);
  } else if (value !== null) {
    names.add(name);
  }
}

/**
 * Names that an event has where a field has no value, and that may be meant instead, the likeliest first: one that differs in
 * letter case or separators, a misspelt one, the fields below it if it is an object, and those whose last part is the same.
 *
 * @example similarNames("registry.valeu", ["registry.value", "registry.path"]) // ["registry.value"]
 */
export function similarNames(field: string, names: readonly string[]): readonly string[] {
  const plain = plainForm(field);
  const last = plainForm(lastPart(field));
  const sameForm = names.filter((name) => plainForm(name) === plain);
  const misspelt = names.filter((name) => isMisspelling(field, name));
  const below = names.filter((name) => name.startsWith(`${field}.`));
  const sameLast = names.filter((name) => plainForm(lastPart(name)) === last && last.length > 2);
  return [...new Set([...sameForm, ...misspelt, ...below, ...sameLast])]
    .filter((name) => name !== field)
    .slice(0, mostSuggestions);
}

/** The same parts, of which at most one is another word that is near. */
function isMisspelling(field: string, name: string): boolean {
  const wanted = field.split(".");
  const parts = name.split(".");
  if (parts.length !== wanted.length) return false;
  const others = wanted.flatMap((part, index) => (part === parts[index] ? [] : [[part, parts[index] ?? ""] as const]));
  const [other] = others;
  return others.length === 1 && other !== undefined && nearest(other[0], [other[1]]) !== null;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function plainForm(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-.]/g, "");
}
