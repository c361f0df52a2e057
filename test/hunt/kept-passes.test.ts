import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HuntOptions } from "../../src/hunt/hunt-options.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll, huntAllInPasses, processLine } from "./events.ts";

const folder = useTemporaryFolder();
/** Its second stage is hit by every event. */
const rules = await compileQueries(
  'sequence by user [process where process.name == "rare"] [process where process.pid >= 0]',
);

let hunts = 0;

function begin(): { readonly state: string; readonly inputs: string; readonly options: HuntOptions } {
  const number = hunts++;
  const state = folder.join(`state-${number}`);
  const inputs = folder.join(`inputs-${number}`);
  mkdirSync(inputs);
  writeFileSync(join(inputs, "a.ndjson"), linesFrom(0, 400));
  return {
    state,
    inputs,
    options: { rules, inputs: [inputs], threads: 2, splitSizeBytes: 4096, state: { folder: state } },
  };
}

function linesFrom(first: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const number = first + at;
    return processLine(number, number % 90 === 0 ? "rare" : "often", { user: number % 7 });
  }).join("");
}

async function withoutState(options: HuntOptions): Promise<readonly string[]> {
  return (await huntAll({ ...options, state: undefined, strategy: "parse" })).lines;
}

describe("which stages wait for the second pass", () => {
  it("is kept in the state folder, and asked the same way when there are more inputs", async () => {
    const { state, inputs, options } = begin();
    const first = await huntAllInPasses(options);
    expect(first.lines).toEqual(await withoutState(options));
    expect(first.lines.length).toBeGreaterThan(3);
    expect(first.summary.statistics.passes).toBe(2);
    expect(JSON.parse(readFileSync(join(state, "passes.json"), "utf8"))).toEqual({ left: [1] });

    writeFileSync(join(inputs, "b.ndjson"), linesFrom(400, 300));
    const second = await huntAllInPasses(options, { commonShare: 1 });
    expect(second.lines).toEqual(await withoutState(options));
    expect(second.lines.length).toBeGreaterThan(first.lines.length);
    expect(second.summary.statistics.passes).toBe(2);
    expect(second.summary.state?.keptSplits).toBe(first.summary.state?.splits);
    expect(JSON.parse(readFileSync(join(state, "passes.json"), "utf8"))).toEqual({ left: [1] });
  });

  it("is told by the rules alone where the first run was too small for a sample", async () => {
    const { state, options } = begin();
    const first = await huntAll(options);
    expect(existsSync(join(state, "passes.json"))).toBe(false);
    const second = await huntAllInPasses(options);
    expect(second.lines).toEqual(first.lines);
    expect(second.summary.state?.keptSplits).toBe(first.summary.state?.splits);
    expect(existsSync(join(state, "passes.json"))).toBe(false);
  });

  it("is not asked of what can't wait", async () => {
    const { options } = begin();
    await huntAllInPasses(options);
    const found = await huntAllInPasses({
      ...options,
      state: { folder: options.state?.folder ?? "", incremental: true },
    });
    expect(found.summary.statistics.passes).toBe(1);
  });

  it("is refused if it can't be read", async () => {
    const { state, options } = begin();
    await huntAllInPasses(options);
    writeFileSync(join(state, "passes.json"), '{"left":"all"}');
    await expect(huntAllInPasses(options)).rejects.toMatchObject({
      code: "E522",
      message: expect.stringContaining("passes.json"),
    });
  });
});

describe("the size of pieces that nobody asked for", () => {
  it("is what the hunt was begun with", async () => {
    const { state, options } = begin();
    const { splitSizeBytes: _, ...unsaid } = options;
    const first = await huntAll(unsaid);
    const manifest = readFileSync(join(state, "manifest.json"), "utf8");
    expect(JSON.parse(manifest)).toMatchObject({ splitSizeBytes: 32 * 2 ** 20, options: { splitSizeBytes: null } });
    expect(first.summary.state?.splits).toBe(1);
    await expect(huntAll(options)).rejects.toMatchObject({
      code: "E521",
      message: expect.stringContaining("splitSizeBytes was not given and is 4096"),
    });

    const smaller = folder.join("state-of-another-machine");
    const begun = { ...unsaid, state: { folder: smaller } };
    await huntAll(begun);
    const rewritten = manifest.replace(/"splitSizeBytes":\d+/, '"splitSizeBytes":5000');
    writeFileSync(join(smaller, "manifest.json"), rewritten);
    const again = await huntAll(begun);
    expect(again.lines).toEqual(first.lines);
    expect(again.summary.state?.splits).toBeGreaterThan(5);
  });
});
