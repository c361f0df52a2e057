import { truncateSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exitStatusOf } from "../../src/cli/exit-status.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();
const line = '{"event.category":"process","process.name":"found.exe"}\n';
const good = folder.write("good.ndjson", line);
const damaged = folder.write("damaged.gz", gzipSync(line.repeat(20_000)));
truncateSync(damaged, 200);
const missing = folder.join("nowhere.ndjson");
const broken = folder.write("broken.eql", "process where process.name : and");
const sound = folder.write("sound.eql", 'process where process.name : "found*"');
const silent = folder.write("silent.eql", 'process where process.name : "nothing*"');
const otherLanguage = folder.write(
  "other.toml",
  '[rule]\nrule_id = "o"\nname = "o"\ntype = "esql"\nlanguage = "esql"\nquery = "from logs"\n',
);

describe("the exit status of outcomes", () => {
  it.each([
    [{}, 0],
    [{ found: true }, 1],
    [{ incomplete: true, found: true }, 3],
    [{ usageFailed: true, incomplete: true, found: true }, 2],
    [{ outputFailed: true, usageFailed: true, incomplete: true, found: true }, 4],
    [{ interruptedBy: "SIGINT", outputFailed: true, usageFailed: true, incomplete: true, found: true }, 130],
    [{ interruptedBy: "SIGTERM", outputFailed: true }, 143],
    [{ interruptedBy: null, found: true }, 1],
  ] as const)("%j is %i", (outcome, status) => {
    expect(exitStatusOf(outcome)).toBe(status);
  });
});

describe("the exit status of a hunt", () => {
  it.each([
    { name: "complete, with detections", args: ["-r", sound, good], status: 0, found: 1 },
    { name: "complete, without", args: ["-r", silent, good], status: 0, found: 0 },
    {
      name: "--fail-on-detection, and there are some",
      args: ["--fail-on-detection", "-r", sound, good],
      status: 1,
      found: 1,
    },
    {
      name: "--fail-on-detection, and there are none",
      args: ["--fail-on-detection", "-r", silent, good],
      status: 0,
      found: 0,
    },
    { name: "a rule that doesn't compile", args: ["-r", sound, "-r", broken, good], status: 2, found: 0 },
    { name: "that, and a missing input", args: ["-r", broken, missing], status: 2, found: 0 },
    {
      name: "that, with --keep-going: the others run",
      args: ["--keep-going", "-r", broken, "-r", sound, good],
      status: 3,
      found: 1,
    },
    { name: "a rule of another kind", args: ["-r", otherLanguage, "-r", sound, good], status: 0, found: 1 },
    { name: "a missing input", args: ["-r", sound, missing, good], status: 3, found: 1 },
    { name: "a glob that matches nothing", args: ["-r", sound, good, `${folder.path}/*.zst`], status: 3, found: 1 },
    {
      name: "a damaged input, with --fail-on-detection",
      args: ["--fail-on-detection", "-r", sound, damaged],
      status: 3,
      found: "some",
    },
    {
      name: "output that can't be written, and a missing input",
      args: ["-r", sound, "-o", "/dev/full", missing, good],
      status: 4,
      found: 0,
    },
    {
      name: "output into a folder that isn't there",
      args: ["-r", sound, "-o", `${missing}/out`, good],
      status: 4,
      found: 0,
    },
    { name: "output that is a folder", args: ["-r", sound, "-o", folder.path, good], status: 4, found: 0 },
    {
      name: "statistics that can't be written",
      args: ["-r", sound, "--stats", "/dev/full", good],
      status: 4,
      found: 1,
    },
    {
      name: "statistics into a folder that isn't there",
      args: ["-r", sound, "--stats", `${missing}/stats`, good],
      status: 4,
      found: 0,
    },
    { name: "bad lines", args: ["-r", sound, "--count", folder.write("bad", `${line}{"cut\n`)], status: 0, found: 1 },
  ])("$name: $status", async ({ args, status, found }) => {
    const ended = await runEqlhunt(["hunt", ...args]);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(ended.status).toBe(status);
    const lines = ended.stdout.split("\n").length - 1;
    expect(found === "some" ? lines > 10 : lines === found).toBe(true);
  });

  it("is explained on standard error", async () => {
    const { stderr } = await runEqlhunt([
      "hunt",
      "--keep-going",
      "-r",
      broken,
      "-r",
      sound,
      "-r",
      otherLanguage,
      missing,
      damaged,
      good,
    ]);
    expect(stderr).toContain(" --> ");
    expect(stderr).toContain(`error[E500]: ${missing}: no such file or directory\n`);
    expect(stderr).toMatch(new RegExp(`^error\\[E501\\]: ${damaged}: its gzip data is cut off at byte 200$`, "m"));
    expect(stderr).toContain("1 rule failed to compile\n");
    expect(stderr).toContain("1 rule left out because it is not EQL: 1 ES|QL\n");
    expect(stderr).toContain("not complete: 2 problems, listed above\n");
    expect(stderr.split(missing)).toHaveLength(2);
  });
});
