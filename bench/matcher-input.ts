/*
 * Patterns and values for the benches of matchers: made up from seeded choices, in the proportions of Elastic's rules. The
 * same arguments give the same texts on every machine.
 */

/** Patterns, some of which may be equal. */
export function makePatterns(count: number, seed: number): readonly string[] {
  const choose = seededNumbers(seed);
  return Array.from({ length: count }, () => makePattern(choose));
}

/** What values are to be like. */
export interface ValueShape {
  readonly count: number;
  /** About how long each is, in UTF-16 units. */
  readonly length: number;
  /** Which part of them is made to match, from 0 to 1. */
  readonly matchingShare: number;
  readonly seed: number;
}

/**
 * Values for a list of patterns. Those that match are made from patterns; where none of these can be so long, they are
 * shorter or longer. The others are names, paths and command lines; `isMatch` keeps out those that match by chance, as far as
 * possible: so count.
 */
export function makeValues(
  patterns: readonly string[],
  shape: ValueShape,
  isMatch: (value: string) => boolean,
): readonly string[] {
  const choose = seededNumbers(shape.seed);
  const fitting = patterns.filter((pattern) => fits(pattern, shape.length));
  const sources = fitting.length > 0 ? fitting : patterns;
  return Array.from({ length: shape.count }, () => {
    const value =
      choose(1000) < shape.matchingShare * 1000
        ? fillPattern(pick(sources, choose), shape.length, choose)
        : makeMiss(shape.length, isMatch, choose);
    // As from a decoder, in one piece: a string that is a concatenation is slower to look at.
    return Buffer.from(value).toString();
  });
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

const tries = 20;

function makeMiss(length: number, isMatch: (value: string) => boolean, choose: Choose): string {
  let value = makeValue(length, choose);
  for (let tried = 1; tried < tries && isMatch(value); tried++) value = makeValue(length, choose);
  return value;
}

/** A process name, a path or a command line, whichever is so long. */
function makeValue(length: number, choose: Choose): string {
  const name = `${pick(programs, choose)}${choose(100_000).toString(36)}${pick(endings, choose)}`;
  if (name.length >= length) return name.slice(0, length);
  let folder = "C:";
  while (folder.length + name.length + 12 < Math.min(length, 90)) folder += `\\${pick(folders, choose)}${choose(100)}`;
  let value = `${folder}\\${name}`;
  while (value.length < length) value += ` ${pick(options, choose)} ${choose(1_000_000).toString(36)}`;
  return value.slice(0, length);
}

/** Whether a value that the pattern matches can be about so long. */
function fits(pattern: string, length: number): boolean {
  const fixedLength = pattern.replaceAll("*", "").length;
  return pattern.includes("*") ? fixedLength <= length : Math.abs(fixedLength - length) <= length / 4;
}

/** A value that the pattern matches; its stars share what is missing of the length. */
function fillPattern(pattern: string, length: number, choose: Choose): string {
  const fixedLength = pattern.replaceAll("*", "").length;
  const stars = pattern.length - fixedLength;
  const runLength = Math.max(0, Math.ceil((length - fixedLength) / Math.max(1, stars)));
  return pattern.replaceAll("?", "D").replaceAll("*", () => makeRun(runLength, choose));
}

function makeRun(length: number, choose: Choose): string {
  let run = "";
  while (run.length < length) run += `${choose(1_000_000).toString(36)}\\`;
  return run.slice(0, length);
}

/** A linear congruential generator: repeatable, and good enough to choose words by. */
function seededNumbers(seed: number): Choose {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
}
