import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exampleHunt } from "../../state/example.ts";
import type { FuzzTarget } from "../fuzzing.ts";
import { scratchPath } from "../scratch-folder.ts";

const mainScript = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainScript, ...args], {
    cwd,
    timeout: 30_000,
    encoding: "utf8",
    input: "{}\n",
    maxBuffer: 1 << 28,
  });
  assert.ok(status !== null, "it didn't end");
  assert.doesNotMatch(stderr, /^\s+at .*:\d+|please report it/m, stderr.slice(0, 2000));
  return { status, stdout, stderr };
}

const options =
  "hunt check explain why sniff -r -q -f -o -j --strategy --matcher --source --since --until --size --stats --count --max-line --split-size --threads --near-misses --max-detections-per-rule --dry-run --verify --keep-going --allow-partial --fail-on-detection --no-progress --color --schema --format --fail-on --event --limit --help --version --canonical --no-canonical --explain -- -";
const values =
  "0 1 -1 1e3 99999999999999999999 NaN 1KiB 5m 2025-01-01 auto table jsonl csv json text never always parse literal extract trie ecs a.eql a.ndjson no/such";

/** Arguments, one on each line: a status that means something, a sentence where it isn't 0, and no stack. */
export const commandLineTarget: FuzzTarget = {
  name: "command-line",
  seeds: [
    ["hunt", "-r", "a.eql", "-f", "jsonl", "--count", "a.ndjson"],
    ["hunt", "-q", "any where true", "--strategy", "extract", "--max-line", "1KiB", "-"],
    ["check", "--format", "json", "a.eql"],
    ["why", "-r", "a.eql", "--event", "a.ndjson:0"],
    ["sniff", "-r", "a.eql", "a.ndjson"],
  ].map((args) => Buffer.from(args.join("\n"))),
  tokens: [
    "\n",
    "\n\n",
    "=",
    "é",
    "\ufffd",
    ...`${options} ${values}`.split(" ").flatMap((word) => [`\n${word}\n`, `\n${word}`]),
  ],
  slowestMs: 20_000,
  check(input) {
    const cwd = scratchPath("commands");
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "a.eql"), "any where a == 1");
    writeFileSync(join(cwd, "a.ndjson"), '{"a":1}\n');
    const args = new TextDecoder().decode(input).replaceAll("\0", "").split("\n").slice(0, 40);
    // What takes its time by design, or writes where it is told to.
    if (args.some((arg) => /^(?:bench|generate|--state|--incremental|\/)/.test(arg) || arg.includes("../"))) return;
    const { status, stdout, stderr } = run(args, cwd);
    assert.ok(status !== null && [0, 1, 2, 3, 4].includes(status), `status ${status}`);
    if (status >= 2) assert.ok(stderr !== "" || stdout !== "", "nothing is said of what is wrong");
    rmSync(cwd, { recursive: true, force: true });
  },
};

interface StateExample {
  readonly folder: string;
  readonly args: readonly string[];
  /** The files in the state folder. */
  readonly files: readonly string[];
  readonly output: string;
}

let example: StateExample | null = null;

/** A hunt that is done, and its state. */
function stateExample(): StateExample {
  if (example !== null) return example;
  const folder = scratchPath("example");
  mkdirSync(folder, { recursive: true });
  const { args, runs } = exampleHunt(folder, "plain", { events: 400, pairs: 1, smallInputs: 5 });
  for (const writeInputs of runs) writeInputs();
  const whole = [...args, "-f", "jsonl", "--state"];
  const { status, stdout } = run([...whole, join(folder, "state")], folder);
  assert.equal(status, 0);
  assert.ok(stdout.length > 1000);
  const files = readdirSync(join(folder, "state"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "state").length + 1))
    .toSorted();
  example = { folder, args: whole, files, output: stdout };
  return example;
}

/** The first byte says which file of a state folder is replaced by the rest: a hunt gives what it gave, or says why it can't go on. */
export const stateTarget: FuzzTarget = {
  name: "state",
  get seeds() {
    if (!existsSync(mainScript)) return [Buffer.of(0)];
    const { folder, files } = stateExample();
    return files.map((file, index) => Buffer.concat([Buffer.of(index), readFileSync(join(folder, "state", file))]));
  },
  tokens: ["\n", "{", "}", '"', ",", "[]", "null", "-1", "1e400", "\0", "00000000 ", '"hits":', '"part":', "../"],
  slowestMs: 20_000,
  check(input) {
    const { folder, args, files, output } = stateExample();
    const state = scratchPath("state");
    rmSync(state, { recursive: true, force: true });
    cpSync(join(folder, "state"), state, { recursive: true });
    const file = files[(input[0] ?? 0) % files.length];
    if (file !== undefined) writeFileSync(join(state, file), input.subarray(1));
    const { status, stdout, stderr } = run([...args, state], folder);
    if (status === 0) {
      assert.equal(stdout, output, `after a change of ${file}`);
      return;
    }
    assert.ok(status === 2 || status === 3 || status === 4, `status ${status}: ${stderr}`);
    assert.match(stderr, /error\[E5\d\d\]/);
    assert.equal(stdout, "", "a hunt that is refused finds nothing");
  },
};
