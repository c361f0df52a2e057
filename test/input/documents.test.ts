import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlocks } from "../../src/input/blocks.ts";
import { findInputs } from "../../src/input/finding.ts";
import type { InputFile } from "../../src/input/split.ts";
import { splitInputs } from "../../src/input/splitting.ts";
import { inFolder, readSplit, wholeSplit } from "./reading.ts";
import type { Line, Reading, ReadingOptions } from "./reading.ts";

/** How a text is written and packed, and how wide its characters are. */
const writings = [
  ["plain", 1, (text: string) => Buffer.from(text)],
  ["gzip", 1, (text: string) => gzipSync(text)],
  ["zstd", 1, (text: string) => zstdCompressSync(Buffer.from(text))],
  ["UTF-16 LE", 2, (text: string) => Buffer.from(text, "utf16le")],
  ["UTF-16 BE", 2, (text: string) => Buffer.from(text, "utf16le").swap16()],
  ["UTF-16 in gzip", 2, (text: string) => gzipSync(Buffer.from(text, "utf16le"))],
] as const;

/** As the run's plan describes a file. */
async function writeFile(path: string, bytes: Buffer): Promise<InputFile> {
  writeFileSync(path, bytes);
  const { inputs } = await findInputs([path]);
  const [input] = inputs;
  if (input === undefined) throw new Error("the file that was written is not found");
  return input;
}

async function readText(text: string, options: ReadingOptions = {}): Promise<Reading> {
  return inFolder(async (folder) =>
    readSplit(wholeSplit(await writeFile(join(folder, "a"), Buffer.from(text))), options),
  );
}

/** The documents of a reading: where they start, and their texts without blanks around them. */
function documentsOf({ lines }: { readonly lines: readonly Line[] }): [number, string][] {
  return lines.map((line) => [line.offsetBytes, Buffer.from(line.text, "latin1").toString().trim()]);
}

const blank = fc
  .array(fc.constantFrom(" ", "\n", "\t", "\r\n", "\n\n  "), { maxLength: 3 })
  .map((parts) => parts.join(""));
const events = fc.array(
  fc.dictionary(
    fc.constantFrom("a", "b[", '"}', "é", "\\", "😀"),
    fc.jsonValue({ maxDepth: 3 }).map((value) => (typeof value === "number" ? Math.trunc(value) % 1000 : value)),
    { maxKeys: 4 },
  ),
  { minLength: 1, maxLength: 12 },
);

/** Writes JSON with blanks wherever they may stand, drawn from a list that is gone through again and again. */
function writeJson(value: unknown, blanks: readonly string[]): string {
  let position = 0;
  const next = (): string => blanks[position++ % Math.max(1, blanks.length)] ?? "";
  return JSON.stringify(value)
    .replaceAll(/"(?:[^"\\]|\\.)*"|[[{\]}:,]/g, (token) => `${next()}${token}${next()}`)
    .trim();
}

describe.each(writings)("JSON over several lines, %s", (_name, width, write) => {
  it("gives each event on a line, where it starts in the input, however it is written and read", async () => {
    const layout = fc.record({
      isArray: fc.boolean(),
      isMarked: fc.boolean(),
      gaps: fc.array(blank, { minLength: 1, maxLength: 7 }),
      blanks: fc.array(blank, { minLength: 1, maxLength: 7 }),
      chunkBytes: fc.integer({ min: 1, max: 400 }),
    });
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(events, layout, async (values, { isArray, isMarked, gaps, blanks, chunkBytes }) => {
          const gap = (index: number): string => gaps[index % gaps.length] ?? "";
          let text = `${isMarked ? "\ufeff" : ""}${gap(0)}${isArray ? "[" : ""}`;
          const expected: [number, unknown][] = [];
          for (const [index, value] of values.entries()) {
            // What makes several objects a text of documents is that the first has a line break.
            const first = isArray ? "" : '{\n"first":1}';
            if (index === 0 && !isArray) {
              expected.push([position(text, width), { first: 1 }]);
              text += first;
            }
            if (index > 0) text += isArray ? "," : "";
            text += gap(index + 1);
            expected.push([position(text, width), JSON.parse(JSON.stringify(value))]);
            text += writeJson(value, blanks) + gap(index + 2);
          }
          text += isArray ? `]${gap(3)}` : "";
          const input = await writeFile(join(folder, "a"), write(text));
          const reading = await readSplit(wholeSplit(input), { chunkBytes });
          const found = documentsOf(reading).map(([offset, document]) => [offset, JSON.parse(document)]);
          expect(found).toEqual(expected);
          expect(reading.lines.every((line) => line.text.endsWith("\n"))).toBe(true);
          expect(reading.end).toEqual({ status: "ok", bytes: position(text, width), longLines: 0 });
        }),
        { numRuns: 60 },
      );
    });
  });
});

/** How many bytes a text is long. */
function position(text: string, width: 1 | 2): number {
  return width === 1 ? Buffer.byteLength(text) : 2 * text.length;
}

describe("what is no event between the events of an array", () => {
  it.each([
    [
      "other values",
      '[{"a":1}, 2, "x,]{", null, [{"b":1}], {"a":2}]',
      ['{"a":1}', "2", '"x,]{"', "null", '[{"b":1}]', '{"a":2}'],
    ],
    ["no comma", '[{"a":1} {"a":2}{"a":3}]', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ["a comma too many", '[{"a":1},,{"a":2}]', ['{"a":1}', ",", '{"a":2}']],
    ["a comma first is another text, but within a second array", "[{}][,{}]", ["{}", ",", "{}"]],
    ["a comma at the end", '[{"a":1},]', ['{"a":1}', "]"]],
    ["rubbish", '[{"a":1}, rubbish here\n, {"a":2}]', ['{"a":1}', "rubbish here", '{"a":2}']],
    ["rubbish before an event", '[{"a":1}, x{"a":2}]', ['{"a":1}', "x", '{"a":2}']],
    ["a bracket too many", '[{"a":1}}, {"a":2}]]\n', ['{"a":1}', "}", '{"a":2}', "]"]],
    ["events after the end", '[{"a":1}]\n{"a":2}\n{"a":3}\n', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ["an array after the end", '[{"a":1}]\n[{"a":2}]\n', ['{"a":1}', '{"a":2}']],
    ["an empty array after the end", '[{"a":1}]\n[]\n', ['{"a":1}']],
    ["rubbish after the end", '[{"a":1}]\nrubbish\n{"a":2}\n', ['{"a":1}', "rubbish", '{"a":2}']],
    ["NUL bytes", '[{"a":1},\0\0\0\n,{"a":2}]', ['{"a":1}', "\0\0\0", '{"a":2}']],
    ["a mark", '[{"a":1},\ufeff{"a":2}]', ['{"a":1}', "", '{"a":2}']],
  ])("is a line too: %s", async (_name, text, documents) => {
    for (const chunkBytes of [1, 3, 262_144]) {
      const reading = await readText(text, { chunkBytes });
      expect(documentsOf(reading).map(([, document]) => document)).toEqual(documents);
      expect(reading).toMatchObject({ unterminated: 0, end: { status: "ok", bytes: Buffer.byteLength(text) } });
    }
  });
});

describe("a broken event", () => {
  it.each([
    ["a string without its end", '[\n{"a":"x},\n{"a":2},\n{"a":3}\n]', '{"a":3}'],
    ["a string without its end, printed prettily", '{\n"a":"x,\n"b":"y"\n}\n{\n"a":"z"\n}\n', '{\r"a":"z"\r}'],
    ["a brace missing", '[{"a":{"b":1},\n{"a":2},{"a":3}]', '{"a":3}'],
    ["a brace missing, without a comma", '{\n"a":{"b":1}\n{\n"a":2}', '{\r"a":2}'],
    ["a bracket missing", '[{"a":[1,2},{"a":2},{"a":3}]', '{"a":3}'],
    ["a brace too many", '[{"a":1}},{"a":2},{"a":3}]', '{"a":3}'],
    ["a wrong bracket", '[{"a":[1}},{"a":2},{"a":3}]', '{"a":3}'],
    ["an escape at the end of a line", '[{"a":"x\\\n"},{"a":2},\n{"a":3}]', '{"a":3}'],
    ["a line break in a string", '[{"a":"x\ny"},\n{"a":2},\n{"a":3}]', '{"a":3}'],
    ["a value missing", '[{"a":},{"a":3}]', '{"a":3}'],
  ])("doesn't take the last one along: %s", async (_name, text, last) => {
    const documents = documentsOf(await readText(text));
    expect(documents.at(-1)?.[1]).toBe(last);
    expect(documents.length).toBeGreaterThan(1);
    expect(() => {
      for (const [, document] of documents) JSON.parse(document);
    }).toThrow(SyntaxError);
  });

  it("is never healed: a line break in a string stays an error", async () => {
    const documents = documentsOf(await readText('[{"a":"x\ny","b":""},\n{"a":"x\\ny"}]'));
    expect(documents).toEqual([
      [1, '{"a":"x\ry","b":""},'],
      [21, '{"a":"x\\ny"}'],
    ]);
  });
});

describe("a text that is cut off", () => {
  it.each([
    [
      "within an event",
      '[{"a":1},{"a"',
      [
        [1, '{"a":1}'],
        [9, '{"a"'],
      ],
    ],
    [
      "within a string",
      '[{"a":1},{"a',
      [
        [1, '{"a":1}'],
        [9, '{"a'],
      ],
    ],
    [
      "after an event",
      '[{"a":1}',
      [
        [1, '{"a":1}'],
        [0, "["],
      ],
    ],
    [
      "after a comma",
      '\n[{"a":1}, ',
      [
        [2, '{"a":1}'],
        [1, "["],
      ],
    ],
    [
      "in a second array",
      '[{"a":1}][',
      [
        [1, '{"a":1}'],
        [9, "["],
      ],
    ],
    [
      "without an array",
      '{\n"a":1}\n{',
      [
        [0, '{\r"a":1}'],
        [9, "{"],
      ],
    ],
  ])("ends with a line that says so: %s", async (_name, text, documents) => {
    for (const chunkBytes of [1, 262_144]) {
      const reading = await readText(text, { chunkBytes });
      expect(documentsOf(reading)).toEqual(documents);
      expect(reading.unterminated).toBe(1);
    }
    const wide = await inFolder(async (folder) =>
      readSplit(wholeSplit(await writeFile(join(folder, "a"), Buffer.from(text, "utf16le")))),
    );
    expect(documentsOf(wide)).toEqual(documents.map(([offset, document]) => [2 * Number(offset), document]));
    expect(wide.unterminated).toBe(1);
  });
});

describe("a long event", () => {
  it("is skipped and counted once, its length taken of the event alone, and those around it are read", async () => {
    const lengths = fc.array(fc.integer({ min: 8, max: 60 }), { minLength: 1, maxLength: 9 });
    const sizes = fc.record({
      maxLineBytes: fc.integer({ min: 8, max: 60 }),
      chunkBytes: fc.integer({ min: 1, max: 90 }),
    });
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(lengths, fc.constantFrom(",", ", ", ",\n\n"), sizes, async (all, gap, options) => {
          const texts = all.map((length) => `{"a":"${"x".repeat(length - 8)}"}`);
          const text = `[${texts.join(gap)}\n]`;
          for (const [width, bytes] of [
            [1, Buffer.from(text)],
            [2, Buffer.from(text, "utf16le")],
          ] as const) {
            const input = await writeFile(join(folder, "a"), bytes);
            const { lines, end } = await readSplit(wholeSplit(input), options);
            const short = texts.filter((document) => document.length <= options.maxLineBytes);
            expect(documentsOf({ lines }).map(([, document]) => document)).toEqual(short);
            expect(end).toEqual({ status: "ok", bytes: width * text.length, longLines: all.length - short.length });
          }
        }),
      );
    });
  });

  it("needs no more memory than the cap", async () => {
    await inFolder(async (folder) => {
      const bytes = gzipSync(
        Buffer.concat([Buffer.from('[{"a":"'), Buffer.alloc(100_000_000, "x"), Buffer.from('"},{"b":1}]')]),
      );
      const before = process.memoryUsage().arrayBuffers;
      let peak = 0;
      const blocks = readBlocks(wholeSplit(await writeFile(join(folder, "a"), bytes)), {
        maxLineBytes: 1_000_000,
      });
      let next = await blocks.next();
      for (; next.done !== true; next = await blocks.next()) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
        expect(next.value.bytes.toString()).toBe('{"b":1}\n');
      }
      expect(next.value).toEqual({ status: "ok", bytes: 100_000_018, longLines: 1 });
      expect(peak).toBeLessThan(64_000_000);
    });
  });
});

describe("whatever is in a text", () => {
  const piece = fc.constantFrom(
    ...'[]{}:,"\\\n\r\t \0'.split(""),
    '{"a":1}',
    '{"a":[{"b":"}"}]}',
    "1",
    "é",
    "\ufeff",
    '\\"',
  );

  it("nothing but commas, brackets and blanks is left out, and all is where it was", async () => {
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(piece, { maxLength: 40 }),
          fc.integer({ min: 1, max: 60 }),
          async (pieces, chunkBytes) => {
            const text = `[{}${pieces.join("")}`;
            const bytes = Buffer.from(text);
            const input = await writeFile(join(folder, "a"), bytes);
            const { lines, end } = await readSplit(wholeSplit(input), { chunkBytes });
            const left = Buffer.from(text.replaceAll("\n", "\r"));
            const isCutOff = lines.at(-1)?.text === "[" && lines.at(-1)?.offsetBytes === bytes.indexOf("[");
            for (const line of isCutOff ? lines.slice(0, -1) : lines) {
              const document = line.text.replace(/[ \r\t\n]+$/, "");
              expect(left.toString("latin1", line.offsetBytes, line.offsetBytes + document.length)).toBe(document);
              left.fill(" ", line.offsetBytes, line.offsetBytes + document.length);
            }
            expect(left.toString()).toMatch(/^[[\],\s]*$/);
            expect(end).toEqual({ status: "ok", bytes: bytes.length, longLines: 0 });
            const wide = await writeFile(join(folder, "b"), Buffer.from(text, "utf16le"));
            const wideLines = await readSplit(wholeSplit(wide), { chunkBytes });
            expect(documentsOf(wideLines).map(([, document]) => document)).toEqual(
              documentsOf({ lines }).map(([, document]) => document),
            );
          },
        ),
        { numRuns: 300 },
      );
    });
  });
});

describe("how an input's events lie", () => {
  it.each([
    ["an array", '[{"a":1},{"a":2}]'],
    ["an array over lines", ' \r\n\n[\n  {\n"a":1}\n]\n'],
    ["an array with a mark", '\ufeff[{"a":1}]\n'],
    ["a pretty-printed object", '{\n  "a": 1\n}\n'],
    ["a pretty-printed object with CRLF and blanks", '{ \t\r\n\r\n\t"a": 1\r\n}\r\n'],
    ["an object that goes on after its first entry", '{"a": 1,\n "b": {"c": 2}}\n'],
    ["an empty object over two lines", "{\n}\n"],
  ])("is known when the run is planned, and makes one split of it: %s", async (_name, text) => {
    await inFolder(async (folder) => {
      const input = await writeFile(join(folder, "a"), Buffer.from(text));
      expect(input).toMatchObject({ layout: "documents", encoding: "utf-8", format: "plain" });
      expect(splitInputs([input], { splitSizeBytes: 4 })).toHaveLength(1);
      for (const [, , write] of writings) {
        const { lines } = await readSplit(wholeSplit(await writeFile(join(folder, "b"), write(text))));
        expect(lines.length).toBeGreaterThan(0);
        expect(() => {
          for (const line of lines) JSON.parse(line.text);
        }).not.toThrow();
      }
    });
  });
});
