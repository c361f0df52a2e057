import { escapeUnit } from "./json-text.ts";
import type { Random } from "./random.ts";

/** Hides one letter of each `ImagePath` and `ServiceDll`, in whatever case, behind an escape: `Image\u0050ath`. */
export function escapeValueNames(text: string, random: Random): string {
  return text.replace(/imagepath|servicedll/gi, (name) => escapeLetter(name, random.below(name.length), random));
}

/** Hides a letter of names that the seed rule asks for: `"regi\u0073try"`. */
export function escapeFieldNames(text: string, random: Random): string {
  return text.replace(/"(registry|value|path|event|type|host|os|category)"(?= ?:)/g, (_, name: string) => {
    return `"${escapeLetter(name, random.below(name.length), random)}"`;
  });
}

/** Hides a letter of the values that the seed rule compares: `"chan\u0067e"`. */
export function escapeComparedValues(text: string, random: Random): string {
  return text.replace(/"(registry|change|windows)"(?! ?:)/g, (_, value: string) => {
    return `"${escapeLetter(value, random.below(value.length), random)}"`;
  });
}

/** Writes every backslash of a value as `\u005c`. */
export function escapeBackslashes(text: string): string {
  return text.replace(/\\./g, (escape) => (escape === "\\\\" ? "\\u005c" : escape));
}

/** Writes the value's name twice in one object, first as `before`: the last one counts. */
export function repeatValueName(text: string, before: string): string {
  return text.replace(/"value":/, `"value":"${before}","value":`);
}

/** Adds a member in front, in the dotted spelling: both spellings count. */
export function addDottedMember(text: string, name: string, value: string): string {
  return `{"${name}":${value},${text.slice(1)}`;
}

function escapeLetter(word: string, place: number, random: Random): string {
  const escape = escapeUnit(word.charAt(place));
  const spelt = random.once(2) ? `\\u${escape.slice(2).toUpperCase()}` : escape;
  return `${word.slice(0, place)}${spelt}${word.slice(place + 1)}`;
}
