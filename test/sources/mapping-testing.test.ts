import { describe, expect, it } from "vitest";
import { runMappingTests } from "../../src/evaluate/mapping-testing.ts";
import { completeMapping } from "../../src/sources/mapping-extension.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";
import { show } from "./mistakes.ts";

/** What running the tests of a file says, after what is the same in all. */
function failures(tests: string, entries = ""): readonly string[] {
  const head = `name = "a"\nproduct = "p"\nform = "f"\n${entries}\n[[detect]]\nkind = "raw"\n`;
  const fields = `[fields]\n"process.name" = { from = "Image", steps = [{ last = '\\' }] }\nboth = { all = ["a", "b"] }\nhere = "^host"\n`;
  const { mapping, diagnostics } = readMapping({ name: "a.toml", text: `${head}${fields}${tests}` });
  expect(diagnostics.map(show)).toEqual([]);
  const complete = mapping === null ? null : completeMapping(mapping);
  if (complete?.mapping === null || complete === null) throw new Error("there is no mapping");
  return runMappingTests(complete.mapping).map((one) => {
    expect(one.severity).toBe("error");
    return show(one);
  });
}

function testOf(event: string, expected: string, more = ""): string {
  return `[[test]]\nevent = '''${event}'''\n${more}[test.expected]\n${expected}\n`;
}

describe("the tests of a mapping", () => {
  it.each([
    ["a value", '{"kind":"raw","Image":"C:\\\\x.exe"}', '"process.name" = "x.exe"'],
    ["no value", '{"kind":"raw"}', '"process.name" = []'],
    ["several values in their order", '{"kind":"raw","b":3,"a":[1,"2"]}', 'both = [1, "2", 3]'],
    [
      "numbers by their text",
      '{"kind":"raw","a":12345678901234567890,"b":1.50}',
      'both = ["12345678901234567890", 1.5]',
    ],
    ["truths", '{"kind":"raw","a":true}', "both = true"],
    ["a field that isn't mapped", '{"kind":"raw","x":{"y":1}}', '"x.y" = 1'],
    ["nothing but being recognised", '{"kind":"RAW"}', ""],
  ])("hold for %s", (_case, event, expected) => {
    expect(failures(testOf(event, expected))).toEqual([]);
  });

  it("may look at one event of several, and into the envelope", () => {
    const event =
      '{"records":[{"kind":"raw","host":"h","in":{"Image":"a"}},{"kind":"raw","host":"i","in":{"Image":"b"}}]}';
    const entries = 'each = "records"\nunwrap = "in"';
    expect(failures(testOf(event, '"process.name" = "b"\nhere = "i"', "index = 1\n"), entries)).toEqual([]);
    expect(failures(testOf(event, "", "index = 2\n"), entries)).toEqual([
      "E128 14:9 «2» this line holds 2 events, counted from 0",
    ]);
  });

  it("say what was found and what was expected, at its place", () => {
    const tests =
      testOf('{"kind":"raw","Image":"x","a":[1,2,3,4,5,6,7]}', '"process.name" = "y"\nboth = []\nhere = [true]') +
      testOf('{"kind":"raw"}', 'x = "1"\n"process.name" = []\nboth = "2"');
    expect(failures(tests)).toEqual([
      'E128 14:18 «"y"» `process.name` is "x", not "y"',
      'E128 15:8 «[]» `both` is "1", "2", "3", "4", "5", and 2 more, not nothing',
      'E128 16:8 «[true]» `here` is nothing, not "true"',
      'E128 20:5 «"1"» `x` is nothing, not "1"',
      'E128 22:8 «"2"» `both` is nothing, not "2"',
    ]);
  });

  it.each([
    ["in another order", '{"kind":"raw","a":1,"b":2}', "both = [2, 1]"],
    ["in another case", '{"kind":"raw","a":"x"}', 'both = "X"'],
    ["too few", '{"kind":"raw","a":[1,1]}', "both = [1]"],
  ])("fail for values %s", (_case, event, expected) => {
    expect(failures(testOf(event, expected))).toHaveLength(1);
  });

  it.each([
    ["{", "this is not valid JSON"],
    ["[1]", "this is no JSON object"],
    [`${'{"a":'.repeat(300)}1${"}".repeat(300)}`, "this is nested too deeply"],
    ['{"kind":"ecs"}', "this event is not recognised as `a`: no `detect` holds"],
  ])("fail for an event that is none: %s", (event, message) => {
    expect(failures(testOf(event, 'x = "1"'))).toEqual([`E128 12:9 «'''${event}'''» ${message}`]);
  });
});
