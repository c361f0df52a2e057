/**
 * The arguments of a Windows command line, as the Microsoft C runtime (2008 and later) splits it for `main`.
 *
 * The program's name ends at the first blank outside quotes, and a backslash in it is a character. After it blanks part the
 * arguments; `2n` backslashes before a quote are `n` backslashes, one more makes the quote a character, and so do two
 * quotes inside quotes. A line that begins with a blank has an empty program name, an empty line no arguments. NUL is a
 * character here: what was hidden behind one can be found.
 *
 * @example
 * splitCommandLine('"C:\\a b.exe" /c "x \\"y\\""'); // ["C:\\a b.exe", "/c", 'x "y"']
 */
export function splitCommandLine(line: string): readonly string[] {
  if (line === "") return [];
  const args: string[] = [];
  let at = readProgramName(line, args);
  for (;;) {
    while (isBlank(line, at)) at++;
    if (at >= line.length) return args;
    at = readArgument(line, at, args);
  }
}

/** Adds the name; says where it ends. */
function readProgramName(line: string, args: string[]): number {
  let name = "";
  let isQuoted = false;
  let at = 0;
  for (; at < line.length && (isQuoted || !isBlank(line, at)); at++) {
    const character = line.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else name += character;
  }
  args.push(name);
  return at;
}

/** Adds the argument that starts here; says where it ends. */
function readArgument(line: string, start: number, args: string[]): number {
  let argument = "";
  let isQuoted = false;
  let at = start;
  while (at < line.length && (isQuoted || !isBlank(line, at))) {
    let backslashes = 0;
    while (line.charAt(at + backslashes) === "\\") backslashes++;
    at += backslashes;
    if (line.charAt(at) !== '"') {
      argument += "\\".repeat(backslashes);
      // A blank after backslashes ends the argument, if the loop's condition says so.
      if (backslashes === 0) argument += line.charAt(at++);
      continue;
    }
    argument += "\\".repeat(backslashes >> 1);
    if (backslashes % 2 === 1) {
      argument += '"';
    } else if (isQuoted && line.charAt(at + 1) === '"') {
      argument += '"';
      at++;
    } else {
      isQuoted = !isQuoted;
    }
    at++;
  }
  args.push(argument);
  return at;
}

function isBlank(line: string, at: number): boolean {
  const character = line.charAt(at);
  return character === " " || character === "\t";
}
