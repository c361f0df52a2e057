import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileKernel } from "../../src/kernel/kernel-module.ts";
import { LiteralKernel } from "../../src/kernel/literal-kernel.ts";
import { everyLine } from "../../src/scan/candidates.ts";
import { LiteralFinder, type SecondLook } from "../../src/scan/literal-finder.ts";

const module = await compileKernel("literals");

/** Leaves over the lines that hold a `!`, for the filters 1 and 2. */
class Exclaiming implements SecondLook {
  memory: Buffer | null = null;
  learned = "";
  begun = 0;
  readonly looked: string[] = [];
  readonly #memoryBytes: number;

  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes;
  }

  begin(): void {
    this.begun++;
  }

  learn(lines: Buffer): void {
    this.learned = lines.toString();
    this.memory = Buffer.alloc(this.#memoryBytes);
  }

  visit(bytes: Buffer, visitor: (start: number, end: number, filters: readonly number[] | null) => void): void {
    this.looked.push(bytes.toString());
    everyLine.visit(bytes, (start, end) => {
      if (bytes.subarray(start, end).includes("!")) visitor(start, end, [1, 2]);
    });
  }
}

function visited(finder: LiteralFinder, text: string): string[] {
  const bytes = Buffer.from(text);
  const lines: string[] = [];
  finder.visit(bytes, (start, end, filters) => {
    lines.push(`${start} ${bytes.toString("utf8", start, end)} ${filters?.join() ?? "all"}`);
  });
  return lines;
}

/** One that has seen enough lines for a second look. */
function experienced(second: Exclaiming): LiteralFinder {
  const finder = new LiteralFinder(new LiteralKernel(module, ["abc"], 1 << 16), second);
  visited(finder, "abc\n".repeat(512));
  return finder;
}

describe("LiteralFinder", () => {
  it("gives the lines that hold a literal without a second look", () => {
    const finder = new LiteralFinder(new LiteralKernel(module, ["abc"]), null);
    expect(visited(finder, "abc\nab\nxABC")).toEqual(["0 abc all", "7 xABC all"]);
    finder.begin();
  });

  it("looks a second time once there were enough lines, which it has shown", () => {
    const second = new Exclaiming(1000);
    const finder = new LiteralFinder(new LiteralKernel(module, ["abc"], 1 << 16), second);
    expect(visited(finder, "abc\n".repeat(511))).toHaveLength(511);
    expect(second.learned).toBe("");
    expect(visited(finder, "x\nabc 1\nabc 2\nabc")).toEqual(["2 abc 1 all", "8 abc 2 all", "14 abc all"]);
    expect(second.learned).toBe(`${"abc\n".repeat(511)}abc 1\nabc 2\nabc\n`);
    expect(second.looked).toEqual([]);
    expect(visited(finder, "x\nabc 1\nabc!\nABC!\n")).toEqual(["8 abc! 1,2", "13 ABC! 1,2"]);
    expect(second.looked).toEqual(["abc 1\nabc!\nABC!\n"]);
    finder.begin();
    expect(second.begun).toBe(1);
  });

  it("doesn't look a second time where such lines are rare, until they are not", () => {
    const second = new Exclaiming(1000);
    const finder = new LiteralFinder(new LiteralKernel(module, ["abc"], 1 << 16), second);
    const rare = `${"x".repeat(140_000)}\nabc\nabc\n`;
    for (let block = 0; block < 300; block++) expect(visited(finder, rare)).toHaveLength(2);
    expect(second.learned).toBe("");
    expect(visited(finder, "abc 1\n".repeat(1000))).toHaveLength(1000);
    expect(second.learned).toBe(`${"abc\n".repeat(88)}${"abc 1\n".repeat(1000)}`);
    expect(visited(finder, "abc 3\n")).toEqual([]);
  });

  it("looks at as many lines at a time as there is memory for, and gives longer ones unseen, in their place", () => {
    const second = new Exclaiming(12);
    const lines = visited(experienced(second), "abc!\nabc 2\nabc 3!\nabc 4, a long one\nabc 5\nabc 6!");
    expect(lines).toEqual(["0 abc! 1,2", "11 abc 3! 1,2", "18 abc 4, a long one all", "42 abc 6! 1,2"]);
    expect(second.looked).toEqual(["abc!\nabc 2\n", "abc 3!\n", "abc 5\n", "abc 6!\n"]);
  });

  it("gives what both leave over, whatever the lines and the memory", () => {
    const line = fc.array(fc.constantFrom("abc", "ab", "c", "!", "\r", "\\u0061", "\\u003c"), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 0, max: 60 }), (parts, memoryBytes) => {
        const texts = parts.map((each) => each.join(""));
        const found = visited(experienced(new Exclaiming(memoryBytes)), texts.join("\n"));
        const expected = texts.filter((text) => {
          const isLong = text.length + 1 > memoryBytes;
          return /abc|\\u0061/.test(text) && (isLong || text.includes("!"));
        });
        expect(found.map((each) => each.replace(/^\d+ /, "").replace(/ (1,2|all)$/, ""))).toEqual(expected);
      }),
    );
  });
});
