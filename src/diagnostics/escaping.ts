/**
 * What a terminal would act on or an eye would not see: control characters, line and paragraph separators, lone
 * surrogates, and everything Unicode calls ignorable (bidi controls, zero-width characters, variation selectors, tags).
 * `u` makes `\p{Cs}` match only surrogates without a partner.
 */
const unseen = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

const short: ReadonlyMap<string, string> = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/**
 * Makes text of rules and events safe to show on a terminal: nothing in it can move the cursor, change colours, reverse
 * the direction of reading or hide. Such characters become `\t`, `\n`, `\r`, `\x1b` (below U+0100), `\u202e` or
 * `\u{e0041}`; all others stay, backslashes too, so that the result is for people and can't be read back.
 * The result is one line and well-formed.
 *
 * @example escapeControl("a\u001b[31mb") // "a\\x1b[31mb"
 */
export function escapeControl(text: string): string {
  return text.replace(unseen, escapeOne);
}

function escapeOne(character: string): string {
  const known = short.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}
