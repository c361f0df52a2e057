import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries('process where process.name : "needle.exe"');

/** Texts that are JSON or nearly so, as bytes. */
const cases = [
  // Numbers.
  ..."0 -0 1 -1 10 1.5 -0.0 0e1 0E+1 1e5 1E-5 1e+05 123e65 1e400 -1e400 1e-400 20e1".split(" "),
  ..."9007199254740993 18446744073709551616 -9223372036854775809 0.1e00000000000000000001".split(" "),
  ..."01 -01 00 1. .5 -.5 -.123 +1 1e 1e+ 1E 1.e1 1.2.3 1e1.5 - -- -- -a 0x1 0x 1_000 1a 1,2 1- --1 ++1 0b1 1ee2 1e++2".split(
    " ",
  ),
  ..."NaN Infinity -Infinity -NaN nan inf 1e1e1 0e 0e+ 0.3e 0.3e+ 1.0e 1.0e- 1eE2 -2. 2.e3 2.e+3 2.e-3 9.e+".split(" "),
  "1 000",
  "- 1",
  "1 e5",
  "1. 5",
  "\xef\xbc\x91",
  "1".repeat(400),
  `0.${"0".repeat(400)}1`,
  // Words.
  ..."true false null True TRUE nul truee nulll tru fals undefined nil none".split(" "),
  "t rue",
  // Strings and escapes.
  '""',
  '"a"',
  '"\\""',
  '"\\\\"',
  '"\\/"',
  '"\\b\\f\\n\\r\\t"',
  '"\\u0041"',
  '"\\u00e9\\u00E9"',
  '"\\u0000"',
  '"\\u000a"',
  '"\\u0022"',
  '"\\u005c"',
  '"\\uFFFF"',
  '"\\ufeff"',
  '"\\u2028\\u2029"',
  '"/"',
  '"\\a"',
  '"\\x41"',
  '"\\0"',
  '"\\\'"',
  '"\\u"',
  '"\\u1"',
  '"\\u12"',
  '"\\u123"',
  '"\\u12G4"',
  '"\\U0041"',
  '"\\u+041"',
  '"\\u 041"',
  '"\\ "',
  '"\\',
  '"\\"',
  '"\\\\\\"',
  '"',
  '"a',
  'a"',
  "'a'",
  "`a`",
  "a",
  '"a"b"',
  '"a" "b"',
  '"a""b"',
  '"\\u{41}"',
  '"\\ud83d\\ude00"',
  '"\\ud800"',
  '"\\udc00"',
  '"\\ud800\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ud800x"',
  '"\\ud800\\n"',
  '"\\uD83D\\u"',
  '"\\uD83D\\uDE0"',
  '"\\ud83d',
  '"\\uD888\\u1234"',
  // Control characters: only blanks may stand between tokens, and none in a string.
  ...Array.from({ length: 32 }, (_, code) => `"a${String.fromCodePoint(code)}b"`),
  ...Array.from({ length: 32 }, (_, code) => `${String.fromCodePoint(code)}1${String.fromCodePoint(code)}`),
  '"\x7f"',
  "\x7f1",
  "\xa01",
  "\xc2\xa01",
  "1\xe2\x80\xa8",
  "\xe2\x80\xa91",
  "\xe3\x80\x801",
  "\x0b1",
  "1\x0c",
  // Text that is no UTF-8, and some that is.
  '"\xff"',
  '"\xc3"',
  '"\xc3\xa9"',
  '"\xe9"',
  '"\xed\xa0\x80"',
  '"\xf0\x9f\x98\x80"',
  '"\xf0\x9f\x98"',
  '"\xc0\xaf"',
  '"\xf4\x90\x80\x80"',
  '"\xfe\xff"',
  '"\x80"',
  '"\xc3"\xa9"',
  '"\xc3',
  '"\\\xff"',
  '"\\u00\xc3"',
  "\xff",
  "\xff1",
  "1\x80",
  '"\xef\xbb\xbf"',
  "\xef\xbb\xbf1",
  "1\xef\xbb\xbf",
  "\xef\xbb\xbf",
  "[\xef\xbb\xbf]",
  '"\xef\xbf\xbe"',
  '"\xe2\x80\xa8"',
  // Arrays and objects.
  "[]",
  "[ ]",
  "[1]",
  "[1,2]",
  "[[]]",
  "[[],[[]]]",
  "[1 , 2]",
  '[null,true,""]',
  "[1,]",
  "[,1]",
  "[1,,2]",
  "[,]",
  "[1 2]",
  "[1;2]",
  "[1:2]",
  "[",
  "]",
  "[]]",
  "[[]",
  "[1",
  "[1,",
  "[1,2",
  "[}",
  "[1}",
  '["a',
  '["a"',
  '["a",',
  '["a",4,1,',
  "[][]",
  "[1]2",
  "[-]",
  "[a]",
  "[*]",
  "[#]",
  "{}",
  "{ }",
  '{"a":1}',
  '{"a":1,"b":2}',
  '{"a":1,"a":2}',
  '{"":0}',
  '{"a":{}}',
  '{"a":[]}',
  '{"a" : 1 }',
  '{"\\u0061":1}',
  '{"a\\"b":1}',
  '{"a":1,}',
  '{,"a":1}',
  '{"a":1,,"b":2}',
  '{"a"}',
  '{"a":}',
  '{"a",1}',
  '{"a" 1}',
  '{"a"::1}',
  '{"a":1 "b":2}',
  "{a:1}",
  "{1:1}",
  "{'a':1}",
  "{null:1}",
  '{"a":1',
  '{"a":',
  '{"a"',
  '{"a',
  "{",
  "}",
  "{}}",
  "{{}}",
  "{[]}",
  "{]",
  '{"a":1]',
  '{"a":"b"}#',
  '{"a":1}/**/',
  '{"a":1}//',
  '{"a":/**/1}',
  '{"__proto__":1}',
  '{"constructor":{"prototype":1}}',
  '{"a":1,"a":{"b":2}}',
  '{"a":1},{"b":2}',
  '{"x":1}}{',
  "1}",
  '1}"',
  '1,"w":2',
  '1,"w"',
  '1,"v":3',
  "1,",
  '"a","b":[',
  ",1",
  ":1",
  "1:",
  "",
  " ",
  "\t\r ",
  "1}{",
  "}{",
  '"}',
  '"{"',
  '"}{"',
  '"[,]:"',
  `${"[".repeat(200)}${"]".repeat(200)}`,
  `${"[".repeat(200)}${"]".repeat(199)}`,
  `${'{"a":'.repeat(200)}1${"}".repeat(200)}`,
  `${'{"a":'.repeat(200)}1${"}".repeat(201)}`,
];

const token = fc.constantFrom(
  '"a"',
  '"needle.exe"',
  '"\\u006e"',
  '"\\"',
  '"',
  "\\",
  "1",
  "-1.5e3",
  "-",
  "0",
  ".",
  "true",
  "null",
  "nul",
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  ",",
  ":",
  '"a":',
  '{"b":',
  "[1,",
  " ",
  "\t",
  "\r",
  "\0",
  "\x1f",
  "\xff",
  "\xc3\xa9",
  "\xef\xbb\xbf",
  "/",
);
const random = fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join(""));

/** The lines that a text is made part of: one alone, and one that a rule matches. */
function linesOf(text: string): readonly Buffer[] {
  const inLine = text.replaceAll("\n", " ");
  return [
    Buffer.from(`{"v":${inLine}}\n`, "latin1"),
    Buffer.from(`{"event":{"category":"process"},"process":{"name":"needle.exe"},"v":${inLine}}\n`, "latin1"),
    Buffer.from(`{"event":{"category":"process"},"v":${inLine},"process":{"name":"needle.exe"}}\n`, "latin1"),
  ];
}

/** What JSON.parse makes of a line. */
function verdictOf(line: Buffer): "event" | "syntax" {
  try {
    JSON.parse(line.toString());
    return "event";
  } catch {
    return "syntax";
  }
}

/** What a hunt made of each text, and what it should have. */
async function compare(texts: readonly string[], strategy: "parse" | "literal" | "extract") {
  const paths = texts.map((text, number) => folder.write(`${number}`, Buffer.concat(linesOf(text))));
  const { lines, summary } = await huntAll({ rules, inputs: paths, strategy, count: true });
  const detected = lines.map((line): { events: [{ source: { file: string; offset: number } }] } => JSON.parse(line));
  const places = detected.map(({ events: [{ source }] }) => `${source.file}:${source.offset}`);
  const found = summary.statistics.inputs.map(({ events = 0, bad = {} }, number) => ({
    text: texts[number],
    events,
    bad,
    places: places.filter((place) => place.startsWith(`${paths[number]}:`)),
  }));
  const expected = texts.map((text, number) => {
    const all = linesOf(text);
    const verdicts = all.map(verdictOf);
    const syntax = verdicts.filter((verdict) => verdict === "syntax").length;
    const starts = all.map((_line, line) => Buffer.concat(all.slice(0, line)).length);
    return {
      text,
      events: verdicts.length - syntax,
      bad: syntax === 0 ? {} : { syntax },
      places: starts.filter((_start, line) => isFound(all[line])).map((start) => `${paths[number]}:${start}`),
    };
  });
  return { found, expected };
}

/** True for an object with this key alone. */
function isOne(value: unknown, key: string, text: string): boolean {
  return typeof value === "object" && value !== null && JSON.stringify(value) === JSON.stringify({ [key]: text });
}

/** By the plainest reading: the last of equal keys counts. */
function isFound(line: Buffer | undefined): boolean {
  if (line === undefined || verdictOf(line) !== "event") return false;
  const { event, process }: Readonly<Record<string, unknown>> = JSON.parse(line.toString());
  return isOne(event, "category", "process") && isOne(process, "name", "needle.exe");
}

describe.each(["parse", "literal", "extract"] as const)("a line with a value, on %s", (strategy) => {
  it("is an event just where JSON.parse takes it", async () => {
    const { found, expected } = await compare(cases, strategy);
    expect(found).toEqual(expected);
    const accepted = expected.filter(({ events }) => events > 0).length;
    expect(accepted).toBeGreaterThan(80);
    expect(expected.length - accepted).toBeGreaterThan(150);
  });

  it("is so whatever the value is made of", async () => {
    const { found, expected } = await compare(fc.sample(random, 400), strategy);
    expect(found).toEqual(expected);
  });
});
