import { array, assert, constantFrom, oneof, property, record, string } from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { spanInSource } from "../../src/diagnostics/embedded.ts";
import { findQueryValue } from "../../src/rules/query-place.ts";
import { readTomlString } from "../../src/rules/toml-string.ts";

/** A stretch of a TOML string: as written, what it means, and where in `raw` the meaning starts. */
interface Piece {
  readonly raw: string;
  readonly value: string;
  readonly at: number;
}

const piece = (raw: string, value = raw, at = 0): Piece => ({ raw, value, at });

const plain = string({ unit: "grapheme", minLength: 1, maxLength: 5 })
  .filter((text) => !/["'\\\p{Cc}]/u.test(text))
  .map((text) => piece(text));
const lineBreaks = constantFrom(piece("\n"), piece("\r\n"));
const quotes = constantFrom(piece('"a'), piece('""a'), piece("'a"), piece("''a"));
const escapes = constantFrom(
  piece("\\n", "\n"),
  piece('\\"', '"'),
  piece("\\\\", "\\"),
  piece("\\t", "\t"),
  piece("\\e", "\u001b"),
  piece("\\x41", "A"),
  piece("\\u00e9", "é"),
  piece("\\U0001F600", "😀"),
);
const continuations = constantFrom(piece("\\\n   x", "x", 5), piece("\\  \r\n\t\n x", "x", 8));

const forms = [
  { fence: "'''", content: array(oneof(plain, lineBreaks, quotes)) },
  { fence: '"""', content: array(oneof(plain, lineBreaks, quotes, escapes, continuations)) },
  { fence: "'", content: array(plain) },
  { fence: '"', content: array(oneof(plain, escapes)) },
];

describe("the way from a query's offsets to the file's", () => {
  it.each(forms)("is exact for strings in $fence", ({ fence, content }) => {
    const documents = record({
      bom: constantFrom("", "\ufeff"),
      before: constantFrom("", '# "query = 1\n', 'a = [ "]", # ]\n "x" ]\n', "note = '''\nquery = 'b'\n'''\n"),
      eol: constantFrom("\n", "\r\n"),
      firstBreak: constantFrom("", "\n", "\r\n"),
      end: constantFrom("", fence.charAt(0), fence.charAt(0).repeat(2)),
      content,
    });
    assert(
      property(documents, ({ bom, before, eol, firstBreak, end, content }) => {
        const isLong = fence.length === 3;
        const pieces = [piece("a"), ...content, piece(isLong ? end : "")];
        const head = `${bom}[metadata]${eol}query = "no"${eol}[rule]${eol}${before}query = ${fence}${isLong ? firstBreak : ""}`;
        const text = `${head}${pieces.map(({ raw }) => raw).join("")}${fence} # end${eol}[[rule.threat]]${eol}`;
        const source = { name: "a.toml", text };

        const start = findQueryValue(text) ?? -1;
        const embedded = readTomlString(source, start)?.embedded;
        expect(start).toBe(head.lastIndexOf(" = ") + 3);
        expect(embedded?.text).toBe(pieces.map(({ value }) => value).join(""));
        expect(parseToml(text)["rule"]).toMatchObject({ query: embedded?.text });

        const offsets: number[] = [];
        let offset = head.length;
        for (const { raw, value, at } of pieces) {
          // Inside an escape for a pair of surrogates the second unit has no place of its own.
          for (let unit = 0; unit < value.length; unit++) offsets.push(offset + at + unit);
          offset += raw.length;
        }
        expect(offsets.map((_, at) => embedded && spanInSource(embedded, { start: at, end: at }).start)).toEqual(
          offsets,
        );
      }),
    );
  });

  it("ends a span after an escape where the escape ends", () => {
    const source = { name: "a.toml", text: String.raw`"a\\b"` };
    const embedded = readTomlString(source, 0)?.embedded;
    expect(embedded?.text).toBe(String.raw`a\b`);
    expect(embedded && spanInSource(embedded, { start: 1, end: 2 })).toEqual({ start: 2, end: 4 });
  });

  it.each([
    ["no string", "abc"],
    ["not closed", '"abc'],
    ["not closed after a backslash", String.raw`"abc\"`],
    ["not closed by two quotes", '"""abc""'],
    ["an unknown escape", String.raw`"\q"`],
    ["too few digits", String.raw`"\u12"`],
    ["no code point", String.raw`"\UFFFFFFFF"`],
  ])("gives no string for %s", (_name, text) => {
    expect(readTomlString({ name: "a", text }, 0)).toBeNull();
  });
});

describe("findQueryValue", () => {
  it.each<[name: string, text: string, expected: string | null]>([
    ["the usual way", '[rule]\nquery = "x"', '"x"'],
    ["blanks around", '  [ rule ]\n\n  query="x"', '"x"'],
    ["after other entries", "[rule]\nname = 'a = [{'\nquery = \"x\"", '"x"'],
    ["after a list over lines", '[rule]\ntags = [\n "a", # ]\n "]",\n]\nquery = "x"', '"x"'],
    ["a query shown in a note", '[rule]\nnote = """\nquery = \'n\'\n"""\nquery = \'x\'', "'x'"],
    ["a query shown after an escaped quote", '[rule]\nnote = "\\"\\\\"\nquery = "x"', '"x"'],
    ["a key that only starts so", '[rule]\nquery_language = "a"\nquery = "x"', '"x"'],
    ["another table's query", '[rule]\n[rule.filters.query]\nquery = "x"', null],
    ["a rule table that comes later", '[a]\nquery = "a"\n[rule]\nquery = "x"', '"x"'],
    ["a dotted key", 'rule.query = "x"', null],
    ["no query", '[rule]\nname = "a"', null],
    ["an empty text", "", null],
    ["a text that ends in a string", "[rule]\na = '''", null],
  ])("%s", (_name, text, expected) => {
    const at = findQueryValue(text);
    expect(at === null ? null : text.slice(at)).toBe(expected);
  });
});
