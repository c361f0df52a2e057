import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Ended, runNode } from "../cli/process.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { exampleHunt } from "./example.ts";

const folder = useTemporaryFolder();
const failingFiles = new URL("failing-files.js", import.meta.url).href;
const mainScript = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
mkdirSync(folder.join("events"));
const example = exampleHunt(folder.join("events"), "plain", { events: 300, pairs: 1, smallInputs: 1 });
for (const writeInputs of example.runs) writeInputs();

type Call = "open" | "read" | "write" | "sync" | "link" | "rename" | "remove";

interface Fault {
  readonly call: Call;
  readonly number: number;
  readonly how: string;
  readonly stays?: boolean;
}

/** Runs the example's hunt as a process in which a call fails. */
async function run(
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended & { output: string | null }> {
  const output = folder.join(`${name}.jsonl`);
  const isReading = ["open", "read"].includes(environment["FAULT_CALL"] ?? name.split("-")[0] ?? "");
  const more = isReading ? [] : ["--incremental"];
  const args = [...example.args, ...more, "--state", folder.join(name), "-o", output];
  const ended = await runNode(["--import", failingFiles, mainScript, ...args], {
    env: { FAULT_FOLDER: folder.path, ...environment },
  });
  return { ...ended, output: existsSync(output) ? readFileSync(output, "utf8") : null };
}

/** How many calls there are in a whole hunt, and in one that goes on. */
async function countCalls(name: string): Promise<Readonly<Record<Call, number>>> {
  const counts = folder.join(`${name}-counts.json`);
  await run(name, { FAULT_COUNTS: counts });
  return JSON.parse(readFileSync(counts, "utf8"));
}

const whole = await run("undisturbed");
const calls = await countCalls("counted");

/** Runs a hunt with a fault, and if it doesn't end well once more without; gives what is wrong, if anything. */
async function tryFault({ call, number, how, stays = false }: Fault): Promise<string | null> {
  const place = `${call} ${number} ${how}${stays ? " and all after it" : ""}`;
  const name = place.replaceAll(" ", "-");
  const failed = await run(name, {
    FAULT_CALL: call,
    FAULT_NUMBER: String(number),
    FAULT_HOW: how,
    ...(stays ? { FAULT_STAYS: "1" } : {}),
  });
  try {
    if (failed.status === 0) return failed.output === whole.output ? null : `${place}: success, and another output`;
    if (failed.status === null || ![2, 3, 4].includes(failed.status)) return `${place}: status ${failed.status}`;
    if (failed.stderr === "" || /please report|\n {4}at /.test(failed.stderr)) return `${place}: says ${failed.stderr}`;
    const resumed = await run(name);
    if (resumed.status !== 0) return `${place}: goes on with status ${resumed.status}: ${resumed.stderr}`;
    return resumed.output === whole.output ? null : `${place}: another output after going on`;
  } finally {
    for (const path of [folder.join(name), folder.join(`${name}.jsonl`)])
      rmSync(path, { recursive: true, force: true });
  }
}

/** Two at a time. */
async function tryAll(faults: readonly Fault[]): Promise<readonly string[]> {
  const left = [...faults];
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
      const failure = await tryFault(fault);
      if (failure !== null) failures.push(failure);
    }
  };
  await Promise.all([work(), work()]);
  return failures;
}

function every(call: Call, how: string, stays = false): readonly Fault[] {
  return Array.from({ length: calls[call] }, (_, index) => ({ call, number: index + 1, how, stays }));
}

describe("a hunt with a state folder, where the file system fails", () => {
  it("stands for one that finds something, and makes calls of every kind", () => {
    expect(whole).toMatchObject({ status: 0 });
    expect(whole.output?.split("\n").length).toBeGreaterThan(20);
    expect(Math.min(...Object.values(calls))).toBeGreaterThan(0);
  });

  // A run that is incremental writes more. One that could not read an input counts as complete, and the next one gives the rest.
  const ways: readonly (readonly [Call, string, boolean])[] = [
    ["write", "ENOSPC", true],
    ["write", "EIO", false],
    ["sync", "EIO", false],
    ["link", "EIO", false],
    ["link", "EPERM", true],
    ["rename", "EIO", false],
    ["open", "EMFILE", false],
    ["read", "EIO", false],
    ["remove", "EIO", false],
  ];
  it.each(ways)(
    "%s by %s, any one of them (and all after it: %s): a right result, or an error and a right one later",
    { timeout: 240_000 },
    async (call, how, stays) => {
      expect(await tryAll(every(call, how, stays))).toEqual([]);
    },
  );
});
