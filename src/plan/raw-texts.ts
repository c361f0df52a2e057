import type { ValueStep } from "../sources/accessor.ts";
import { anyText, joinTokens, type PatternTokens, remainders } from "./pattern-remainder.ts";
import type { PatternToken } from "./pattern.ts";

/**
 * The inverse of a step: a text of which the step makes one that the pattern matches (ASCII case aside) is itself matched by
 * one of the patterns given. They may match more, never less. Empty: no text becomes such a one.
 *
 * @example
 * rawTexts({ kind: "last", separator: "\\" }, exactPattern("ImagePath").tokens); // [the tokens of `*ImagePath`]
 */
export function rawTexts(step: ValueStep, tokens: PatternTokens): readonly PatternTokens[] {
  switch (step.kind) {
    case "last":
      return [joinTokens(anyText, tokens)];
    case "initial":
      return [joinTokens(tokens, literal(step.separator), anyText)];
    case "head":
      return [joinTokens(tokens, anyText)];
    case "prefix":
      return [
        tokens,
        ...step.replacements.flatMap(({ from, to }) =>
          remainders(tokens, to).map((rest) => joinTokens(literal(from), rest)),
        ),
      ];
    case "split":
      return [joinTokens(anyText, tokens, anyText)];
    case "drop":
      return [tokens];
    case "keep":
      return [joinTokens(literal(step.prefix), tokens)];
    case "lower":
      // The Kelvin sign becomes a `k`; of `İ` comes an `i` with a mark.
      return [loosen(tokens, /[kKiI\u0080-\uffff]/)];
    case "unescape-percent":
      return [loosen(tokens, /%/)];
    case "extension":
      return [joinTokens(anyText, literal("."), tokens)];
    case "unbrace":
      return [joinTokens(anyText, tokens, anyText)];
    case "sysmon-details":
      return mayMatchDigits(tokens) ? [tokens, prefixed("DWORD (0x"), prefixed("QWORD (0x")] : [tokens];
    case "registry-spellings":
      return [looseRegistryPath(tokens)];
    // Of numbers and times nothing stays. Quotes in the midst of an argument are taken out (`po""wershell`), so that no two of
    // its letters need be neighbours.
    default:
      return [anyText];
  }
}

function literal(text: string): PatternTokens {
  return [{ kind: "literal", text }];
}

function prefixed(text: string): PatternTokens {
  return joinTokens(literal(text), anyText);
}

/** What stands between the characters that a step may have made of something else; a wildcard may have met one of them. */
function loosen(tokens: PatternTokens, made: RegExp): PatternTokens {
  return joinTokens(
    ...tokens.map((token): PatternTokens => {
      if (token.kind !== "literal") return anyText;
      return token.text
        .split(made)
        .flatMap((text, position): PatternTokens => (position === 0 ? literal(text) : [...anyText, ...literal(text)]));
    }),
  );
}

function mayMatchDigits(tokens: PatternTokens): boolean {
  return tokens.every((token) => token.kind !== "literal" || /^[0-9]*$/.test(token.text));
}

/** What a spelling may have in the place of another text. */
const spelt = ["hklm", "hku", "hkcr", "hkcu", "hkcc", "controlset001", "currentcontrolset"];

/** Only elements of the path that no other spelling has in the place of something else, and where the path ends. */
function looseRegistryPath(tokens: PatternTokens): PatternTokens {
  const loose = tokens.flatMap((token): readonly PatternToken[] => {
    if (token.kind !== "literal") return anyText;
    return token.text.split("\\").flatMap((text, position) => {
      const isSpelt = spelt.some((other) => other.includes(text.toLowerCase()));
      return [...(position === 0 ? [] : anyText), ...(isSpelt ? anyText : literal(text))];
    });
  });
  return joinTokens(anyText, loose);
}
