/** One escape of a string: what it stands for, or what is wrong with it. Offsets are UTF-16 ones, `end` exclusive. */
type StringEscape =
  | { readonly kind: "value"; readonly value: string; readonly end: number }
  | { readonly kind: "wrong"; readonly message: string; readonly end: number; readonly help?: string };

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);

const longestMention = 12;

/** Reads the escape whose backslash is at `at` (SEMANTICS 1). There is at least one character after it. */
export function readEscape(text: string, at: number): StringEscape {
  const letter = text.charAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { kind: "value", value: simple, end: at + 2 };
  if (letter === "u") return readCodePoint(text, at);
  const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  return {
    kind: "wrong",
    message: `unknown escape \`\\${character}\``,
    end: at + 1 + character.length,
    help: 'write `\\\\` for a backslash, or put the text between `"""` and `"""`, where it is an ordinary character',
  };
}

function readCodePoint(text: string, at: number): StringEscape {
  const form = /\\u\{([0-9a-fA-F]{2,8})\}/y;
  form.lastIndex = at;
  const found = form.exec(text);
  if (found === null) {
    return {
      kind: "wrong",
      message: "an escape `\\u` that is not followed by 2 to 8 hexadecimal digits in braces",
      end: at + 2,
      help: "write it like `\\u{00e9}`",
    };
  }
  const codePoint = Number.parseInt(found[1] ?? "", 16);
  const end = form.lastIndex;
  const shown = text.slice(at, Math.min(end, at + longestMention));
  if (codePoint > 0x10ffff) return { kind: "wrong", message: `\`${shown}\` is beyond the last character`, end };
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    return { kind: "wrong", message: `\`${shown}\` is half of a surrogate pair, no character`, end };
  }
  return { kind: "value", value: String.fromCodePoint(codePoint), end };
}

/**
 * Where in the query text the unit at `valueOffset` of a string's value stands. `start` is where the literal starts,
 * quotes included; the literal is well-formed.
 */
export function offsetInLiteral(text: string, start: number, form: "plain" | "raw", valueOffset: number): number {
  if (form === "raw") return start + 3 + valueOffset;
  let at = start + 1;
  let passed = 0;
  while (passed < valueOffset) {
    if (text[at] === "\\") {
      const escape = readEscape(text, at);
      passed += escape.kind === "value" ? escape.value.length : escape.end - at;
      at = escape.end;
    } else {
      passed++;
      at++;
    }
  }
  return at;
}
