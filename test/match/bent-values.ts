import * as fc from "fast-check";
import type { CaseMode, Pattern, PatternList } from "../../src/plan/pattern.ts";
import { wildcardPattern } from "../../src/plan/pattern.ts";

/** Few characters, so that things repeat and overlap; twins in case, inside and beyond ASCII; signs of regular expressions. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "A", "b", "B") },
  { weight: 2, arbitrary: fc.constantFrom("é", "É", "s", "S", "ſ", "k", "\u212a", "ß", "İ", "ı", "σ", "ς", "Σ") },
  { weight: 1, arbitrary: fc.constantFrom("😀", "😁", "𐐀", "𐐨", "\u0130", "\uffff", "\ufffd", "\ud7ff", "\ue000") },
  { weight: 2, arbitrary: fc.constantFrom("\\", ".", "[", "]", "(", ")", "^", "$", "|", "+", "{", "}", "/", "-", '"') },
  { weight: 1, arbitrary: fc.constantFrom("\n", "\r", "\u2028", "\0", " ", "@", "`", "{", "0", "_") },
);

const run = fc.array(character, { maxLength: 5 }).map((characters) => characters.join(""));

const wildcardText = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: run }, { weight: 2, arbitrary: fc.constant("*") }, fc.constantFrom("?", "??")),
    {
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(""));

const caseMode = fc.constantFrom<CaseMode>("exact", "ascii", "unicode");

/** A list of patterns and values that match some of them, nearly match, or have nothing to do with them. */
export const listAndValues: fc.Arbitrary<{ list: PatternList; values: string[] }> = fc
  .record({
    caseMode,
    texts: fc.oneof(
      { weight: 4, arbitrary: fc.array(wildcardText, { maxLength: 6 }) },
      { weight: 1, arbitrary: fc.array(wildcardText, { minLength: 7, maxLength: 130 }) },
    ),
  })
  .chain(({ caseMode, texts }) =>
    fc.record({
      list: fc.constant({ patterns: texts.map(wildcardPattern), caseMode }),
      values: fc.array(fc.oneof(run, ...(texts.length > 0 ? [fc.constantFrom(...texts).chain(bentValue)] : [])), {
        minLength: 1,
        maxLength: 8,
      }),
    }),
  );

/** A value of a pattern: runs for its stars, characters for its question marks; then perhaps bent at one place. */
function bentValue(text: string): fc.Arbitrary<string> {
  const filled = fc.array(run, { minLength: 8, maxLength: 8 }).map((fillers) => {
    let next = 0;
    return text.replaceAll(/[*?]/g, (sign) => {
      const filler = fillers[next++ % fillers.length] ?? "";
      return sign === "*" ? filler : String.fromCodePoint(filler.codePointAt(0) ?? 0x78);
    });
  });
  return fc.tuple(filled, fc.nat(), fc.constantFrom("keep", "drop", "insert", "upper", "lower", "double")).map(bend);
}

function bend([value, seed, way]: [string, number, string]): string {
  const characters = Array.from(value);
  const at = seed % (characters.length + 1);
  if (way === "drop") characters.splice(at, 1);
  if (way === "insert") characters.splice(at, 0, "a");
  if (way === "upper") return value.toUpperCase();
  if (way === "lower") return value.toLowerCase();
  if (way === "double") return value + value;
  return characters.join("");
}

/** A repeatable sequence of numbers in [0, bound). */
export function seededNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
}

const fillers = ["", "a", "x1", "\\", "\n", " -enc ", "Users\\é", "😀", ".exe", "C:\\Windows\\"];

/** A value for a pattern, by a seeded choice: of four two match, one has a character too few and one something in front. */
export function valueFor(pattern: Pattern, choose: (bound: number) => number): string {
  const parts = pattern.tokens.map((token) => {
    if (token.kind === "literal") return choose(2) === 0 ? token.text : token.text.toUpperCase();
    return token.kind === "any-one"
      ? (["C", "é", "😀", "?"][choose(4)] ?? "")
      : (fillers[choose(fillers.length)] ?? "");
  });
  const value = parts.join("");
  const way = choose(4);
  if (way === 2) return value.slice(0, -1).toWellFormed();
  return way === 3 ? `x${value}` : value;
}
