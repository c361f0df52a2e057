import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { ExtractionKernel } from "../../src/kernel/extraction-kernel.ts";
import type { Extraction } from "../../src/kernel/extraction-program.ts";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { ExtractionModel } from "./extraction-model.ts";
import {
  type Oddities,
  pick,
  randomLine,
  randomNumbers,
  type RandomNumbers,
  randomProgram,
} from "./random-extraction.ts";

const module = await compileKernel("extraction");
const plain: Oddities = { escapedNames: false, repeatedNames: false, isBroken: false };

const punctuation = Buffer.from('{}[]:,"\\ \r\tab.1n');

/** By where a line starts: its end and its filters. */
type Candidates = Map<number, { readonly end: number; readonly filters: readonly number[] | null }>;

/** Whole lines of a text, in pieces: some in the extraction's own memory, some elsewhere. */
function visitInPieces(extraction: Extraction, text: Buffer, random: RandomNumbers): Candidates {
  const found: Candidates = new Map();
  let last = -1;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf(0x0a, start + random(3 * extraction.chunk.length));
    const end = newline < 0 ? text.length : newline + 1;
    const piece = text.subarray(start, end);
    const room = extraction.chunk.length - piece.length;
    const bytes =
      room >= 0 && random(2) === 0 ? extraction.chunk.subarray(random(room + 1)).subarray(0, piece.length) : piece;
    if (bytes !== piece) piece.copy(bytes);
    extraction.visit(bytes, (lineStart, lineEnd, filters) => {
      expect(start + lineStart).toBeGreaterThan(last);
      last = start + lineStart;
      found.set(last, { end: start + lineEnd, filters });
    });
    start = end;
  }
  return found;
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Compares kernel and model over lines: what the kernel says otherwise, without having handed the line over. */
function compare(
  seed: number,
  lineCount: number,
  makeLine: (random: RandomNumbers, paths: readonly string[]) => Buffer,
) {
  const random = randomNumbers(seed);
  const { program, resolve } = randomProgram(random);
  const paths = program.slots.map(({ path, within }) => (within === null ? path : `${within}.${path}`));
  const lines = Array.from({ length: lineCount }, () => makeLine(random, paths));
  const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from(pick(random, ["\n", "\n", "\r\n", "\n\n"]))]));
  const bytes = random(3) === 0 ? text.subarray(0, -1) : text;
  const chunkBytes = pick(random, [64, 200, 1000, 5000, 1 << 16]);
  const kernel = new ExtractionKernel(module, program, resolve, { chunkBytes });
  const model = new ExtractionModel(program, resolve);
  const found = visitInPieces(kernel, bytes, random);
  const wanted = visitInPieces(model, bytes, random);
  const differences: unknown[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.toString("utf8", start, end);
    const ofKernel = found.get(start) ?? { end, filters: [] };
    const ofModel = wanted.get(start) ?? { end, filters: [] };
    const isSame = ofKernel.end === end && ofKernel.filters?.join() === ofModel.filters?.join();
    if (!isSame && ofKernel.filters !== null && isObject(line)) differences.push({ line, ofKernel, ofModel });
    start = end + 1;
  }
  return { differences, kernel: kernel.counts, model: model.counts };
}

describe("the extraction kernel against its model", () => {
  it("finds the same in documents without oddities, and hands none of them over", () => {
    assert(
      property(integer(), (seed) => {
        const { differences, kernel, model } = compare(seed, 60, (random, paths) => randomLine(random, paths, plain));
        expect(differences).toEqual([]);
        expect(kernel.lines).toBe(model.lines);
        expect({ ...kernel.handedOver, too_long: 0 }).toEqual({
          ...model.handedOver,
          condition: kernel.handedOver.condition,
        });
      }),
      { numRuns: 150 },
    );
  });

  it("finds the same, or hands over, with escapes in names, repeated names, broken lines and noise", () => {
    assert(
      property(integer(), (seed) => {
        const { differences } = compare(seed, 60, (random, paths) =>
          randomLine(random, paths, {
            escapedNames: random(3) === 0,
            repeatedNames: random(3) === 0,
            isBroken: random(3) === 0,
          }),
        );
        expect(differences).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("finds the same in many documents in a row, whose values repeat or don't", () => {
    assert(
      property(integer(), (seed) => {
        const { differences } = compare(seed, 6000, (random, paths) => randomLine(random, paths, plain));
        expect(differences).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  it("gets through any bytes", () => {
    assert(
      property(integer(), (seed) => {
        const { differences, kernel, model } = compare(seed, 30, (random) => {
          const bytes = Array.from({ length: random(200) }, () => pick(random, [...punctuation, random(256)]));
          return Buffer.from(bytes.filter((byte) => byte !== 0x0a));
        });
        expect(differences).toEqual([]);
        expect(kernel.lines).toBe(model.lines);
      }),
      { numRuns: 150 },
    );
  });
});
