import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { namesIn, useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt, runShell } from "./process.ts";

const folder = useTemporaryFolder();
const sample = "datasets/samples/defend-registry.ndjson";
const shipped = ["-r", "datasets/rules"];
const line = `${JSON.stringify({ event: { category: "process" }, process: { name: "a.exe" }, filler: "x".repeat(1000) })}\n`;
/** 33 MB, all of which is found: more than any pipe or buffer holds. */
const large = folder.write("large.ndjson", line.repeat(30_000));
const everything = ["-q", "any where true"];

function temporaryOf(name: string): string {
  mkdirSync(folder.join(name));
  return folder.join(name);
}

describe("results", () => {
  it.each(["jsonl", "csv", "table"])("in a file are those of standard output: %s", async (format) => {
    const path = folder.write(`results.${format}`, "what was there before, and is longer than nothing".repeat(1000));
    const toFile = await runEqlhunt(["hunt", ...shipped, "-f", format, "-o", path, sample]);
    const toPipe = await runEqlhunt(["hunt", ...shipped, "-f", format, sample]);
    expect(toFile).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(path, "utf8")).toBe(toPipe.stdout);
    expect(toPipe.stdout).toContain("srv-sql-07");
  });

  it("with a state folder go through links and into pipes, which stay what they are", async () => {
    const { stdout } = await runEqlhunt(["hunt", ...shipped, sample]);
    const paths = { file: folder.join("linked.jsonl"), link: folder.join("link.jsonl"), pipe: folder.join("pipe") };
    writeFileSync(paths.file, "before");
    symlinkSync("linked.jsonl", paths.link);
    execFileSync("mkfifo", [paths.pipe]);
    const args = ["hunt", ...shipped, "-f", "jsonl", "--state", folder.join("state-of-places")];
    expect(await runEqlhunt([...args, "-o", paths.link, sample])).toMatchObject({ status: 0 });
    expect(lstatSync(paths.link).isSymbolicLink()).toBe(true);
    expect(readFileSync(paths.file, "utf8")).toBe(stdout);
    const reading = runShell(`cat "${paths.pipe}"`);
    expect(await runEqlhunt([...args, "-o", paths.pipe, sample])).toMatchObject({ status: 0 });
    expect((await reading).stdout).toBe(stdout);
    expect(lstatSync(paths.pipe).isFIFO()).toBe(true);
  });

  it("are JSON lines where there is no terminal, in the order of the input", async () => {
    const { stdout } = await runEqlhunt(["hunt", ...shipped, sample]);
    const offsets = stdout
      .trimEnd()
      .split("\n")
      .map((text): number => JSON.parse(text).events[0].source.offset);
    expect(offsets).toEqual([2719, 14_202]);
  });

  it("without detections are an empty file, or a header", async () => {
    const none = ["hunt", "-q", 'process where process.name : "nothing"', sample, "-o"];
    await runEqlhunt([...none, folder.join("none.jsonl")]);
    expect(readFileSync(folder.join("none.jsonl"), "utf8")).toBe("");
    await runEqlhunt([...none, folder.join("none.csv"), "-f", "csv"]);
    expect(readFileSync(folder.join("none.csv"), "utf8")).toMatch(/^rule_id,.*\r\n$/);
  });

  it("that aren't there yet are none of the inputs, though they lie in the same folder", async () => {
    const logs = temporaryOf("logs");
    folder.write("logs/a.ndjson", line);
    const args = ["hunt", ...everything, logs, "-o", `${logs}/out.jsonl`, "--stats", `${logs}/stats.json`];
    const { status } = await runEqlhunt(args);
    expect(status).toBe(0);
    const statistics: { inputs: { file: string }[] } = JSON.parse(readFileSync(`${logs}/stats.json`, "utf8"));
    expect(statistics.inputs.map(({ file }) => file)).toEqual([`${logs}/a.ndjson`]);
    // The next time they are, and would destroy what they are to be made of.
    const again = await runEqlhunt(args);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain(`--output ${logs}/out.jsonl is one of the inputs`);
  });

  it("all come, through a pipe that is read slowly", async () => {
    const { stdout, status } = await runShell(
      `eqlhunt hunt -q 'any where true' -f jsonl "${large}" | (sleep 1; wc -l); exit \${PIPESTATUS[0]}`,
    );
    expect({ status, count: stdout.trim() }).toEqual({ status: 0, count: "30000" });
  });

  it.runIf(existsSync("/dev/full"))("that can't be written end the hunt at once", async () => {
    for (const redirection of ["-o /dev/full", "> /dev/full"]) {
      const { status, stderr, seconds } = await runShell(
        `eqlhunt hunt -q 'any where true' -f jsonl "${large}" ${redirection}`,
      );
      expect(status).toBe(4);
      expect(stderr).toMatch(/^error: (\/dev\/full|standard output) can't be written: no space left on device\n$/);
      expect(seconds).toBeLessThan(10);
    }
  });

  it.runIf(existsSync("/dev/full"))("of other commands, too", async () => {
    for (const command of [
      "check datasets/rules",
      "check --format json datasets/rules",
      "explain datasets/rules",
      "--help",
      "--version",
      `hunt --dry-run -q 'any where true' "${large}"`,
    ]) {
      const { status, stderr } = await runShell(`eqlhunt ${command} > /dev/full`);
      expect({ command, status, stderr }).toEqual({
        command,
        status: 4,
        stderr: "error: output can't be written: no space left on device\n",
      });
    }
  });
});

describe("a reader that leaves", () => {
  it("ends the hunt quietly, and at once", async () => {
    const temporary = temporaryOf("left");
    const { stdout, stderr, seconds } = await runShell(
      `eqlhunt hunt -q 'any where true' -f jsonl "${large}" | head -1 | wc -l; echo "\${PIPESTATUS[0]}"`,
      { env: { TMPDIR: temporary } },
    );
    expect({ stdout: stdout.replaceAll(" ", ""), stderr }).toEqual({ stdout: "1\n0\n", stderr: "" });
    expect(seconds).toBeLessThan(10);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("is told that there are no statistics", async () => {
    const path = folder.join("left.json");
    const { stdout, stderr } = await runShell(
      `eqlhunt hunt -q 'any where true' -f jsonl --stats "${path}" "${large}" | head -1 > /dev/null; echo "\${PIPESTATUS[0]}"`,
    );
    expect({ stdout, stderr }).toEqual({
      stdout: "0\n",
      stderr: "statistics were not written: whoever read the output left before the end of the hunt\n",
    });
    expect(existsSync(path)).toBe(false);
  });

  it("ends other commands quietly", async () => {
    for (const command of ["explain datasets/rules", "--help"]) {
      const { stdout, stderr } = await runShell(`eqlhunt ${command} | true; echo "\${PIPESTATUS[0]}"`);
      expect({ command, stdout, stderr }).toEqual({ command, stdout: "0\n", stderr: "" });
    }
  });

  it("of standard error doesn't matter", async () => {
    const { stdout } = await runShell(
      `(eqlhunt hunt -r datasets/rules -f jsonl ${sample} 2>&1 >&3 | true) 3>&1; (eqlhunt hnt; echo $?) 2> >(true)`,
    );
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("2");
  });
});

describe("a folder for parts that can't be had", () => {
  it("costs time and no detection", async () => {
    const { stdout, status } = await runShell(
      `eqlhunt hunt -q 'any where true' -f jsonl --split-size 1MiB "${large}" | (sleep 1; wc -l); exit \${PIPESTATUS[0]}`,
      {
        env: { TMPDIR: folder.join("nowhere/at/all") },
      },
    );
    expect({ status, count: stdout.trim() }).toEqual({ status: 0, count: "30000" });
  });

  it.runIf(existsSync("/dev/full"))("neither does one that is no folder", async () => {
    const { stdout, status, stderr } = await runShell(
      `eqlhunt hunt -q 'any where true' -f jsonl --split-size 1MiB "${large}" | (sleep 1; wc -l); exit \${PIPESTATUS[0]}`,
      { env: { TMPDIR: "/dev/full" } },
    );
    expect({ status, count: stdout.trim() }).toEqual({ status: 0, count: "30000" });
    expect(stderr).not.toContain("error");
  });
});

describe("statistics", () => {
  it("are written as JSON, exact", async () => {
    const path = folder.join("stats.json");
    const { status, stderr } = await runEqlhunt([
      "hunt",
      ...shipped,
      "--stats",
      path,
      "--count",
      "datasets/samples/broken-lines.ndjson",
    ]);
    const {
      inputs,
      totals,
      rules,
      detections,
    }: { inputs: unknown[]; totals: object; rules: object; detections: number } = JSON.parse(
      readFileSync(path, "utf8"),
    );
    const bytes = readFileSync(new URL("../../datasets/samples/broken-lines.ndjson", import.meta.url)).length;
    expect({ totals, rules, detections }).toEqual({
      totals: { bytes, lines: 22, events: 8, bad: 12 },
      rules: { loaded: 1, failed: 0, skipped: {} },
      detections: 8,
    });
    expect(inputs).toMatchObject([{ status: "ok", bad: { syntax: 6, not_object: 4, depth: 1, truncated_tail: 1 } }]);
    expect(stderr).toContain("12 bad lines: 6 syntax, 4 not_object, 1 depth, 1 truncated_tail\n");
    expect(status).toBe(0);
  });

  it("are written before an incremental hunt counts as complete: without them the next one gives everything again", async () => {
    const args = ["hunt", ...shipped, "-f", "jsonl", "--state", folder.join("state-of-stats"), "--incremental", sample];
    const failed = await runEqlhunt([...args, "--stats", "/dev/full"]);
    expect(failed).toMatchObject({ status: 4 });
    const withStatistics = [...args, "--stats", folder.join("stats-of-state.json")];
    const again = await runEqlhunt(withStatistics);
    expect(again).toMatchObject({ status: 0, stdout: failed.stdout });
    expect(again.stdout).toContain("srv-sql-07");
    expect(await runEqlhunt(withStatistics)).toMatchObject({ status: 0, stdout: "" });
  });

  it("are written with status 1 and 3 alike", async () => {
    const path = folder.join("stats-3.json");
    expect(await runEqlhunt(["hunt", ...shipped, "--fail-on-detection", "--stats", path, sample])).toMatchObject({
      status: 1,
    });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ detections: 2 });
    expect(await runEqlhunt(["hunt", ...shipped, "--stats", path, sample, folder.join("nowhere")])).toMatchObject({
      status: 3,
    });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      inputs: [{ status: "ok" }, { status: "unreadable" }],
    });
  });
});
