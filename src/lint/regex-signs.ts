/** Something in a regular expression that Lucene reads otherwise than most. Offsets are of its text, `end` exclusive. */
export interface RegexSign {
  readonly kind:
    /** A `?` or `+` right after a quantifier. */
    | "second-quantifier"
    /** `^` where an alternative begins, `$` where one ends. */
    | "anchor"
    /** `@`, `#`, or `"` with what it quotes. */
    | "operator"
    /** `\d`, `\s`, `\w` and their capitals. */
    | "class";
  readonly start: number;
  readonly end: number;
}

/** Finds the signs of a regular expression that the parser has accepted, from left to right. */
export function findRegexSigns(text: string): readonly RegexSign[] {
  const signs: RegexSign[] = [];
  /** How many quantifiers stand right before `at`. */
  let quantifiers = 0;
  let beginsAlternative = true;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const start = at;
    if (isQuantifier(character)) {
      at = character === "{" ? text.indexOf("}", at) + 1 : at + 1;
      if (quantifiers === 1 && (character === "?" || character === "+")) {
        signs.push({ kind: "second-quantifier", start, end: at });
      }
      quantifiers++;
      continue;
    }
    quantifiers = 0;
    const wasBeginning = beginsAlternative;
    beginsAlternative = character === "(" || character === "|";
    if (character === "\\") {
      at += 2;
      if (/[dDsSwW]/.test(text.charAt(start + 1))) signs.push({ kind: "class", start, end: at });
    } else if (character === "[") {
      at = endOfClass(text, at, signs);
    } else if (character === '"') {
      at = text.indexOf('"', at + 1) + 1;
      signs.push({ kind: "operator", start, end: at });
    } else {
      at++;
      if (character === "@" || character === "#") signs.push({ kind: "operator", start, end: at });
      const isAnchor = character === "^" ? wasBeginning : character === "$" && endsAlternative(text, at);
      if (isAnchor) signs.push({ kind: "anchor", start, end: at });
    }
  }
  return signs;
}

function endOfClass(text: string, open: number, signs: RegexSign[]): number {
  let at = open + 1;
  while (at < text.length && text.charAt(at) !== "]") {
    if (text.charAt(at) !== "\\") {
      at++;
      continue;
    }
    if (/[dDsSwW]/.test(text.charAt(at + 1))) signs.push({ kind: "class", start: at, end: at + 2 });
    at += 2;
  }
  return at + 1;
}

function isQuantifier(character: string): boolean {
  return character === "?" || character === "*" || character === "+" || character === "{";
}

function endsAlternative(text: string, at: number): boolean {
  const after = text.charAt(at);
  return after === "" || after === "|" || after === ")";
}
