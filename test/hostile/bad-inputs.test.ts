import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, runEqlhunt } from "../cli/process.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { badInputs, damagedInputs, maxLineBytes, queries } from "./bad-inputs.ts";

const folder = useTemporaryFolder();

interface WrittenInput {
  readonly file: string;
  readonly status: string;
  readonly reason?: string;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly bad: Readonly<Record<string, number>>;
}

interface Hunted {
  readonly ended: Ended;
  readonly statistics: ReadonlyMap<string, WrittenInput>;
  /** The numbers of the events found, by file. */
  readonly found: ReadonlyMap<string, readonly number[]>;
}

async function huntAll(...options: readonly string[]): Promise<Hunted> {
  const names = [...badInputs, ...damagedInputs].map(({ name }) => name);
  const statsPath = join(folder.path, "statistics.json");
  const ended = await runEqlhunt(
    [
      "hunt",
      ...queries.flatMap((query) => ["-q", query]),
      "--stats",
      statsPath,
      "--count",
      "--max-line",
      String(maxLineBytes),
      "-f",
      "jsonl",
      "-j",
      "2",
      ...options,
      ...names,
    ],
    { cwd: folder.path, timeoutMs: 120_000 },
  );
  const { inputs }: { inputs: WrittenInput[] } = JSON.parse(readFileSync(statsPath, "utf8"));
  const found = new Map<string, number[]>();
  for (const line of ended.stdout.split("\n")) {
    if (line === "") continue;
    const { events }: { events: { source: { file: string }; event: FoundEvent }[] } = JSON.parse(line);
    for (const { source, event } of events)
      found.set(source.file, [...(found.get(source.file) ?? []), numberOf(event)]);
  }
  return { ended, statistics: new Map(inputs.map((input) => [input.file, input])), found };
}

interface FoundProcess {
  readonly pid?: number;
}

interface FoundEvent {
  readonly process: FoundProcess | readonly FoundProcess[];
  /** Of a search hit. */
  readonly ["_source"]?: FoundEvent;
}

/** The number that the table knows an event by, wherever it stands. */
function numberOf(event: FoundEvent): number {
  const { process } = event["_source"] ?? event;
  const all = "length" in process ? process : [process];
  return all.find(({ pid }) => pid !== undefined)?.pid ?? -1;
}

describe.each([
  ["parse", []],
  ["literal", []],
  ["extract", []],
  ["auto", ["--split-size", "70000", "-j", "3"]],
])("with the strategy %s", (strategy, options) => {
  let hunted: Hunted;

  beforeAll(async () => {
    for (const { name, bytes } of [...badInputs, ...damagedInputs]) folder.write(name, bytes);
    hunted = await huntAll("--strategy", strategy, ...options);
  });

  it("the run ends by itself, says what was damaged, and shows no stack", () => {
    const { status, signal, stderr } = hunted.ended;
    expect({ status, signal }).toEqual({ status: 3, signal: null });
    expect(stderr).not.toMatch(/^\s+at |RangeError|TypeError|node:/m);
    const unwell = [...hunted.statistics.values()].filter((input) => input.status !== "ok");
    for (const { file } of unwell) expect(stderr).toContain(file);
    expect(unwell).toHaveLength(badInputs.filter((one) => one.status !== undefined).length + damagedInputs.length);
  });

  it.each(badInputs)(
    "$name",
    ({ name, bytes, status = "ok", reason, unpackedBytes, lines, events, bad = {}, found }) => {
      const { reason: said, ...counted } = hunted.statistics.get(name) ?? { reason: "it is not in the statistics" };
      expect(counted).toEqual(
        expect.objectContaining({ status, bytes: unpackedBytes ?? bytes.length, lines, events, bad }),
      );
      expect(said ?? "").toMatch(reason ?? /^$/);
      expect(hunted.found.get(name) ?? []).toEqual(found);
    },
  );

  it.each(damagedInputs)("$name", ({ name, certain }) => {
    const { status, reason, lines = 0, events = 0, bad } = hunted.statistics.get(name) ?? {};
    expect({ status, reason }).toEqual({ status: "damaged", reason: expect.stringMatching(/./) });
    expect(events).toBeGreaterThanOrEqual(certain);
    expect(lines).toBe(events + Object.values(bad ?? {}).reduce((sum, count) => sum + count, 0));
    const found = hunted.found.get(name) ?? [];
    // What bent bytes were unpacked to is anything.
    expect(found.slice(0, certain)).toEqual(Array.from({ length: certain }, (_, i) => i));
    expect(found.length).toBeLessThanOrEqual(events);
  });
});
