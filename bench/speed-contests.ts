import { createReadStream, createWriteStream, statSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type ContestResult, type ContestRun, holdContest } from "../src/benchmark/contest.ts";
import { readingContestant } from "../src/benchmark/file-reading.ts";
import { TemporaryFolder } from "../src/benchmark/temporary-folder.ts";
import { writeEvents } from "../src/datasets/writer.ts";
import { compileRules } from "../src/plan/compilation.ts";
import { formatBytes, formatCount } from "../src/report/units.ts";
import { inflate } from "./inflate.ts";
import { ripgrep } from "./ripgrep.ts";
import { compileSimdjson } from "./simdjson.ts";
import { huntProgram, type Program, steadyContestant } from "./steady-contestant.ts";

/** What ran over the same data. Seconds are steady ones: the start, measured on an empty input in the same round, is taken off. */
export interface SpeedContest {
  readonly name: ContestName;
  /** Of the data, for people. */
  readonly description: string;
  readonly entries: readonly SpeedEntry[];
}

export type ContestName = "one-rule" | "rules" | "windows" | "packed";

/** One contestant's figures, over so many unpacked bytes. */
export interface SpeedEntry {
  readonly bytes: number;
  /** Of a hunt; `null` for others. */
  readonly hunt: { readonly rules: number; readonly strategy: string; readonly threads: number } | null;
  /** Detections; `null` for what looks for something else. */
  readonly found: number | null;
  readonly result: ContestResult;
}

/** What is measured, and with how much. */
export interface SpeedOptions {
  readonly command: URL;
  /** The shipped rule. */
  readonly rule: string;
  /** A folder of many rules, if there is one at hand. */
  readonly manyRules: string | null;
  /** Events of one's own to run the many rules over too. */
  readonly events: string | null;
  /** Of the file for one rule, for many rules, and packed. */
  readonly bytes: { readonly one: number; readonly many: number; readonly packed: number };
  readonly hitEvery: number;
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Numbers of rules; of more than that all. */
const ruleCounts = [10, 100];

/** Runs all contests, one after the other, each over files of its own, which are removed afterwards. */
export async function holdSpeedContests(options: SpeedOptions): Promise<readonly SpeedContest[]> {
  const contests: SpeedContest[] = [];
  for (const hold of [holdOneRule, holdPacked, holdManyRules, holdOwnEvents]) {
    const folder = await TemporaryFolder.create();
    try {
      const contest = await hold(options, folder);
      if (contest !== null) contests.push(contest);
    } finally {
      folder.remove();
    }
  }
  return contests;
}

/** The shipped rule over plain events, against a grep for what it asks for. */
async function holdOneRule(options: SpeedOptions, folder: TemporaryFolder): Promise<SpeedContest> {
  const { command, rule, seed, hitEvery } = options;
  const events = await generate(options, folder, options.bytes.one, "events.ndjson");
  const smaller = await generate({ ...options, seed: seed + 1 }, folder, options.bytes.many, "fewer.ndjson");
  const hunt = (threads: number, name: string): Program => {
    return huntProgram({ name, command, rules: [rule], threads, strategy: "auto" });
  };
  const entries = await run(options, folder, [
    { ...over(events), program: hunt(1, "eqlhunt, 1 thread"), hunt: { rules: 1, strategy: "auto", threads: 1 } },
    { ...over(events), program: hunt(2, "eqlhunt, 2 threads"), hunt: { rules: 1, strategy: "auto", threads: 2 } },
    { ...over(events), program: ripgrep, hunt: null },
  ]);
  const fewer = await run(options, folder, [
    {
      ...over(smaller),
      program: hunt(2, `eqlhunt, 2 threads, ${formatBytes(smaller.bytes)}`),
      hunt: { rules: 1, strategy: "auto", threads: 2 },
    },
  ]);
  return {
    name: "one-rule",
    description: `The shipped rule over ${formatBytes(events.bytes)} of generated events (seed ${seed}), one of ${formatCount(hitEvery)} a hit`,
    entries: [...entries, ...fewer],
  };
}

/** One big gzip file, and the same events as eight, against Node's decompressor alone. */
async function holdPacked(options: SpeedOptions, folder: TemporaryFolder): Promise<SpeedContest> {
  const { command, rule, seed } = options;
  const plain = await generate(options, folder, options.bytes.packed, "packed.ndjson");
  const big = { ...plain, paths: [await pack(plain.path, folder.file("big.ndjson.gz"))] };
  const eighth = await generate(options, folder, options.bytes.packed / 8, "eighth.ndjson");
  const eight: string[] = [];
  for (let part = 1; part <= 8; part++) eight.push(await pack(eighth.path, folder.file(`part-${part}.ndjson.gz`)));
  const hunt = (name: string): Program => {
    return huntProgram({ name, command, rules: [rule], threads: 2, strategy: "auto" });
  };
  const shape = { rules: 1, strategy: "auto", threads: 2 };
  const entries = [
    ...(await run(options, folder, [
      { paths: big.paths, bytes: big.bytes, expected: big.hits, program: hunt("eqlhunt, one file"), hunt: shape },
      { paths: big.paths, bytes: big.bytes, expected: null, program: inflate, hunt: null },
    ])),
    ...(await run(options, folder, [
      {
        paths: eight,
        bytes: 8 * eighth.bytes,
        expected: 8 * eighth.hits,
        program: hunt("eqlhunt, eight files"),
        hunt: shape,
      },
    ])),
  ];
  return {
    name: "packed",
    description: `The shipped rule over ${formatBytes(plain.bytes)} of generated events (seed ${seed}) in gzip, on two threads`,
    entries,
  };
}

/** More and more rules over the same events, against a program that looks at every value. */
async function holdManyRules(options: SpeedOptions, folder: TemporaryFolder): Promise<SpeedContest | null> {
  if (options.manyRules === null) return null;
  const events = await generate(options, folder, options.bytes.many, "events.ndjson");
  return {
    name: "rules",
    description: `Elastic's prebuilt EQL rules over ${formatBytes(events.bytes)} of generated events (seed ${options.seed})`,
    entries: await overRules(options, options.manyRules, folder, { ...events, hits: null }),
  };
}

/** The same over events of one's own. */
async function holdOwnEvents(options: SpeedOptions, folder: TemporaryFolder): Promise<SpeedContest | null> {
  const { manyRules, events: path } = options;
  if (manyRules === null || path === null) return null;
  const bytes = statSync(path).size;
  return {
    name: "windows",
    description: `Elastic's prebuilt EQL rules over ${formatBytes(bytes)} of real Windows events`,
    entries: await overRules(options, manyRules, folder, { path, bytes, hits: null }),
  };
}

async function overRules(
  options: SpeedOptions,
  folderOfRules: string,
  folder: TemporaryFolder,
  events: Events,
): Promise<readonly SpeedEntry[]> {
  const { command, rule } = options;
  const { rules } = (await compileRules([folderOfRules])).plan;
  const files = [...new Set(rules.map(({ file }) => file))];
  const entries: Entrant[] = [];
  const add = (paths: readonly string[], count: number, strategy: string, threads: number): void => {
    const name = `eqlhunt ${strategy}, ${formatCount(count)} ${count === 1 ? "rule" : "rules"}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
    const program = huntProgram({ name, command, rules: paths, threads, strategy });
    entries.push({ ...over(events), program, hunt: { rules: count, strategy, threads } });
  };
  add([rule], 1, "auto", 1);
  add([rule], 1, "extract", 1);
  for (const count of ruleCounts) {
    // Spread over the folder: files that stand together are of one kind.
    const chosen = files.filter((_, position) => position % Math.floor(files.length / count) === 0).slice(0, count);
    add(chosen, chosen.length, "auto", 1);
    add(chosen, chosen.length, "extract", 1);
  }
  add([folderOfRules], rules.length, "auto", 1);
  add([folderOfRules], rules.length, "auto", 2);
  add([folderOfRules], rules.length, "parse", 2);
  const simdjson = compileSimdjson(folder.file("leaves"));
  if (simdjson === null) options.say("no C++ compiler with simdjson here: nothing to compare many rules with");
  else entries.push({ ...over(events), program: simdjson, hunt: null });
  return run(options, folder, entries);
}

/** Who runs over what, and what it must find; `null` where only agreement is asked for. */
interface Entrant {
  readonly paths: readonly string[];
  readonly bytes: number;
  readonly expected: number | null;
  readonly program: Program;
  readonly hunt: SpeedEntry["hunt"];
}

interface Events {
  readonly path: string;
  readonly bytes: number;
  readonly hits: number | null;
}

function over({ path, bytes, hits }: Events): Pick<Entrant, "paths" | "bytes" | "expected"> {
  return { paths: [path], bytes, expected: hits };
}

async function run(
  options: SpeedOptions,
  folder: TemporaryFolder,
  entrants: readonly Entrant[],
): Promise<readonly SpeedEntry[]> {
  const emptyPath = folder.file("empty.ndjson");
  writeFileSync(emptyPath, "");
  const answers = new AnswerSheet();
  const contestants = entrants.map((entrant, position) => {
    const contestant = steadyContestant(entrant.program, entrant.paths, emptyPath);
    return {
      name: contestant.name,
      run: async (signal?: AbortSignal) => answers.check(await contestant.run(signal), entrant, position),
    };
  });
  const [first] = entrants;
  const reading = first === undefined ? [] : [readingContestant(first.paths)];
  const results = await holdContest([...contestants, ...reading], {
    rounds: options.rounds,
    expected: null,
    onRun: (name, round, ran) => {
      options.say(`round ${round + 1}: ${name}${ran.kind === "finished" ? `, ${ran.seconds.toFixed(3)} s` : ""}`);
    },
  });
  return results.map((result, position) => {
    const { bytes = first?.bytes ?? 0, hunt = null } = entrants[position] ?? {};
    return { bytes, hunt, found: answers.found(position), result };
  });
}

/** Checks what hunts find: how many, where that is known; and that hunts for the same rules over the same files find the same. */
class AnswerSheet {
  readonly #found: (number | null)[] = [];
  readonly #answers = new Map<string, string>();

  /** The run without its answer, since a contest takes all answers for answers to one question; or why it failed. */
  check(run: ContestRun, { expected, hunt, paths }: Entrant, position: number): ContestRun {
    if (run.kind === "failed") return run;
    this.#found[position] = run.found;
    if (expected !== null && run.found !== null && run.found !== expected) {
      return { kind: "failed", reason: `it found ${run.found}, and there are ${expected} to find` };
    }
    if (hunt !== null && run.answer !== null) {
      const question = `${hunt.rules} ${paths.join(" ")}`;
      const known = this.#answers.get(question);
      if (known !== undefined && known !== run.answer)
        return { kind: "failed", reason: "it found something else than another hunt did" };
      this.#answers.set(question, run.answer);
    }
    return { ...run, found: null, answer: null };
  }

  found(position: number): number | null {
    return this.#found[position] ?? null;
  }
}

async function generate(
  { seed, hitEvery, say }: SpeedOptions,
  folder: TemporaryFolder,
  targetBytes: number,
  name: string,
): Promise<Events & { readonly hits: number }> {
  const path = folder.file(name);
  say(`generating ${formatBytes(targetBytes)} of events`);
  const { hits, bytes } = await writeEvents({ targetBytes, seed, hitEvery, outputPath: path });
  return { path, bytes, hits: hits.length };
}

async function pack(path: string, packedPath: string): Promise<string> {
  await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(packedPath));
  return packedPath;
}
