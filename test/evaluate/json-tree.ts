import type { Choices } from "./choices.ts";

/** An object that is not yet written: a name may come twice. */
export interface JsonObjectTree {
  readonly kind: "object";
  readonly members: [name: string, value: JsonTree][];
}

/** JSON that is not yet written. */
export type JsonTree =
  | JsonObjectTree
  | { readonly kind: "array"; readonly items: JsonTree[] }
  | { readonly kind: "string"; readonly value: string }
  /** A number, `true`, `false` or `null` as it is spelt. */
  | { readonly kind: "plain"; readonly text: string };

/**
 * Adds the value of a field in some spelling: nested, dotted or mixed, in objects that are there already or in new ones,
 * which `wrap` may put into something else.
 */
export function addMember(
  choices: Choices,
  object: JsonObjectTree,
  path: string,
  value: JsonTree,
  wrap: (inner: JsonObjectTree) => JsonTree,
): void {
  const segments = path.split(".");
  let place = object;
  for (let from = 0; ;) {
    const count = choices.once(3) ? 1 + choices.below(segments.length - from) : 1;
    const name = segments.slice(from, from + count).join(".");
    from += count;
    if (from === segments.length) {
      place.members.push([name, value]);
      return;
    }
    const known = choices.once(6) ? undefined : place.members.find(([other]) => other === name)?.[1];
    if (known?.kind === "object") {
      place = known;
    } else {
      const inner: JsonObjectTree = { kind: "object", members: [] };
      place.members.push([name, wrap(inner)]);
      place = inner;
    }
  }
}

/** Writes a tree in one of the many ways that JSON has: blanks, escapes in names and values, `\\/`. */
export function writeJson(choices: Choices, tree: JsonTree): string {
  const blank = choices.once(8) ? choices.pick([" ", "\t", "  "]) : "";
  switch (tree.kind) {
    case "plain":
      return tree.text;
    case "string":
      return writeString(choices, tree.value);
    case "array":
      return `[${blank}${tree.items.map((item) => writeJson(choices, item)).join(`,${blank}`)}]`;
    case "object": {
      const members = tree.members.map(
        ([name, value]) => `${writeString(choices, name)}${blank}:${blank}${writeJson(choices, value)}`,
      );
      return `{${members.join(`${blank},`)}}`;
    }
  }
}

function writeString(choices: Choices, value: string): string {
  // JSON.stringify writes lone surrogates as escapes.
  const quoted = JSON.stringify(value);
  if (!choices.once(4)) return quoted;
  return quoted.replaceAll(/\\u[0-9a-f]{4}|\\.|[ -~]/g, (character, offset) => {
    const isDelimiter = offset === 0 || offset === quoted.length - 1;
    if (isDelimiter || character.length === 6 || !choices.once(5)) return character;
    if (character === "/") return "\\/";
    const hex = unescape(character).charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${choices.once(2) ? hex.toUpperCase() : hex}`;
  });
}

function unescape(character: string): string {
  return character.length === 1 ? character : String(JSON.parse(`"${character}"`));
}
