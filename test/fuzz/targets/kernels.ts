import assert from "node:assert/strict";
import { ExtractionKernel } from "../../../src/kernel/extraction-kernel.ts";
import { compileKernel } from "../../../src/kernel/kernel-module.ts";
import { LiteralKernel } from "../../../src/kernel/literal-kernel.ts";
import { ExtractionModel } from "../../kernel/extraction-model.ts";
import { linesHolding } from "../../kernel/plain-lines.ts";
import { names, randomNumbers, randomProgram } from "../../kernel/random-extraction.ts";
import type { FuzzTarget } from "../fuzzing.ts";

type Found = readonly (readonly [start: number, end: number, filters: string])[];

/** What lies around a block must not matter. */
const surroundings = [0x00, 0x22, 0x0a, 0xff];

function literalsOf(line: string): readonly string[] {
  const literals = line.split("\t").map((text) => text.toLowerCase().replaceAll(/[^ -~]/g, ""));
  return [...new Set(literals.filter(({ length }) => length >= 3))].slice(0, 200);
}

/** The first line is the literals, between tabs; the rest is searched. */
export const literalKernelTarget: FuzzTarget = {
  name: "literal-kernel",
  seeds: [
    'imagepath"\tservices\n{"a":"ImagePath"}\n{"b":"x\\u0049magePath"}\nservices.exe',
    `${Array.from({ length: 90 }, (_, i) => `literal ${i * 37}`).join("\t")}\nLITERAL 37\nliteral 3\n\nliteral 74`,
    'abc\n{"x":"ab\\u0063"}\nabcabc\nab\nc\n',
  ].map((text) => Buffer.from(text)),
  tokens: [
    "\n",
    "\t",
    "\\u00",
    "\\u0063",
    "\\",
    "\0",
    "\xff",
    "abc",
    "ABC",
    "imagepath",
    "services",
    "literal 37",
    "@[`{",
  ],
  slowestMs: 3000,
  async check(input) {
    const bytes = Buffer.from(input);
    const newline = bytes.indexOf(0x0a);
    const literals = literalsOf(bytes.toString("latin1", 0, Math.max(0, newline)));
    if (literals.length === 0) return;
    const searched = bytes.subarray(newline + 1);
    const expected: Found = linesHolding(literals, searched).map(([start, end]) => [start, end, ""]);
    const module = await compileKernel("literals");
    for (const chunkBytes of [64 + (input.length % 64), 1024, 131_072]) {
      const kernel = new LiteralKernel(module, literals, chunkBytes);
      for (const around of surroundings) {
        // One after the other: what lies elsewhere is copied over the other.
        for (const isOwn of [false, true]) {
          const block = isOwn ? placed(kernel.chunk, searched, around) : searched;
          const found: [number, number, string][] = [];
          kernel.visit(block, (start, end) => found.push([start, end, ""]));
          assert.deepEqual(found, expected, `chunks of ${chunkBytes}, amid ${around}`);
          assert.equal(kernel.countLines(block), countLines(searched));
        }
      }
    }
  },
};

/** Where it fits the block lies in the kernel's memory, at a place that its length decides. */
function placed(chunk: Buffer, bytes: Buffer, around: number): Buffer {
  if (bytes.length > chunk.length) return bytes;
  const at = bytes.length % (chunk.length - bytes.length + 1);
  chunk.fill(around);
  bytes.copy(chunk, at);
  return chunk.subarray(at, at + bytes.length);
}

function countLines(bytes: Buffer): number {
  const count = bytes.toString("latin1").split("\n").length;
  return bytes.length === 0 || bytes.at(-1) === 0x0a ? count - 1 : count;
}

/** The first four bytes choose a program, the rest is walked. */
export const extractionKernelTarget: FuzzTarget = {
  name: "extraction-kernel",
  seeds: [
    '0001{"a":{"b":"abc","c":[1,{"name":"powershell"}]},"process":{"name":"cmd.exe","code_signature":{"a":true}}}\n{"a.b":null,"é":{"":"x"}}\n',
    '7x-q{"process.name":["abc",["-enc"]],"abcdefghijklmno":{"a_name_of_more_than_sixteen_bytes":"0123456789"},"b":{"b":{"b":[]}}}\r\n{}\n[]\n',
    'zzzz{"a\\u0062":1,"a":{"a":1,"a":2},"c":"\\"quoted\\""}\n{"c":{"c":"c:\\\\temp\\\\"}}',
  ].map((text) => Buffer.from(text)),
  tokens: [
    ...'{ } [ ] : , " \\ \\" \\\\ \\u0061 null true false 1 -1.5e3'.split(" "),
    "\n",
    "\r",
    " ",
    "\0",
    "\xff",
    "\x80",
    "é",
    ...names.map((name) => `"${name}":`),
    ...["abc", "powershell", "cmd.exe", "-enc", "[{~", "0123456789"].map((value) => `"${value}"`),
    "[".repeat(140),
    '{"a":'.repeat(140),
    "}".repeat(140),
  ],
  slowestMs: 3000,
  async check(input) {
    if (input.length < 4) return;
    const bytes = Buffer.from(input);
    const searched = bytes.subarray(4);
    const module = await compileKernel("extraction");
    const { program, resolve } = randomProgram(randomNumbers(bytes.readInt32LE(0)));
    const model = new ExtractionModel(program, resolve);
    const expected = new Map<number, string>();
    model.visit(searched, (start, _end, filters) => expected.set(start, filtersText(filters)));
    for (const chunkBytes of [64 + (input.length % 64), 4096, 131_072]) {
      const kernel = new ExtractionKernel(module, program, resolve, { chunkBytes });
      for (const around of surroundings) {
        // One after the other: what lies elsewhere is copied over the other.
        for (const isOwn of [false, true]) {
          const block = isOwn ? placed(kernel.chunk, searched, around) : searched;
          const found: [number, number, string][] = [];
          kernel.visit(block, (start, end, filters) => found.push([start, end, filtersText(filters)]));
          compare(searched, found, expected, `chunks of ${chunkBytes}, amid ${around}`);
        }
      }
    }
  },
};

function filtersText(filters: readonly number[] | null): string {
  return filters === null ? "all" : filters.join();
}

/** Lines in order, each once and whole; of a line that is an object what the model says, unless it is handed over. */
function compare(bytes: Buffer, found: Found, expected: ReadonlyMap<number, string>, way: string): void {
  let next = 0;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const entry = found[next]?.[0] === start ? found[next++] : undefined;
    if (entry !== undefined) assert.equal(entry[1], end, `${way}: the line at ${start}`);
    const filters = entry?.[2] ?? "";
    if (filters !== "all" && isObject(bytes.toString("utf8", start, end))) {
      assert.equal(filters, expected.get(start) ?? "", `${way}: the line at ${start}`);
    }
    start = end + 1;
  }
  assert.equal(next, found.length, `${way}: lines that there aren't`);
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
