import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { LiteralKernel } from "../../src/kernel/literal-kernel.ts";
import { foldAscii, linesHolding, linesOf } from "./plain-lines.ts";

const module = await compileKernel("literals");

/** Few letters, so that literals overlap and nearly occur; and the signs that a careless fold takes for one another. */
const lowerUnit = fc.constantFrom("a", "b", "u", "0", '"', "@", "`", "[", "{", "\\", "|", "}", " ");
const literal = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: lowerUnit, minLength: 3, maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ unit: lowerUnit, minLength: 9, maxLength: 14 }) },
  { weight: 1, arbitrary: fc.string({ unit: lowerUnit, minLength: 30, maxLength: 90, size: "max" }) },
);
/** So few that a pair is looked for, or so long that grams are, or hundreds. */
const literals = fc.oneof(
  { weight: 6, arbitrary: fc.array(literal, { minLength: 1, maxLength: 9 }) },
  {
    weight: 3,
    arbitrary: fc.array(fc.string({ unit: lowerUnit, minLength: 6, maxLength: 14 }), {
      minLength: 10,
      maxLength: 90,
      size: "max",
    }),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.string({ unit: lowerUnit, minLength: 3, maxLength: 14 }), {
      minLength: 90,
      maxLength: 300,
      size: "max",
    }),
  },
);

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const escape = fc
  .tuple(fc.constantFrom("\\u00", "\\U00", "\\u01", "u00", "\\\\u00", "\\u0"), fc.integer({ min: 0, max: 255 }))
  .map(([prefix, code]) => prefix + code.toString(16).padStart(2, "0"))
  .chain((text) => fc.constantFrom(text, text.slice(0, -1), `${text.slice(0, -2)}${text.slice(-2).toUpperCase()}`));

/** Texts with occurrences in them, whole and cut off, in some case. */
function textWith(literals: readonly string[]): fc.Arbitrary<string> {
  const some = fc.constantFrom(...literals);
  return fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.string({ unit: lowerUnit, maxLength: 20 }) },
        { weight: 2, arbitrary: fc.string({ unit: byte, maxLength: 40, size: "max" }) },
        { weight: 2, arbitrary: fc.constantFrom("\n", "\n\n", "\r\n", "\0") },
        { weight: 1, arbitrary: some },
        { weight: 1, arbitrary: fc.tuple(some, fc.nat(6)).map(([text, end]) => text.slice(0, -1 - end)) },
        { weight: 1, arbitrary: some.map((text) => text.toUpperCase()) },
        { weight: 1, arbitrary: some.map((text) => text.replaceAll("[", "{").replaceAll("|", "\\")) },
        { weight: 1, arbitrary: some.map((text) => text.replaceAll("`", "@").replaceAll('"', "\u0002")) },
        { weight: 1, arbitrary: fc.nat(200).map((length) => ".".repeat(length)) },
        { weight: 1, arbitrary: escape },
      ),
      { maxLength: 25, size: "max" },
    )
    .map((parts) => parts.join(""));
}

const cases = literals.chain((literals) =>
  fc.record({
    literals: fc.constant(literals),
    texts: fc.array(textWith(literals), { minLength: 1, maxLength: 4 }),
    chunkBytes: fc.oneof(fc.integer({ min: 64, max: 200 }), fc.constant(4096)),
    place: fc.nat(200),
  }),
);

function foundIn(kernel: LiteralKernel, bytes: Buffer): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  kernel.visit(bytes, (start, end) => lines.push([start, end]));
  return lines;
}

/** Puts bytes into the kernel's memory, amid what it would find if it looked there. */
function placed(kernel: LiteralKernel, bytes: Buffer, place: number, noise: string): Buffer | null {
  const { chunk } = kernel;
  if (bytes.length > chunk.length) return null;
  chunk.fill(noise, "latin1");
  const start = Math.min(place, chunk.length - bytes.length);
  bytes.copy(chunk, start);
  return chunk.subarray(start, start + bytes.length);
}

describe("LiteralKernel", () => {
  it("finds the lines that hold a literal or a hiding escape and no others, wherever they lie and whatever the chunk's size", () => {
    const seen = { foreign: 0, own: 0, lines: 0, none: 0 };
    fc.assert(
      fc.property(cases, ({ literals, texts, chunkBytes, place }) => {
        const kernel = new LiteralKernel(module, literals, chunkBytes);
        for (const text of texts) {
          const bytes = Buffer.from(text, "latin1");
          const expected = linesHolding(literals, bytes);
          expect(foundIn(kernel, bytes)).toEqual(expected);
          expect(kernel.countLines(bytes)).toBe(linesOf(text).length);
          seen.foreign++;
          seen.lines += expected.length;
          if (expected.length === 0) seen.none++;
          const own = placed(kernel, bytes, place, literals[0] ?? "");
          if (own === null) continue;
          seen.own++;
          expect(foundIn(kernel, own)).toEqual(expected);
          expect(kernel.countLines(own)).toBe(linesOf(text).length);
        }
      }),
      { numRuns: 1_500 },
    );
    expect(seen.own).toBeGreaterThan(seen.foreign / 5);
    expect(seen.none).toBeGreaterThan(seen.foreign / 20);
    expect(seen.lines).toBeGreaterThan(seen.foreign);
  });

  it.each([
    ["by a pair", ['imagepath"', "x{y"]],
    ["by grams", Array.from({ length: 100 }, (_, number) => `imagepath"${number}`)],
  ])("finds a literal and an escape %s at every place of a block", (_, literals) => {
    const kernel = new LiteralKernel(module, literals, 512);
    const occurrences = [literals[0] ?? "", (literals[0] ?? "").toUpperCase(), String.raw`\u0050`, String.raw`\u003c`];
    for (const occurrence of occurrences) {
      const isHit = occurrence !== String.raw`\u003c`;
      for (let at = 0; at + occurrence.length <= 300; at++) {
        const bytes = Buffer.alloc(300, ".");
        bytes.write(occurrence, at, "latin1");
        const expected = isHit ? [[0, 300]] : [];
        expect({ at, lines: foundIn(kernel, bytes) }).toEqual({ at, lines: expected });
        expect({ at, lines: foundIn(kernel, placed(kernel, bytes, at, "") ?? bytes) }).toEqual({ at, lines: expected });
        // Cut off by the block's end, with the rest behind it.
        const own = placed(kernel, bytes, 3, "") ?? bytes;
        const cut = own.subarray(0, at + occurrence.length - 1);
        expect({ at, lines: foundIn(kernel, cut) }).toEqual({ at, lines: [] });
        const late = own.subarray(at + 1);
        expect({ at, lines: foundIn(kernel, late) }).toEqual({ at, lines: [] });
      }
    }
  });

  it.each([64, 100, 4096])(
    "finds what stands across the ends of pieces of %i bytes, and tells a line once",
    (chunkBytes) => {
      const literals = ["needle in the hay", "b".repeat(150)];
      const kernel = new LiteralKernel(module, literals, chunkBytes);
      for (let at = 0; at < 500; at += 7) {
        const lines = [
          "x".repeat(at),
          `${"y".repeat(at)}needle IN the hay${"z".repeat(200)}needle in the hay`,
          "",
          "b".repeat(150 + (at % 2)),
          "b".repeat(149),
          "needle in the hay",
        ];
        const bytes = Buffer.from(lines.join("\n"));
        expect(foundIn(kernel, bytes)).toEqual(linesHolding(literals, bytes));
        expect(foundIn(kernel, bytes)).toHaveLength(3);
      }
    },
  );

  it("takes more candidates than its list has places for", () => {
    const kernel = new LiteralKernel(module, ["abc"]);
    const bytes = Buffer.from("abc\n".repeat(50_000));
    const expected = linesHolding(["abc"], bytes);
    expect(foundIn(kernel, bytes)).toEqual(expected);
    bytes.copy(kernel.chunk);
    expect(foundIn(kernel, kernel.chunk.subarray(0, bytes.length))).toEqual(expected);
    expect(expected).toHaveLength(50_000);
  });

  it("takes a line of many chunks that holds a literal everywhere in time that grows with its length", () => {
    const kernel = new LiteralKernel(module, ["abc"], 64);
    const bytes = Buffer.from(`${"abc".repeat(500_000)}\nx\n`);
    expect(foundIn(kernel, bytes)).toEqual([[0, 1_500_000]]);
    const end = Buffer.from(`${"ab".repeat(500_000)}abc`);
    expect(foundIn(kernel, end)).toEqual([[0, 1_000_003]]);
  });

  it.each<[string, readonly string[], string, boolean]>([
    ["at the start", ["imagepath"], "imagepath x", true],
    ["at the end", ["imagepath"], "x imagepath", true],
    ["nothing that is cut off", ["imagepath"], "x imagepat", false],
    ["in any case", ["imagepath"], "x IMAGEpath", true],
    ["not a Kelvin sign for a k", ["kkk"], "kk\u212a", false],
    ["not an at sign for a backtick", ["aa`"], "aa@", false],
    ["not a bracket for a brace", ["aa{"], "aa[", false],
    ["not a brace for a bracket", ["aa["], "aa{", false],
    ["not a bar for a backslash", ["aa\\"], "aa|", false],
    ["not a small letter's bit in a control character", ['aa"'], "aa\u0002", false],
    ["what overlaps itself", ["aaa"], "aabaaa", true],
    ["three bytes", ['"a:'], 'x"A:', true],
    ["a long literal", ["a".repeat(500)], `b${"a".repeat(600)}`, true],
    ["not one that differs at its end", [`${"a".repeat(500)}b`], "a".repeat(600), false],
    ["nothing in nothing", ["abc"], "", false],
    ["an escape", ["imagepath"], String.raw`Image\u0050ath`, true],
    ["an escape of a small letter", ["imagepath"], String.raw`Image\u0070ath`, true],
    ["an escape with a capital digit", ["a|c"], String.raw`\u007C`, true],
    ["an escape behind others", ["imagepath"], String.raw`\u003c\u0026\u0049`, true],
    ["an escape behind a backslash, which may be one within another text", ["imagepath"], String.raw`a\\u0049`, true],
    ["not one of a quote", ['imagepath"'], String.raw`\u0022`, false],
    ["not one that is cut off", ["imagepath"], String.raw`\u004`, false],
    ["not one that is none", ["imagepath"], String.raw`\u00g9`, false],
    ["not one of two bytes", ["imagepath"], String.raw`\u0149`, false],
    ["not one with a capital letter", ["imagepath"], String.raw`\U0049`, false],
    ["an escape of the backslash of an escape", ["xyz"], String.raw`\u005cu0049`, true],
    ["an escape of its letter", ["xyz"], String.raw`\\\u00750049`, true],
    ["an escape of one of its digits", ["xyz"], String.raw`\\u0\u00304\u0039`, true],
    ["not a folder's name", ["imagepath"], String.raw`C:\\users`, false],
  ])("finds %s", (_, literals, text, isFound) => {
    const bytes = Buffer.from(text);
    for (const all of [literals, [...literals, ...Array.from({ length: 200 }, (_, number) => `:::::${number}:::::`)]]) {
      expect(foundIn(new LiteralKernel(module, all, 64), bytes)).toEqual(isFound ? [[0, bytes.length]] : []);
    }
  });

  it("finds an escape of every character of a literal, or of what escapes are made of, in both cases of letters and digits, and of no other", () => {
    const literals = ['"imagepath"', "x|y"];
    const kernel = new LiteralKernel(module, literals, 64);
    const letters = 'imagepathx|y"\\u0123456789abcdef';
    for (let code = 0; code < 256; code++) {
      const character = String.fromCharCode(code);
      const hides = character !== '"' && letters.includes(foldAscii(character));
      const hex = code.toString(16).padStart(2, "0");
      for (const digits of [hex, hex.toUpperCase()]) {
        const bytes = Buffer.from(`ab\\u00${digits}`);
        expect({ digits, lines: foundIn(kernel, bytes) }).toEqual({ digits, lines: hides ? [[0, 8]] : [] });
      }
    }
  });

  it.each([1, 7, 8, 79, 80, 81, 2_000, 200_000])("takes %i literals", (count) => {
    const many = Array.from({ length: count }, (_, number) => `literal ${number};`);
    const kernel = new LiteralKernel(module, many);
    for (const number of [0, 1, count >> 1, count - 1]) {
      const bytes = Buffer.from(`nothing\na Literal ${Math.min(number, count - 1)}; x\nliteral ${count};\n`);
      expect(foundIn(kernel, bytes)).toHaveLength(1);
    }
  });

  it("goes on finding the same where the input is suddenly another", () => {
    const literals = ["cedc", "eecd"];
    const kernel = new LiteralKernel(module, literals);
    let state = 1;
    const random = (letters: string): string => {
      let text = "";
      for (let at = 0; at < 200_000; at++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        text += state >>> 16 < 600 ? "\n" : letters.charAt((state >>> 16) % letters.length);
      }
      return text;
    };
    const blocks = [random("abfgh"), random("cd"), random("ce"), random("cde")].map((text) => Buffer.from(text));
    for (let round = 0; round < 3; round++) {
      for (const block of blocks) {
        const expected = linesHolding(literals, block);
        for (let repeated = 0; repeated < 12; repeated++) expect(foundIn(kernel, block)).toEqual(expected);
      }
    }
  });
});
