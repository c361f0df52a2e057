/** Patterns and values for the benches of matchers: made up from seeded choices, in the proportions of Elastic's rules. */
export interface MatcherInput {
  readonly patterns: readonly string[];
  readonly values: readonly string[];
}

const folders = [
  "Windows",
  "System32",
  "SysWOW64",
  "Users",
  "Public",
  "AppData",
  "Local",
  "Temp",
  "ProgramData",
  "Microsoft",
];
const programs = [
  "powershell",
  "cmd",
  "rundll32",
  "regsvr32",
  "mshta",
  "wscript",
  "svchost",
  "python3",
  "curl",
  "bash",
];
const endings = [".exe", ".dll", ".ps1", ".sys", ".tmp", ".lnk", ".so"];
const options = [
  "-enc",
  "/c",
  "-nop",
  "--user",
  "-ExecutionPolicy Bypass",
  "http://",
  "| base64 -d",
  "HKLM\\Software",
  "-o",
];

/** The same patterns and values for the same numbers, on every machine. One value in about ten is made to match. */
export function makeMatcherInput(patternCount: number, valueCount: number, seed: number): MatcherInput {
  const choose = seededNumbers(seed);
  const patterns = Array.from({ length: patternCount }, () => makePattern(choose));
  const values = Array.from({ length: valueCount }, () => {
    const value = choose(10) === 0 ? fillPattern(pick(patterns, choose), choose) : makeValue(choose);
    // As from a decoder, in one piece: a string that is a concatenation is slower to look at.
    return Buffer.from(value).toString();
  });
  return { patterns, values };
}

type Choose = (bound: number) => number;

function pick<T>(items: readonly T[], choose: Choose): T {
  const item = items[choose(items.length)];
  if (item === undefined) throw new RangeError("nothing to choose from");
  return item;
}

/** Shapes as often as in the 11,407 patterns of the prebuilt rules, in percent. */
function makePattern(choose: Choose): string {
  const shape = choose(100);
  const name = `${pick(programs, choose)}${choose(500)}`;
  const path = `${pick(folders, choose)}\\${pick(folders, choose)}${choose(50)}`;
  if (shape < 56)
    return choose(2) === 0 ? `${name}${pick(endings, choose)}` : `C:\\${path}\\${name}${pick(endings, choose)}`;
  if (shape < 68) return `*${choose(2) === 0 ? pick(options, choose) : `\\${path}`} ${name}*`;
  if (shape < 76) return choose(2) === 0 ? `${name}*` : `C:\\${path}\\*`;
  if (shape < 80) return `*\\${name}${pick(endings, choose)}`;
  if (shape < 84) return `C:\\${path}\\*${pick(endings, choose)}`;
  if (shape < 94) return `?:\\${path}\\${choose(2) === 0 ? "*\\" : ""}${name}${pick(endings, choose)}`;
  return `*${pick(programs, choose)}*${pick(options, choose)}*${name}*`;
}

/** A process name, a path or a command line. */
function makeValue(choose: Choose): string {
  const name = `${pick(programs, choose)}${choose(2) === 0 ? "" : choose(1_000)}${pick(endings, choose)}`;
  const kind = choose(10);
  if (kind < 3) return name;
  const path = `C:\\${pick(folders, choose)}\\${pick(folders, choose)}${choose(100)}\\${name}`;
  if (kind < 7) return path;
  const words = Array.from({ length: 2 + choose(12) }, () =>
    choose(2) === 0 ? pick(options, choose) : `${pick(folders, choose)}${choose(100_000).toString(36)}`,
  );
  return `"${path}" ${words.join(" ")}`;
}

function fillPattern(pattern: string, choose: Choose): string {
  return pattern.replaceAll("?", "D").replaceAll("*", () => `x${choose(1_000_000).toString(36)}`);
}

/** A linear congruential generator: repeatable, and good enough to choose words by. */
function seededNumbers(seed: number): Choose {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
}
