import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSchema } from "../../src/language/schema-reading.ts";
import type { Constant } from "../../src/language/syntax.ts";

function fieldsOf(text: string): unknown {
  const { schema, diagnostics } = readSchema({ name: "schema.json", text });
  expect(diagnostics).toEqual([]);
  return schema === null ? null : Object.fromEntries(schema.fields);
}

/** Each as code, the text at its place, message and label. */
function mistakesOf(text: string): readonly string[] {
  const { schema, diagnostics } = readSchema({ name: "schema.json", text });
  expect(schema === null).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, span, message, label, source, severity }) => {
    expect(source).toEqual({ name: "schema.json", text });
    expect(severity).toBe("error");
    const place = text.slice(span?.start, span?.end);
    return `${code} «${place}» ${message}${label === undefined ? "" : ` – ${label}`}`;
  });
}

function field(entries: string): string {
  return `{"fields":{"x":{${entries}}}}`;
}

describe("a schema file", () => {
  it("lists fields with their types", () => {
    expect(
      fieldsOf(`{
        "fields": {
          "process.pid": { "type": "long" },
          "date_tags": { "type": "date", "format": ["iso", "epoch_millis", "dd-MM-yyyy"] },
          "seen": { "type": "date" },
          "x": { "type": "keyword", "null_value": "NULL" }
        }
      }`),
    ).toEqual({
      "process.pid": { type: "long", formats: [], nullValue: null },
      date_tags: { type: "date", formats: ["iso", "epoch_millis", "dd-MM-yyyy"], nullValue: null },
      seen: { type: "date", formats: ["iso", "epoch_millis"], nullValue: null },
      x: { type: "keyword", formats: [], nullValue: "NULL" },
    });
  });

  it("may list nothing, and begin with a byte order mark", () => {
    expect(fieldsOf('\uFEFF { "fields" : { } } \n')).toEqual({});
  });

  it("takes hostile names as data", () => {
    const { schema } = readSchema({
      name: "schema.json",
      text: '{"fields":{"__proto__":{"type":"ip"},"constructor":{"type":"long"},"a.__proto__.b":{"type":"version"}}}',
    });
    expect([...(schema?.fields.keys() ?? [])]).toEqual(["__proto__", "constructor", "a.__proto__.b"]);
    expect(schema?.fields.get("__proto__")?.type).toBe("ip");
    expect(schema?.fields.has("toString")).toBe(false);
    expect(({} as Record<string, unknown>)["type"]).toBeUndefined();
  });

  it.each<[string, string, Constant]>([
    ["keyword", '"null"', "null"],
    ["keyword", "null", null],
    ["keyword", '"a\\ud800"', "a\ufffd"],
    ["long", "-0", 0],
    ["long", "-12", -12],
    ["long", "1e3", 1000],
    ["long", "9007199254740993", 9007199254740993n],
    ["long", "-9007199254740993", -9007199254740993n],
    ["double", "-1.5e-3", -0.0015],
    ["boolean", "false", false],
    ["date", '"2024-03-01"', "2024-03-01"],
    ["date", "0", 0],
    ["ip", '"::1"', "::1"],
    ["version", '"0.0.0"', "0.0.0"],
  ])("says what null stands for: %s %s", (type, nullValue, expected) => {
    expect(fieldsOf(field(`"type":"${type}","null_value":${nullValue}`))).toMatchObject({ x: { nullValue: expected } });
  });
});

const types = "`keyword`, `long`, `double`, `boolean`, `date`, `ip` or `version`";
const parts = "`iso`, `epoch_millis` or a pattern of `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS`";

describe("mistakes in a schema file", () => {
  it.each<[string, ...string[]]>([
    ["", "E510 «» this is not valid JSON: expected a value, found the end of the text"],
    ['{"fields":{', "E510 «» this is not valid JSON: expected a name in double quotes, found the end of the text"],
    ['{"fields":{}', "E510 «» this is not valid JSON: expected `,` or `}`, found the end of the text"],
    ['{"fields":{}}}', "E510 «}» this is not valid JSON: expected the end of the text, found `}`"],
    ['{"fields":{},}', "E510 «}» this is not valid JSON: expected a name in double quotes, found `}`"],
    ['{"fields" {}}', "E510 «{» this is not valid JSON: expected `:`, found `{`"],
    ["{'fields':{}}", "E510 «'» this is not valid JSON: expected a name in double quotes, found `'`"],
    ['{"fields":fields}', "E510 «f» this is not valid JSON: expected a value, found `f`"],
    ['{"fields":[1 2]}', "E510 «2» this is not valid JSON: expected `,` or `]`, found `2`"],
    ['{"fields":01}', "E510 «1» this is not valid JSON: expected `,` or `}`, found `1`"],
    ['{"fields":"a\nb"}', 'E510 «"a» this is not valid JSON: a string that is not closed on its line'],
    ['{"fields":"a', 'E510 «"a» this is not valid JSON: a string that is not closed on its line'],
    ['{"fields":"a\\', 'E510 «"a\\» this is not valid JSON: a string that is not closed on its line'],
    ['{"fields":"\\x41"}', 'E510 «"\\x41"» this is not valid JSON: a string with a wrong escape'],
    ['{"fields":😀}', "E510 «😀» this is not valid JSON: expected a value, found `😀`"],
    ["[]", "E511 «[]» a schema must be an object with `fields`, not an array"],
    ["null", "E511 «null» a schema must be an object with `fields`, not null"],
    ["{}", "E511 «{» the schema has no `fields`"],
    ['{"feilds":{}}', 'E513 «"feilds"» the schema can\'t have `feilds` – did you mean `fields`?'],
    [
      '{"mappings":{}}',
      "E511 «{» the schema has no `fields`",
      'E513 «"mappings"» the schema can\'t have `mappings` – it has `fields`',
    ],
    ['{"fields":[]}', "E511 «[]» `fields` must be an object, not an array"],
    ['{"fields":{},"fields":{}}', 'E512 «"fields"» `fields` is there for the second time'],
    ['{"fields":{"x":"long"}}', 'E511 «"long"» the field `x` must be an object, not a string'],
    ['{"fields":{"":{"type":"long"}}}', 'E512 «""» a field must have a name'],
    ['{"fields":{"x":{"type":"ip"},"x":{"type":"ip"}}}', 'E512 «"x"» the field `x` is there for the second time'],
    [field(""), `E511 «"x"» the field \`x\` has no \`type\` – one of ${types}`],
    [field('"type":5'), `E511 «5» \`type\` must be one of ${types}, not a number`],
    [
      field('"type":"keyward"'),
      `E512 «"keyward"» unknown type \`keyward\`: it must be one of ${types} – did you mean \`keyword\`?`,
    ],
    [
      field('"type":"integer"'),
      `E512 «"integer"» unknown type \`integer\`: it must be one of ${types} – did you mean \`long\`?`,
    ],
    [field('"type":"geo_point"'), `E512 «"geo_point"» unknown type \`geo_point\`: it must be one of ${types}`],
    [
      field('"tpye":"long"'),
      `E511 «"x"» the field \`x\` has no \`type\` – one of ${types}`,
      'E513 «"tpye"» the field `x` can\'t have `tpye` – did you mean `type`?',
    ],
    [
      field('"type":"long","index":false'),
      'E513 «"index"» the field `x` can\'t have `index` – it has `type`, `format` and `null_value`',
    ],
    [field('"type":"long","type":"long"'), 'E512 «"type"» `type` is there for the second time'],
    [field('"type":"long","format":["iso"]'), 'E513 «["iso"]» only a `date` has a `format`, and this is a `long`'],
    [
      field('"type":"date","format":"iso"'),
      'E511 «"iso"» `format` must be a list of formats, such as `["iso"]`, not a string',
    ],
    [
      field('"type":"date","format":[]'),
      'E511 «[]» `format` must be a list of formats, such as `["iso"]`, not an empty one',
    ],
    [field('"type":"date","format":["iso",5]'), "E511 «5» a format must be a string, not a number"],
    [
      field('"type":"date","format":["epoch_milis"]'),
      'E512 «"epoch_milis"» the format `epoch_milis` has `e`, which is no part of a time here – did you mean `epoch_millis`?',
    ],
    [
      field('"type":"date","format":["dd-MMM-yyyy"]'),
      `E512 «"dd-MMM-yyyy"» the format \`dd-MMM-yyyy\` has \`MMM\`, which is no part of a time here – it must be ${parts}`,
    ],
    [
      field('"type":"date","format":["yyyy-MM-ddTHH:mm"]'),
      `E512 «"yyyy-MM-ddTHH:mm"» the format \`yyyy-MM-ddTHH:mm\` has \`T\`, which is no part of a time here – it must be ${parts}`,
    ],
    [
      field('"type":"date","format":["dd-MM"]'),
      `E512 «"dd-MM"» the format \`dd-MM\` has no year, \`yyyy\` – it must be ${parts}`,
    ],
    [
      field('"type":"date","format":["yyyy yyyy"]'),
      `E512 «"yyyy yyyy"» the format \`yyyy yyyy\` has \`yyyy\` twice – it must be ${parts}`,
    ],
    [
      field(`"type":"date","format":["yyyy'T"]`),
      `E512 «"yyyy'T"» the format \`yyyy'T\` has a quote that is not closed – it must be ${parts}`,
    ],
    [field('"type":"long","null_value":"0"'), 'E512 «"0"» for the type `long` `null_value` must be a whole number'],
    [field('"type":"long","null_value":0.5'), "E512 «0.5» for the type `long` `null_value` must be a whole number"],
    [field('"type":"double","null_value":1e400'), "E512 «1e400» for the type `double` `null_value` must be a number"],
    [field('"type":"keyword","null_value":5'), "E512 «5» for the type `keyword` `null_value` must be a string"],
    [field('"type":"keyword","null_value":[]'), "E511 «[]» for the type `keyword` `null_value` must be a value"],
    [
      field('"type":"boolean","null_value":"x"'),
      'E512 «"x"» for the type `boolean` `null_value` must be `true` or `false`',
    ],
    [
      field('"type":"date","format":["iso"],"null_value":0'),
      "E512 «0» for the type `date` `null_value` must be a date in one of its formats",
    ],
    [
      field('"type":"ip","null_value":"10.0.0.0/8"'),
      'E512 «"10.0.0.0/8"» for the type `ip` `null_value` must be an address',
    ],
  ])("%s", (text, ...expected) => {
    expect(mistakesOf(text)).toEqual(expected);
  });

  it("are all shown at once, in the order of their places", () => {
    expect(
      mistakesOf('{"fields":{"a":{"type":"lnog"},"b":{"typ":"ip"},"c":{"type":"ip","null_value":1}}}').map((mistake) =>
        mistake.slice(0, 4),
      ),
    ).toEqual(["E512", "E511", "E513", "E512"]);
  });

  it("are shown up to fifty", () => {
    const fields = Array.from({ length: 200 }, (_, number) => `"f${number}":5`);
    expect(mistakesOf(`{"fields":{${fields.join(",")}}}`)).toHaveLength(50);
  });

  it("are told of what is nested too deeply, in bounded recursion", () => {
    const deep = 200_000;
    expect(mistakesOf("[".repeat(deep))).toEqual(["E510 «[» this is not valid JSON: values nested more than 64 deep"]);
    expect(mistakesOf('{"a":'.repeat(deep))).toHaveLength(1);
  });

  it("show long names cut", () => {
    const [mistake = ""] = mistakesOf(`{"fields":{"${"x".repeat(1000)}":5}}`);
    expect(mistake).toContain(`${"x".repeat(100)}…`);
    expect(mistake.length).toBeLessThan(200);
  });
});

describe("whatever the text", () => {
  const schemaLike = fc.record({
    fields: fc.dictionary(
      fc.string({ unit: "grapheme" }),
      fc.oneof(
        fc.record({
          type: fc.constantFrom("keyword", "date", "ip", "date", "text", 5),
          format: fc.constantFrom(["iso"], ["yyyy"], [], "iso"),
          null_value: fc.jsonValue(),
        }),
        fc.jsonValue(),
      ),
    ),
  });

  it("a schema or some diagnostics inside the text come of it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          schemaLike.map((value) => JSON.stringify(value)),
          fc.json(),
        ),
        (text) => {
          const { schema, diagnostics } = readSchema({ name: "s", text });
          expect(schema === null).toBe(diagnostics.length > 0);
          for (const { span } of diagnostics) {
            expect(span?.start).toBeGreaterThanOrEqual(0);
            expect(span?.end).toBeGreaterThanOrEqual(span?.start ?? Infinity);
            expect(span?.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });

  it("JSON is what JSON.parse takes", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "a",
      '"a"',
      "1",
      "-",
      ".",
      "e",
      "true",
      "null",
      " ",
      "\n",
      "\u00a0",
      "\\u0041",
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(fc.constantFrom(...pieces)).map((some) => some.join("")),
        ),
        (text) => {
          const isJson = readSchema({ name: "s", text }).diagnostics.every(({ code }) => code !== "E510");
          expect(isJson).toBe(parses(text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
