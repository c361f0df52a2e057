import { mkdirSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries('process where process.name : "needle.exe"');

const needle = processLine(1, "needle.exe");
const other = processLine(2, "other.exe");
const two = other + needle;
const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
const many = other.repeat(400) + needle;
const skippable = Buffer.from("502a4d1805000000abcdeabcde", "hex").subarray(0, 13);
const nested = (depth: number): string =>
  needle.replace("}\n", `,"x":${'{"a":'.repeat(depth - 2)}{}${"}".repeat(depth - 2)}}\n`);
/** An event with a member more, as its bytes are. */
const withBytes = (bytes: string): Buffer => Buffer.from(needle.replace("}\n", `,"x":${bytes}}\n`), "latin1");

/** What a file gives: events, bad lines, detections, and whether all of it could be read. */
interface Expected {
  readonly events?: number;
  readonly bad?: Readonly<Record<string, number>>;
  readonly found?: number;
  readonly status?: string;
}

const inputs: readonly (readonly [string, string | Buffer, Expected])[] = [
  ["nothing", "", { events: 0, found: 0 }],
  ["blank lines only", "\n \n\r\n\t\n", { events: 0, found: 0 }],
  ["invalid UTF-8", withBytes('"\xff\xfe\x80"'), {}],
  ["invalid UTF-8 outside a string", withBytes("\xff"), { events: 0, bad: { syntax: 1 }, found: 0 }],
  ["a byte-order mark", `\ufeff${two}`, { events: 2 }],
  ["a byte-order mark further on", `${other}\ufeff${needle}`, { events: 1, bad: { syntax: 1 }, found: 0 }],
  ["CRLF", two.replaceAll("\n", "\r\n"), { events: 2 }],
  ["blank lines between", `\n\n${other}  \n\r\n${needle}\n\n`, { events: 2 }],
  ["no final newline", two.trim(), { events: 2 }],
  ["U+2028 in a string", withBytes('"\xe2\x80\xa8\xe2\x80\xa9"'), {}],
  ["a lone CR between tokens", needle.replace("{", "{\r"), {}],
  ["a lone CR in a string", withBytes('"a\rb"'), { events: 0, bad: { syntax: 1 }, found: 0 }],
  ["CR alone for line breaks", two.replaceAll("\n", "\r"), { events: 0, bad: { truncated_tail: 1 }, found: 0 }],
  ["UTF-16 LE with a mark", wide(`\ufeff${two}`), { events: 2 }],
  ["UTF-16 BE with a mark", wide(`\ufeff${two}`).swap16(), { events: 2 }],
  ["UTF-16 LE without", wide(two), { events: 2 }],
  ["UTF-16 BE without", wide(two).swap16(), { events: 2 }],
  ["UTF-16 in gzip", gzipSync(wide(two)), { events: 2 }],
  ["a last line that is cut off", `${needle}{"process":{"name":"needle.exe"`, { bad: { truncated_tail: 1 } }],
  ["gzip", gzipSync(many), { events: 401 }],
  ["zstd", zstdCompressSync(Buffer.from(many)), { events: 401 }],
  ["gzip without its end", gzipSync(many).subarray(0, -8), { events: 401, status: "damaged" }],
  ["gzip with a wrong checksum", flip(gzipSync(many), -6), { events: 401, status: "damaged" }],
  ["two members", Buffer.concat([gzipSync(many), gzipSync(two)]), { events: 403, found: 2 }],
  [
    "a second member that is damaged",
    Buffer.concat([gzipSync(many), flip(gzipSync(two), 2)]),
    { events: 401, status: "damaged" },
  ],
  [
    "zeros between members",
    Buffer.concat([gzipSync(many), Buffer.alloc(999), gzipSync(two)]),
    { events: 403, found: 2 },
  ],
  ["zeros after the last", Buffer.concat([gzipSync(many), Buffer.alloc(512)]), { events: 401 }],
  [
    "garbage after the last",
    Buffer.concat([gzipSync(many), Buffer.from("garbage")]),
    { events: 401, status: "damaged" },
  ],
  ["an event over two members", Buffer.concat([gzipSync(two.slice(0, 200)), gzipSync(two.slice(200))]), { events: 2 }],
  [
    "zstd frames and skippable ones",
    Buffer.concat([
      skippable,
      zstdCompressSync(Buffer.from(many)),
      skippable,
      skippable,
      zstdCompressSync(Buffer.from(two)),
      skippable,
    ]),
    { events: 403, found: 2 },
  ],
  [
    "zstd without its end",
    zstdCompressSync(Buffer.from(many)).subarray(0, -3),
    { events: 0, found: 0, status: "damaged" },
  ],
  [
    "zstd before garbage",
    Buffer.concat([zstdCompressSync(Buffer.from(many)), Buffer.from("more")]),
    { events: 401, status: "damaged" },
  ],
  ["gzip in gzip", gzipSync(gzipSync(many)), { events: 0, found: 0, status: "unreadable" }],
  ["zstd in gzip", gzipSync(zstdCompressSync(Buffer.from(many))), { events: 0, found: 0, status: "unreadable" }],
  ["text in a name of gzip.gz", two, { events: 2 }],
  ["gzip in a name of text.ndjson", gzipSync(two), { events: 2 }],
  ["zstd in a name of gzip, too.gz", zstdCompressSync(Buffer.from(two)), { events: 2 }],
  [
    "a long line",
    `${needle}{"process":{"name":"${"x".repeat(30_000)}needle.exe"}}\n${other}`,
    { events: 2, bad: { line_too_long: 1 } },
  ],
  [
    "a line of all that a bomb holds",
    gzipSync(Buffer.concat([Buffer.alloc(20_000_000, "x"), Buffer.from(`\n${needle}`)])),
    { bad: { line_too_long: 1 } },
  ],
  ["a run of NUL bytes", `${other}${"\0".repeat(5000)}\n${needle}`, { events: 2, bad: { syntax: 1 } }],
  ["NUL bytes to the end", `${needle}${"\0".repeat(5000)}`, { bad: { truncated_tail: 1 } }],
  ["a depth of 256", nested(256), {}],
  ["a depth of 257", nested(257), { events: 0, bad: { depth: 1 }, found: 0 }],
  ["a depth of 3,000", nested(3000), { events: 0, bad: { depth: 1 }, found: 0 }],
  ["duplicate keys, the last right", needle.replace('"process":{', '"process":{"name":"x","pid":0},"process":{'), {}],
  ["duplicate keys, the last wrong", needle.replace("}\n", ',"process":{"name":"x"}}\n'), { found: 0 }],
  ["duplicate names within", needle.replace('"name":"needle.exe"', '"name":"needle.exe","name":"x"'), { found: 0 }],
  ["an escaped name", needle.replace('"name"', String.raw`"n\u0061me"`), {}],
  ["an escaped value", needle.replace("needle.exe", String.raw`n\u0065edle\u002Eexe`), {}],
  [
    "an escaped duplicate",
    needle.replace('"name":"needle.exe"', String.raw`"name":"needle.exe","n\u0061me":"x"`),
    { found: 0 },
  ],
  ["lone surrogates", withBytes(String.raw`"\ud800 \udc00\ud800"`), {}],
  [
    "keys of objects",
    withBytes('1,"__proto__":{"process":{"name":"x"}},"constructor":{"prototype":1},"toString":2'),
    {},
  ],
  ["large numbers", withBytes("[9007199254740993,18446744073709551616,1e400,-1e400,1e-400]"), {}],
  [
    "no numbers",
    `${withBytes("NaN").toString()}${withBytes("Infinity").toString()}`,
    { events: 0, bad: { syntax: 2 }, found: 0 },
  ],
  ["JSON that is no object", `1\n"x"\nnull\ntrue\n[]\n[${needle.trim()}]\n${needle}`, { bad: { not_object: 6 } }],
  ["an array", `[${other},${needle}]`, { events: 2 }],
  ["pretty-printed events", two.replaceAll("{", "{\n ").replaceAll(",", ",\n"), { events: 2 }],
];

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  const position = (bytes.length + at) % bytes.length;
  flipped[position] = (flipped[position] ?? 0) ^ 0xff;
  return flipped;
}

describe("whatever an input holds", () => {
  const paths = inputs.map(([name, content]) => folder.write(name, content));

  it.each([
    { strategy: "parse", splitSizeBytes: undefined },
    { strategy: "literal", splitSizeBytes: undefined },
    { strategy: "extract", splitSizeBytes: undefined },
    { strategy: "auto", splitSizeBytes: 150 },
  ] as const)("is counted by its kind, with $strategy, in splits of $splitSizeBytes", async (options) => {
    const { lines, summary } = await huntAll({ rules, inputs: paths, ...options, count: true, maxLineBytes: 20_000 });
    const files = lines
      .map((line): { events: [{ source: { file: string } }] } => JSON.parse(line))
      .map(({ events: [{ source }] }) => source.file);
    const shown = summary.statistics.inputs.map(({ status, events, bad }, number) => ({
      name: inputs[number]?.[0],
      status,
      events,
      bad,
      found: files.filter((file) => file === paths[number]).length,
    }));
    expect(shown).toEqual(
      inputs.map(([name, , { status = "ok", events = 1, bad = {}, found = 1 }]) => ({
        name,
        status,
        events,
        bad,
        found,
      })),
    );
    const damaged = inputs.filter(([, , { status }]) => status !== undefined).map(([name]) => name);
    expect(summary.problems.map((problem) => ("file" in problem ? problem.file : problem.kind))).toEqual(
      damaged.map((name) => folder.join(name)),
    );
    for (const line of lines) expect(line.isWellFormed()).toBe(true);
  });

  it.each(["literal", "extract", "auto"] as const)("gives the same without counts, with %s", async (strategy) => {
    const options = { rules, inputs: paths, maxLineBytes: 20_000 };
    const plain = await huntAll({ ...options, strategy: "parse" });
    const found = await huntAll({ ...options, strategy });
    expect(found.lines).toEqual(plain.lines);
    expect(found.summary.problems).toEqual(plain.summary.problems);
  });
});

describe("very many inputs", () => {
  it("are each read, with few of them open at a time", async () => {
    mkdirSync(folder.join("many"));
    for (let number = 0; number < 3000; number++)
      folder.write(`many/${number}.ndjson`, number % 100 === 0 ? two : other);
    const { lines, summary } = await huntAll({ rules, inputs: [folder.join("many")], count: true });
    expect(lines).toHaveLength(30);
    expect(summary.problems).toEqual([]);
    expect(summary.statistics.totals).toMatchObject({ events: 3030, bad: 0 });
  });
});
