/** What a literal kernel must find, in the plainest way: `[start, end)` of each line that holds a literal or an escape that may hide one. */
export function linesHolding(literals: readonly string[], bytes: Buffer): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  let start = 0;
  for (const line of linesOf(bytes.toString("latin1"))) {
    const folded = foldAscii(line);
    if (literals.some((literal) => folded.includes(literal)) || hidesSome(line, literals)) {
      lines.push([start, start + line.length]);
    }
    start += line.length + 1;
  }
  return lines;
}

/** Without their newlines; the last one needs none. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Whether an escape of a character that some literal has, or that an escape is made of, stands in the line. */
function hidesSome(line: string, literals: readonly string[]): boolean {
  const characters = `${literals.join("").replaceAll('"', "")}\\u0123456789abcdef`;
  return [...line.matchAll(/\\u00(?=([0-9a-fA-F]{2}))/g)].some(([, digits = ""]) =>
    characters.includes(foldAscii(String.fromCharCode(Number.parseInt(digits, 16)))),
  );
}

export function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
