import { gzipSync, zstdCompressSync } from "node:zlib";
import type { BadLineKind } from "../../src/scan/line-counts.ts";

/** An input and what RELIABILITY promises for it. */
export interface BadInput {
  /** Also the name of its file; no two are the same. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly status?: "ok" | "damaged" | "unreadable";
  /** What the reason says, where the status isn't `ok`. */
  readonly reason?: RegExp;
  /** Unpacked; default: the file's own. */
  readonly unpackedBytes?: number;
  readonly lines: number;
  readonly events: number;
  readonly bad?: Readonly<Partial<Record<BadLineKind, number>>>;
  /** The numbers of the events that must be found, in their order. */
  readonly found: readonly number[];
}

/** Longer lines are skipped; the table's over-long ones are longer. */
export const maxLineBytes = 1_048_576;

/** An event that is looked for. */
export function evil(number: number): string {
  return `{"@timestamp":"2025-01-01T00:00:00Z","process":{"name":"evil.exe","pid":${number}}}`;
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

/** Nested so deep, the outermost object counted. */
function nested(depth: number, open: string, close: string, number: number): string {
  const event = `{"process":{"name":"evil.exe","pid":${number}},"x":`;
  return `${event}${open.repeat(depth - 1)}1${close.repeat(depth - 1)}}`;
}

/** So many events that a packed file has several blocks, all different so that they don't pack away. */
function manyEvents(count: number): string {
  let state = 12_345;
  const noise = (): string => {
    let text = "";
    for (let i = 0; i < 12; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      text += state.toString(36);
    }
    return text;
  };
  return lines(...Array.from({ length: count }, (_, i) => evil(i).replace("}}", `,"noise":"${noise()}"}}`)));
}

/** The numbers of the whole lines in the first bytes of a text. */
function wholeLines(text: string, bytes: number): readonly number[] {
  return Array.from(
    { length: Buffer.from(text).subarray(0, bytes).toString("latin1").split("\n").length - 1 },
    (_, i) => i,
  );
}

const two = lines(evil(1), evil(2));
const many = manyEvents(3000);
const packed = gzipSync(many);
const zstd = zstdCompressSync(Buffer.from(many));
const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from("abc")]);
const twoBytes = Buffer.byteLength(two);

function text(
  name: string,
  content: string | Uint8Array,
  expected: Pick<BadInput, "lines" | "events" | "found"> & Partial<BadInput>,
): BadInput {
  return { name, bytes: Buffer.from(content), ...expected };
}

/** Plain files. */
const plainInputs: readonly BadInput[] = [
  text("an empty file", "", { lines: 0, events: 0, found: [] }),
  text("blank lines only", "\n\n \t \n\r\n   ", { lines: 5, events: 0, found: [] }),
  text("a byte-order mark", `\ufeff${two}`, { lines: 2, events: 2, found: [1, 2] }),
  text("nothing but a byte-order mark", "\ufeff", { lines: 0, events: 0, found: [] }),
  text("CRLF", `${evil(1)}\r\n\r\n${evil(2)}\r\n`, { lines: 3, events: 2, found: [1, 2] }),
  text("no final newline", two.trimEnd(), { lines: 2, events: 2, found: [1, 2] }),
  text("a last line cut off", `${two}${evil(3).slice(0, -2)}`, {
    lines: 3,
    events: 2,
    bad: { truncated_tail: 1 },
    found: [1, 2],
  }),
  text("a last line cut off inside of a character", Buffer.from(`${two}{"a":"é`).subarray(0, -1), {
    lines: 3,
    events: 2,
    bad: { truncated_tail: 1 },
    found: [1, 2],
  }),
  text(
    "bytes that are no UTF-8",
    Buffer.from(`${evil(1).replace('"pid"', '"\u00ff\u00c0\u0080":"\u00fe","pid"')}\n${evil(2)}\n`, "latin1"),
    { lines: 2, events: 2, found: [1, 2] },
  ),
  text(
    "surrogates and overlong forms as bytes",
    Buffer.concat([
      Buffer.from('{"x":"'),
      Buffer.from([0xed, 0xa0, 0x80, 0xc0, 0xae, 0xf8, 0x88, 0x80, 0x80, 0x80, 0xf4, 0x90, 0x80, 0x80]),
      Buffer.from(`","process":{"name":"evil.exe","pid":1}}\n${evil(2)}\n`),
    ]),
    { lines: 2, events: 2, found: [1, 2] },
  ),
  text(
    "line separators of Unicode inside of strings",
    lines(evil(1).replace("{", '{"x":"\u2028\u2029\u0085",'), evil(2)),
    {
      lines: 2,
      events: 2,
      found: [1, 2],
    },
  ),
  text("a CR between tokens, and lines that only CRs end", `${evil(1).replace(",", ",\r")}\n${evil(2)}\r${evil(3)}\n`, {
    lines: 2,
    events: 1,
    bad: { syntax: 1 },
    found: [1],
  }),
  text(
    "other blanks between tokens",
    lines(evil(1).replace(",", ",\u00a0"), evil(2).replace(",", ",\v"), ` \t${evil(3)}\t `),
    {
      lines: 3,
      events: 1,
      bad: { syntax: 2 },
      found: [3],
    },
  ),
  text("a byte-order mark in the middle", lines(evil(1), `\ufeff${evil(2)}`, evil(3)), {
    lines: 3,
    events: 2,
    bad: { syntax: 1 },
    found: [1, 3],
  }),
  text(
    "runs of NUL",
    Buffer.concat([Buffer.from(lines(evil(1))), Buffer.alloc(100_000), Buffer.from(`\n${evil(2)}\n`)]),
    {
      lines: 3,
      events: 2,
      bad: { syntax: 1 },
      found: [1, 2],
    },
  ),
  text("NUL inside of lines", lines(evil(1).replace("evil", "ev\0il"), `\0${evil(2)}`, `${evil(3)}\0`, evil(4)), {
    lines: 4,
    events: 1,
    bad: { syntax: 3 },
    found: [4],
  }),
  text(
    "control characters in strings",
    lines(evil(1).replace("{", '{"x":"\u0001",'), evil(2).replace("{", '{"x":"\t",'), evil(3)),
    {
      lines: 3,
      events: 1,
      bad: { syntax: 2 },
      found: [3],
    },
  ),
  text(
    "values that are no objects",
    lines("[]", "[1,2]", '"evil.exe"', "1", "-0.5e3", "null", "true", "false", evil(1)),
    {
      lines: 9,
      events: 1,
      bad: { not_object: 8 },
      found: [1],
    },
  ),
  text(
    "what is nearly JSON",
    lines(
      `${evil(1)}${evil(2)}`,
      `${evil(3)} x`,
      `${evil(4)},`,
      evil(5).replaceAll('"', "'"),
      `// ${evil(6)}`,
      evil(7).replace("}}", ",}}"),
      evil(8).replace("8}", "08}"),
      evil(9).replace("9}", "+9}"),
      evil(1).replace("1}", ".1}"),
      evil(1).replace("1}", "1.}"),
      evil(1).replace("1}", "0x1}"),
      evil(1).replace("1}", "NaN}"),
      evil(1).replace("1}", "-Infinity}"),
      evil(1).replace("1}", "tru}"),
      evil(1).replace('"pid"', "pid"),
      evil(1).replace('"pid":', '"pid"'),
      evil(1).slice(0, -1),
      evil(1).slice(1),
      `${evil(1)}}`,
      evil(1).replace("evil.exe", String.raw`evil.exe\x`),
      evil(1).replace("evil.exe", String.raw`evil.exe\u12`),
      evil(1).replace("evil.exe", String.raw`evil.exe\'`),
      "{",
      "}",
      '"',
      "\\",
      evil(10),
    ),
    { lines: 27, events: 1, bad: { syntax: 26 }, found: [10] },
  ),
  text("nesting at the limit", lines(nested(256, "[", "]", 1), nested(256, '{"a":', "}", 2)), {
    lines: 2,
    events: 2,
    found: [1, 2],
  }),
  text(
    "nesting over the limit",
    lines(
      nested(257, "[", "]", 1),
      nested(257, '{"a":', "}", 2),
      nested(100_000, "[", "]", 3),
      nested(70_000, '{"a":', "}", 4),
      evil(5),
    ),
    { lines: 5, events: 1, bad: { depth: 4 }, found: [5] },
  ),
  text("brackets without end", lines(`${evil(1).slice(0, -1)},"x":${"[".repeat(200_000)}`, "{".repeat(1000), evil(2)), {
    lines: 3,
    events: 1,
    // What is no JSON at all is that, however deep.
    bad: { syntax: 2 },
    found: [2],
  }),
  text(
    "brackets inside of strings, which nest nothing",
    lines(evil(1).replace("{", `{"x":"${"[{".repeat(1000)}\\"${"[".repeat(500)}",`), evil(2)),
    { lines: 2, events: 2, found: [1, 2] },
  ),
  text(
    "the same key twice",
    lines(
      '{"process":{"name":"evil.exe","name":"calm.exe","pid":1}}',
      '{"process":{"name":"calm.exe","name":"evil.exe","pid":2}}',
      '{"process":{"name":"evil.exe","pid":3},"process":{"pid":3}}',
      '{"process":1,"process":{"name":"evil.exe","pid":4}}',
      String.raw`{"process":{"name":"evil.exe","n\u0061me":"calm.exe","pid":5}}`,
      '{"process.name":"evil.exe","process":{"name":"calm.exe","pid":6}}',
    ),
    { lines: 6, events: 6, found: [2, 4, 6] },
  ),
  text(
    "escapes in names and values",
    lines(
      String.raw`{"pr\u006fcess":{"n\u0061me":"\u0065vil.exe","pid":1}}`,
      String.raw`{"process":{"name":"evil\u002eexe","pid":2}}`,
      String.raw`{"process":{"name":"\u0065\u0076\u0069\u006C\u002E\u0065\u0078\u0065","pid":3}}`,
      String.raw`{"\u0070\u0072\u006f\u0063\u0065\u0073\u0073":{"\u006e\u0061\u006d\u0065":"evil.exe","pid":4}}`,
      String.raw`{"process":{"name":"\\u0065vil.exe","pid":5}}`,
      String.raw`{"process":{"args":"a\/needle\/b","pid":6}}`,
      String.raw`{"process":{"args":"need\u006Ce","pid":7}}`,
      String.raw`{"process\u002ename":"evil.exe","process":{"pid":8}}`,
    ),
    { lines: 8, events: 8, found: [1, 2, 3, 4, 6, 7, 8] },
  ),
  text(
    "halves of surrogate pairs",
    lines(
      String.raw`{"\ud800":"\udfff","process":{"name":"evil.exe","pid":1}}`,
      String.raw`{"process":{"args":"\ud83dneedle\ude00","pid":2}}`,
      String.raw`{"process":{"name":"evil.exe\ud800","pid":3}}`,
      String.raw`{"process":{"name":"evil.exe","name\udc00":"x","pid":4}}`,
    ),
    { lines: 4, events: 4, found: [1, 2, 4] },
  ),
  text(
    "names of prototypes",
    lines(
      '{"__proto__":{"process":{"name":"evil.exe"}},"process":{"pid":1}}',
      '{"process":{"__proto__":{"name":"evil.exe"},"pid":2}}',
      '{"constructor":{"prototype":{"name":"evil.exe"}},"process":{"pid":3}}',
      '{"process":{"name":"evil.exe","__proto__":null,"toString":1,"hasOwnProperty":2,"pid":4}}',
      '{"process":{"pid":5}}',
    ),
    { lines: 5, events: 5, found: [4] },
  ),
  text(
    "numbers beyond doubles and beyond 2^53",
    lines(
      '{"process":{"big":9007199254740993,"pid":1}}',
      '{"process":{"big":9007199254740992,"pid":2}}',
      '{"process":{"big":9007199254740993.0,"pid":3}}',
      '{"process":{"big":1e400,"pid":4}}',
      `{"process":{"big":${"9".repeat(100_000)},"pid":5}}`,
      '{"process":{"big":-0,"pid":6}}',
      '{"process":{"big":"9007199254740993","pid":7}}',
    ),
    { lines: 7, events: 7, found: [1, 3, 7] },
  ),
  text(
    "arrays of everything",
    lines(
      '{"process":{"name":["calm.exe",["x",["evil.exe"]]],"pid":1}}',
      '{"process":[{"name":"calm.exe"},{"name":"evil.exe"},{"pid":2}]}',
      '{"process":{"name":[],"pid":3}}',
      '{"process":{"name":[null,{"x":"evil.exe"}],"pid":4}}',
      '{"process":{"name":{"evil.exe":"evil.exe"},"pid":5}}',
    ),
    { lines: 5, events: 5, found: [1, 2] },
  ),
  text("a line over the limit", lines(evil(1), evil(2).replace("{", `{"x":"${"y".repeat(maxLineBytes)}",`), evil(3)), {
    lines: 3,
    events: 2,
    bad: { line_too_long: 1 },
    found: [1, 3],
  }),
  text("a last line over the limit", `${lines(evil(1))}${"evil.exe".repeat(maxLineBytes / 4)}`, {
    lines: 2,
    events: 1,
    bad: { line_too_long: 1 },
    found: [1],
  }),
  text("lines just at the limit", lines(evil(1), `{"x":"${"y".repeat(maxLineBytes - 8)}"}`, evil(2)), {
    lines: 3,
    events: 3,
    found: [1, 2],
  }),
  text("lines of one byte", "x\n".repeat(5000) + lines(evil(1)), {
    lines: 5001,
    events: 1,
    bad: { syntax: 5000 },
    found: [1],
  }),
  text("empty objects", "{}\n".repeat(5000) + lines(evil(1)), { lines: 5001, events: 5001, found: [1] }),
  text(
    "a hit of a search",
    lines(`{"_index":"x","_source":${evil(1)}}`, `{"_index":1,"_source":${evil(2)}}`, `{"_index":"x","_source":[]}`),
    {
      lines: 3,
      events: 3,
      found: [1],
    },
  ),
  text(
    "an image",
    Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 3)) & 0xff)).map((byte) =>
      byte === 10 ? 11 : byte,
    ),
    {
      lines: 1,
      events: 0,
      bad: { truncated_tail: 1 },
      found: [],
    },
  ),
];

/** In UTF-16. */
const wideInputs: readonly BadInput[] = [
  text("UTF-16 LE with a mark", Buffer.from(`\ufeff${two}`, "utf16le"), { lines: 2, events: 2, found: [1, 2] }),
  text("UTF-16 BE with a mark", utf16be(`\ufeff${two}`), { lines: 2, events: 2, found: [1, 2] }),
  text("UTF-16 LE without a mark", Buffer.from(two, "utf16le"), { lines: 2, events: 2, found: [1, 2] }),
  text("UTF-16 BE without a mark", utf16be(two), { lines: 2, events: 2, found: [1, 2] }),
  text("UTF-16 with a byte too few", Buffer.from(`\ufeff${two}`, "utf16le").subarray(0, -1), {
    lines: 2,
    events: 1,
    bad: { truncated_tail: 1 },
    found: [1],
  }),
  text(
    "UTF-16 with halves of pairs and line breaks in its bytes",
    Buffer.from(`\ufeff${lines(evil(1).replace("{", '{"x":"\ud800\u0a0a\u0d0a",'), evil(2))}`, "utf16le"),
    { lines: 2, events: 2, found: [1, 2] },
  ),
];

/** Packed. */
const packedInputs: readonly BadInput[] = [
  text(
    "packed in members, zeros between and after them",
    Buffer.concat([gzipSync(lines(evil(1))), Buffer.alloc(700), gzipSync(lines(evil(2))), Buffer.alloc(1000)]),
    {
      unpackedBytes: twoBytes,
      lines: 2,
      events: 2,
      found: [1, 2],
    },
  ),
  text(
    "packed in members that end inside of a line",
    Buffer.concat([gzipSync(two.slice(0, 20)), gzipSync(""), gzipSync(two.slice(20))]),
    {
      unpackedBytes: twoBytes,
      lines: 2,
      events: 2,
      found: [1, 2],
    },
  ),
  text("packed, then something else", Buffer.concat([gzipSync(two), Buffer.from("garbage")]), {
    status: "damaged",
    reason: /gzip data/,
    unpackedBytes: twoBytes,
    lines: 2,
    events: 2,
    found: [1, 2],
  }),
  text("nothing, packed", gzipSync(""), { unpackedBytes: 0, lines: 0, events: 0, found: [] }),
  text("plain.gz", two, { lines: 2, events: 2, found: [1, 2] }),
  text("packed.json", gzipSync(two), { unpackedBytes: twoBytes, lines: 2, events: 2, found: [1, 2] }),
  text("gzip.zst", gzipSync(two), { unpackedBytes: twoBytes, lines: 2, events: 2, found: [1, 2] }),
  text("packed twice", gzipSync(gzipSync(two)), {
    status: "unreadable",
    reason: /packed (?:twice|again)|gzip/,
    unpackedBytes: 0,
    lines: 0,
    events: 0,
    found: [],
  }),
  text("a header of gzip", packed.subarray(0, 10), {
    status: "damaged",
    reason: /./,
    unpackedBytes: 0,
    lines: 0,
    events: 0,
    found: [],
  }),
  text(
    "a wrong checksum",
    packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte)),
    {
      status: "damaged",
      reason: /./,
      unpackedBytes: Buffer.byteLength(many),
      lines: 3000,
      events: 3000,
      found: wholeLines(many, many.length),
    },
  ),
  text(
    "zstd frames, with one to skip",
    Buffer.concat([
      skippable,
      zstdCompressSync(Buffer.from(lines(evil(1)))),
      skippable,
      zstdCompressSync(Buffer.from(lines(evil(2)))),
      skippable,
    ]),
    {
      unpackedBytes: twoBytes,
      lines: 2,
      events: 2,
      found: [1, 2],
    },
  ),
  text("zstd, then something else", Buffer.concat([zstdCompressSync(Buffer.from(two)), Buffer.from("garbage")]), {
    status: "damaged",
    reason: /./,
    unpackedBytes: twoBytes,
    lines: 2,
    events: 2,
    found: [1, 2],
  }),
  text(
    "a bomb of one line",
    Buffer.concat([gzipSync(lines(evil(1))), gzipSync(Buffer.alloc(48 << 20, "x")), gzipSync(`\n${lines(evil(2))}`)]),
    {
      unpackedBytes: (48 << 20) + 1 + twoBytes,
      lines: 3,
      events: 2,
      bad: { line_too_long: 1 },
      found: [1, 2],
    },
  ),
  text(
    "a bomb of zstd",
    Buffer.concat([zstdCompressSync(Buffer.alloc(48 << 20)), zstdCompressSync(Buffer.from(`\n${two}`))]),
    {
      unpackedBytes: (48 << 20) + 1 + twoBytes,
      lines: 3,
      events: 2,
      bad: { line_too_long: 1 },
      found: [1, 2],
    },
  ),
  text("a bomb of blank lines", gzipSync(Buffer.concat([Buffer.alloc(1 << 20, "\n"), Buffer.from(two)])), {
    unpackedBytes: (1 << 20) + twoBytes,
    lines: (1 << 20) + 2,
    events: 2,
    found: [1, 2],
  }),
];

/** Cut off or bent in the middle: how far they go is not said by any number but by what a decoder can know. */
export interface DamagedInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** All its lines were found up to here, at least, counted from 0: they lie before the damage, in whole blocks. */
  readonly certain: number;
}

/** Of both formats, at several places. */
export const damagedInputs: readonly DamagedInput[] = [
  ...[0.3, 0.5, 0.9, 0.999].map((part) => ({
    name: `gzip cut off at ${part}`,
    bytes: packed.subarray(0, Math.floor(packed.length * part)),
    // All but what the last few bytes hold.
    certain: Math.floor(3000 * part) - 60,
  })),
  ...[0.3, 0.5, 0.9].map((part) => ({
    name: `gzip bent at ${part}`,
    bytes: packed.map((byte, i) => (i > packed.length * part && i < packed.length * part + 200 ? 0xff : byte)),
    certain: Math.floor(3000 * part) - 400,
  })),
  ...[0.5, 0.999].map((part) => ({
    name: `zstd cut off at ${part}`,
    bytes: zstd.subarray(0, Math.floor(zstd.length * part)),
    certain: part > 0.9 ? 2000 : 500,
  })),
];

export const badInputs: readonly BadInput[] = [...plainInputs, ...wideInputs, ...packedInputs];

/** What is looked for: every way of a strategy has something to do. */
export const queries: readonly string[] = [
  'any where process.name == "evil.exe"',
  'any where process.args : "*needle*"',
  "any where process.big == 9007199254740993",
];
