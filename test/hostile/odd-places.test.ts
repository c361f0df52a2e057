import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runEqlhunt, runShell, startEqlhunt } from "../cli/process.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { evil, queries } from "./bad-inputs.ts";

const folder = useTemporaryFolder();
const event = `${evil(1)}\n`;
const hunt = ["hunt", ...queries.flatMap((query) => ["-q", query]), "--count", "-f", "jsonl"];

interface SeenInput {
  readonly status: string;
  readonly events?: number;
}

/** By the input's name; and the exit status. */
async function hunted(
  args: readonly string[],
  cwd: string,
): Promise<{ status: number | null; stderr: string; inputs: Readonly<Record<string, string>>; found: number }> {
  const statsPath = folder.join(`statistics-${Math.random()}.json`);
  const { status, stderr, stdout } = await runEqlhunt([...hunt, "--stats", statsPath, ...args], { cwd });
  const { inputs }: { inputs: (SeenInput & { file: string })[] } = JSON.parse(readFileSync(statsPath, "utf8"));
  const seen = inputs.map(({ file, status: own, events }) => [file, `${own} ${events ?? "-"}`] as const);
  return { status, stderr, inputs: Object.fromEntries(seen), found: stdout.split("\n").length - 1 };
}

describe("a folder full of traps", () => {
  const tree = folder.join("tree");
  const server = createServer();

  beforeAll(async () => {
    mkdirSync(join(tree, "in/loop"), { recursive: true });
    writeFileSync(join(tree, "in/a"), event);
    for (const name of [
      "\u001b[31mred\u0007",
      "\u202ecod.exe",
      "new\nline",
      "=cmd",
      " ",
      "-rf",
      "*",
      "%s%n",
      "'\"`$(id)",
    ]) {
      writeFileSync(join(tree, "in", name), event);
    }
    execFileSync("bash", ["-c", String.raw`cp in/a $'in/not \xff\xfe UTF-8'; mkfifo in/fifo`], { cwd: tree });
    symlinkSync("../..", join(tree, "in/loop/up"));
    symlinkSync("nowhere", join(tree, "in/dangling"));
    symlinkSync("itself", join(tree, "in/itself"));
    symlinkSync("a", join(tree, "in/soft"));
    linkSync(join(tree, "in/a"), join(tree, "in/hard"));
    symlinkSync("/dev/zero", join(tree, "in/zero"));
    await new Promise<void>((done) => server.listen(join(tree, "in/socket"), done));
  });
  afterAll(() => server.close());

  it("is gone through to its end, each file once, and what can't be read is told", async () => {
    const { status, stderr, inputs, found } = await hunted(["in"], tree);
    expect(status).toBe(3);
    expect(inputs).toMatchObject({
      "in/a": "ok 1",
      "in/new\nline": "ok 1",
      "in/\u001b[31mred\u0007": "ok 1",
      "in/dangling": "unreadable -",
      "in/itself": "unreadable -",
      "in/fifo": "unreadable -",
      "in/zero": "unreadable -",
      "in/socket": "unreadable -",
    });
    const unreadable = Object.entries(inputs).filter(([, seen]) => seen.startsWith("unreadable"));
    expect(inputs).toMatchObject({ [String.raw`in/not \xff\xfe UTF-8`]: "ok 1" });
    expect({ found, unreadable: unreadable.length }).toEqual({ found: 11, unreadable: 5 });
    expect(inputs).not.toHaveProperty("in/soft");
    expect(inputs).not.toHaveProperty("in/hard");
    expect(stderr).toMatch(/not complete/);
  });

  it("has names that do nothing to a terminal", async () => {
    const { stderr } = await runEqlhunt([...hunt, "in"], { cwd: tree });
    const table = await runEqlhunt(["hunt", "-q", queries[0] ?? "", "-f", "table", "in"], { cwd: tree });
    const { stdout: sniffed, stderr: alsoSaid } = await runEqlhunt(["sniff", "in"], { cwd: tree });
    for (const shown of [stderr, table.stdout, table.stderr, sniffed, alsoSaid]) {
      expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    }
    expect(table.stdout.replaceAll(/\s+/g, "")).toContain(String.raw`\x1b[31mred\x07`);
  });
});

describe("devices and pipes", () => {
  it.each(["/dev/zero", "/dev/urandom", "/dev/full"])("%s is not read, and nothing waits for its end", async (path) => {
    const { status, inputs } = await hunted([path], folder.path);
    expect({ status, inputs }).toEqual({ status: 3, inputs: { [path]: "unreadable -" } });
  });

  it("an endless pipe without a line break takes no memory, and a signal ends it", async () => {
    const started = startEqlhunt([...hunt, "-"], { cwd: folder.path });
    const piece = Buffer.alloc(1 << 20, "x");
    let written = 0;
    let peakKb = 0;
    started.child.stdin?.on("error", () => {});
    await new Promise<void>((done) => {
      const pump = (): void => {
        if (written >= 600) {
          done();
          return;
        }
        written++;
        if (written % 100 === 0) peakKb = Math.max(peakKb, residentKb(started.child.pid));
        started.child.stdin?.write(piece, pump);
      };
      pump();
    });
    started.child.kill("SIGINT");
    const { status, stderr } = await started.ended;
    expect(status).toBe(130);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(peakKb).toBeGreaterThan(10_000);
    expect(peakKb).toBeLessThan(500_000);
  });

  it("a FIFO that is named is read to the end of its writers", async () => {
    execFileSync("mkfifo", [folder.join("fifo")]);
    const { status, stdout } = await runShell(
      `(printf '%s' '${evil(1)}'; sleep 0.2; printf '\\n%s\\n' '${evil(2)}') > fifo & eqlhunt ${hunt
        .map((argument) => `'${argument}'`)
        .join(" ")} fifo; exit $?`,
      { cwd: folder.path },
    );
    expect({ status, found: stdout.split("\n").length - 1 }).toEqual({ status: 0, found: 2 });
  });
});

describe("files that change", () => {
  it.each([
    ["is gone", "rm grown", "unreadable", 0],
    ["has grown", `printf '%s\\n' '${evil(2)}' >> grown`, "changed", 1],
    ["was cut", "printf '' > grown", "changed", 0],
    ["became a folder", "rm grown; mkdir grown", "unreadable", 0],
    ["became a pipe", "rm grown; mkfifo grown", "unreadable", 0],
  ])("while they wait for their turn: one %s", async (_what, change, status, found) => {
    const cwd = folder.join(`changing ${_what}`);
    mkdirSync(cwd);
    execFileSync("mkfifo", [join(cwd, "first")]);
    writeFileSync(join(cwd, "grown"), event);
    // The first input keeps the only thread busy until the second has changed.
    const statsPath = join(cwd, "statistics.json");
    const ended = await runShell(
      `(sleep 1.5; ${change}; printf '%s\\n' '${evil(3)}') > first & eqlhunt ${hunt
        .map((argument) => `'${argument}'`)
        .join(" ")} -j 1 --stats statistics.json first grown; exit $?`,
      { cwd },
    );
    const { inputs }: { inputs: (SeenInput & { file: string })[] } = JSON.parse(readFileSync(statsPath, "utf8"));
    const seen = inputs.find(({ file }) => file === "grown");
    expect({ exit: ended.status, status: seen?.status, found: ended.stdout.split("\n").length - 1 }).toEqual({
      exit: 3,
      status,
      found: 1 + found,
    });
    expect(ended.stderr).toContain("grown");
    rmSync(cwd, { recursive: true });
  });
});

/** Linux only: what a process holds in memory. */
function residentKb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid ?? 0}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}
