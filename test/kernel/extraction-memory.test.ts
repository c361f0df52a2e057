import { describe, expect, it } from "vitest";
import { ExtractionInstance } from "../../src/kernel/extraction-instance.ts";
import { ExtractionKernel } from "../../src/kernel/extraction-kernel.ts";
import { takeProgramApart } from "../../src/kernel/extraction-parts.ts";
import {
  accepted,
  rejected,
  type Extraction,
  type ExtractionProgram,
  type ValueResolver,
} from "../../src/kernel/extraction-program.ts";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { ExtractionModel } from "./extraction-model.ts";
import { pick, randomNumbers, type RandomNumbers } from "./random-extraction.ts";

const module = await compileKernel("extraction");

/** One slot with one fact, which is a candidate's condition. */
function programOf(gate: readonly string[] | null, isLazy = false): ExtractionProgram {
  return {
    slots: [
      { path: "v", within: null, existence: -1, presence: -1, isResolved: true, isLazy, resolvesNull: false, gate },
    ],
    factCount: 1,
    factSlots: [0],
    conditions: [{ filter: 0, questions: Int32Array.of(0, accepted, rejected) }],
    triggers: [isLazy ? [] : [0]],
    always: isLazy ? [0] : [],
  };
}

function candidatesOf(extraction: Extraction, text: string): readonly number[] {
  const starts: number[] = [];
  extraction.visit(Buffer.from(text), (start) => starts.push(start));
  return starts;
}

/** Values that have a 7 somewhere, or an `a`. */
const resolveSevens: ValueResolver = (_slot, text) => (/[7a]/.test(text) ? [0] : []);

function linesOf(values: Iterable<string>): string {
  return [...values].map((value) => `{"v":${JSON.stringify(value)}}\n`).join("");
}

function textOf(random: RandomNumbers, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[random(alphabet.length)]).join("");
}

describe("the memory of the extraction kernel", () => {
  it.each([1, 20, 200, 1500])("looks no further at values that hold none of %i literals of a gate", (count) => {
    const random = randomNumbers(count);
    const literals = Array.from({ length: count }, () => {
      const text = JSON.stringify(textOf(random, 'abcdefghij\\".', 3 + random(14)));
      return text.slice(random(3) === 0 ? 0 : 1, random(3) === 0 ? undefined : -1);
    }).filter((literal) => literal.length >= 3);
    const resolve: ValueResolver = (_slot, text) =>
      literals.some((literal) => text.toLowerCase().includes(literal)) ? [0] : [];
    const values = Array.from({ length: 3000 }, () => {
      const literal: string = random(20) === 0 ? pick(random, literals) : "";
      const value = textOf(random, 'abcdefghijABCDEFGHIJ0123456789\\"', random(60)) + literal.replaceAll(/["\\]/g, "");
      return random(2) === 0 ? value : value.toUpperCase();
    });
    const text = linesOf(values);
    const kernel = new ExtractionKernel(module, programOf(literals), resolve);
    const expected = candidatesOf(new ExtractionModel(programOf(literals), resolve), text);
    expect(candidatesOf(kernel, text)).toEqual(expected);
    expect(kernel.counts.gated + kernel.counts.resolved).toBeLessThanOrEqual(values.length);
    // Case folding takes some characters for others: few values more than need be get through.
    expect(kernel.counts.resolved).toBeLessThanOrEqual(expected.length * 1.1 + 30);
  });

  it("forgets values when there is no more room for them, and knows them again", () => {
    const values = Array.from({ length: 60_000 }, (_, index) => `${index % 3 === 0 ? index % 50 : index}`);
    const long = Array.from({ length: 6000 }, (_, index) => `${"x".repeat(500)}${index % 2 === 0 ? 1 : index}`);
    const text = linesOf([...values, ...long, ...values]);
    const kernel = new ExtractionKernel(module, programOf(null), resolveSevens);
    expect(candidatesOf(kernel, text)).toEqual(candidatesOf(new ExtractionModel(programOf(null), resolveSevens), text));
    expect(kernel.counts.memoHits).toBeGreaterThan(0);
  });

  it("calls the resolver for each value of a field whose values don't repeat, and no longer looks them up", () => {
    const kernel = new ExtractionKernel(module, programOf(null), () => []);
    candidatesOf(kernel, linesOf(Array.from({ length: 20_000 }, (_, index) => `value ${index}`)));
    expect(kernel.counts).toMatchObject({ resolved: 20_000, memoHits: 0 });
    expect(kernel.counts.memoLookups).toBeLessThan(1000);
  });

  it("resolves values of a lazy slot only when they are asked for, however many there are", () => {
    const program = programOf(null, true);
    const text = [10, 300, 1000]
      .map((count) => `{"v":[${Array.from({ length: count }, (_, n) => n).join()}]}\n`)
      .join("");
    const kernel = new ExtractionKernel(module, program, resolveSevens);
    expect(candidatesOf(kernel, text)).toEqual(candidatesOf(new ExtractionModel(program, resolveSevens), text));
    const unasked = new ExtractionKernel(module, { ...program, always: [] }, resolveSevens);
    expect(candidatesOf(unasked, '{"v":[1,2,3]}\n')).toEqual([]);
    expect(unasked.counts.resolved).toBe(0);
  });

  it("begins again before its numbers of documents and objects run out", () => {
    const parts = takeProgramApart(programOf(null));
    expect(parts).not.toBeNull();
    if (parts === null) return;
    const options = { chunkBytes: 4096, seed: Buffer.alloc(24, 7), sample: new Uint8Array(), lastSerial: 5 };
    const instance = new ExtractionInstance(module, parts, resolveSevens, options);
    const text = Buffer.from(linesOf(["a", "b", "ab", "c"]));
    for (let round = 0; round < 20; round++) {
      text.copy(instance.memory, instance.at.chunk);
      const found: number[] = [];
      instance.walk(instance.at.chunk, instance.at.chunk + text.length, (start) => found.push(start));
      expect(found).toEqual([0, 20]);
    }
  });

  it.each([
    ["has a path of which broken bytes could be one", [{ path: "\ufffd", within: null }]],
    ["has a place within something of the kind", [{ path: "a", within: "\ufffd" }]],
    [
      "leads from outside into what another place is within",
      [
        { path: "a", within: "hit" },
        { path: "hit.b", within: null },
      ],
    ],
  ])("hands all lines over where the program %s", (_, places) => {
    const program = programOf(null);
    const slots = places.flatMap((place) => program.slots.map((slot) => ({ ...slot, ...place })));
    const kernel = new ExtractionKernel(module, { ...program, slots }, () => []);
    expect(candidatesOf(kernel, "{}\n\n{}")).toEqual([0, 3, 4]);
    expect(kernel.counts.handedOver.capacity).toBe(3);
  });
});
