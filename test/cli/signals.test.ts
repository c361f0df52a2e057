import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { namesIn, useTemporaryFolder } from "../temporary-folder.ts";
import { type Running, startEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();
const line = `${JSON.stringify({ event: { category: "process" }, process: { name: "a.exe" }, filler: "x".repeat(1000) })}\n`;
/** 33 MB, all of which is found. */
const large = folder.write("large.ndjson", line.repeat(30_000));
const everything = ["hunt", "-q", "any where true", "-f", "jsonl"];

function temporaryOf(name: string): string {
  mkdirSync(folder.join(name));
  return folder.join(name);
}

/** Waits for something that a process does. */
async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 20_000, interval: 20 }).toBe(true);
}

/** Sends a signal, and gives how the process ended and how long that took. */
async function endBy({ child, ended }: Running, signal: NodeJS.Signals) {
  const sentMs = performance.now();
  child.kill(signal);
  return { ...(await ended), endSeconds: (performance.now() - sentMs) / 1000 };
}

function openFilesOf({ child }: Running): readonly string[] {
  const folderOfProcess = `/proc/${child.pid}/fd`;
  // A descriptor may be closed while the list is read.
  return namesIn(folderOfProcess).map((name) =>
    existsSync(`${folderOfProcess}/${name}`) ? readlinkSync(`${folderOfProcess}/${name}`) : "",
  );
}

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;

describe.each(signals)("%s", (signal, status) => {
  it("ends a hunt on silent standard input", async () => {
    const running = startEqlhunt([...everything, "-"]);
    running.child.stdin?.write('{"a":1}\n');
    // What is found comes at once, though the input has not ended.
    let output = "";
    running.child.stdout?.on("data", (text: string) => (output += text));
    await until(() => output.endsWith("\n"));
    const ended = await endBy(running, signal);
    expect(ended).toMatchObject({
      status,
      stderr: "interrupted after 1 detection: of 1 input 0 had been read whole\n",
    });
    expect(JSON.parse(ended.stdout)).toMatchObject({ events: [{ event: { a: 1 } }] });
    expect(ended.endSeconds).toBeLessThan(1.5);
  });

  it.runIf(existsSync("/proc/self/fd"))("ends a hunt on a FIFO that nobody writes to", async () => {
    const fifo = folder.join(`fifo-${signal}`);
    execFileSync("mkfifo", [fifo]);
    const running = startEqlhunt([...everything, fifo]);
    await until(() => openFilesOf(running).includes(fifo));
    const ended = await endBy(running, signal);
    expect(ended).toMatchObject({ status, stdout: "" });
    expect(ended.endSeconds).toBeLessThan(1.5);
  });

  it("ends a hunt in its middle; what was written is whole lines", async () => {
    const temporary = temporaryOf(`middle-${signal}`);
    const running = startEqlhunt([...everything, "-j", "2", "--split-size", "1MiB", large], {
      env: { TMPDIR: temporary },
    });
    let bytes = 0;
    running.child.stdout?.on("data", (text: string) => (bytes += text.length));
    await until(() => bytes > 100_000);
    const ended = await endBy(running, signal);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(
      /^interrupted after [\d,]+ detections: of 1 input 0 had been read whole; with --state DIR a hunt can be gone on with\n$/,
    );
    expect(ended.stdout.endsWith("\n")).toBe(true);
    for (const text of ended.stdout.trimEnd().split("\n").slice(-3))
      expect(JSON.parse(text)).toMatchObject({ kind: "event" });
    expect(ended.endSeconds).toBeLessThan(1.5);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("ends a hunt whose reader has stopped reading", async () => {
    const temporary = temporaryOf(`stalled-${signal}`);
    const running = startEqlhunt([...everything, "-j", "2", "--split-size", "1MiB", large], {
      env: { TMPDIR: temporary },
    });
    running.child.stdout?.pause();
    await until(() => namesIn(temporary).length > 0);
    const ended = await endBy(running, signal);
    expect(ended.status).toBe(status);
    expect(ended.endSeconds).toBeLessThan(5);
    expect(namesIn(temporary)).toEqual([]);
  });

  it("for the second time ends it at once", async () => {
    const temporary = temporaryOf(`second-${signal}`);
    const running = startEqlhunt([...everything, "-j", "2", "--split-size", "1MiB", large], {
      env: { TMPDIR: temporary },
    });
    running.child.stdout?.pause();
    await until(() => namesIn(temporary).length > 0);
    running.child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ended = await endBy(running, signal);
    expect(ended.status).toBe(status);
    expect(ended.endSeconds).toBeLessThan(1);
    expect(namesIn(temporary)).toEqual([]);
  });
});

describe("an interrupted hunt", () => {
  it("writes no statistics, which would be taken for those of the whole", async () => {
    const statistics = folder.join("statistics.json");
    const running = startEqlhunt([...everything, "--stats", statistics, "-"]);
    let output = "";
    running.child.stdout?.on("data", (text: string) => (output += text));
    running.child.stdin?.write('{"a":1}\n');
    await until(() => output.endsWith("\n"));
    expect(await endBy(running, "SIGINT")).toMatchObject({ status: 130 });
    expect(namesIn(folder.path)).not.toContain("statistics.json");
  });
});
