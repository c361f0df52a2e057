import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runNode } from "./process.ts";

const folder = useTemporaryFolder();
const mainScript = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Says on standard error what each thread loads. */
const hook = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  import { registerHooks } from "node:module";
  import { isMainThread } from "node:worker_threads";
  registerHooks({
    load(url, context, next) {
      writeSync(2, "loaded " + (isMainThread ? "main" : "worker") + " " + url + "\\n");
      return next(url, context);
    },
  });
`)}`;

/** What a run of the command line loads in its threads: packages, and how many modules of eqlhunt's own. */
async function loadedBy(
  ...args: string[]
): Promise<Record<"main" | "worker", { packages: string[]; modules: number }>> {
  const { status, stderr } = await runNode(["--import", hook, mainScript, ...args]);
  expect(status).toBe(0);
  const loaded = stderr.split("\n").flatMap((line) => /^loaded (main|worker) (.*)$/.exec(line)?.slice(1) ?? []);
  const urlsOf = (thread: string): string[] => loaded.filter((_, index) => loaded[index - 1] === thread);
  const describeThread = (thread: string): { packages: string[]; modules: number } => {
    const urls = urlsOf(thread);
    const packages = urls.flatMap((url) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    const modules = urls.filter((url) => url.startsWith("file:") && !url.includes("/node_modules/")).length;
    return { packages: [...new Set(packages)].sort(), modules };
  };
  return { main: describeThread("main"), worker: describeThread("worker") };
}

describe("a start waits only for what it needs", () => {
  it.each([["--help"], ["--version"], ["hunt", "--help"]])("%s: the command line's own", async (...args) => {
    const { main, worker } = await loadedBy(...args);
    expect(main.packages).toEqual(["@commander-js/extra-typings", "commander"]);
    expect(main.modules).toBeLessThanOrEqual(20);
    expect(worker).toEqual({ packages: [], modules: 0 });
  });

  it("a hunt: no package that only a terminal, a table, a glob, a mistake or a pattern needs", async () => {
    const events = folder.write("events.ndjson", '{"process":{"name":"cmd.exe"},"event":{"category":"process"}}\n');
    const { main, worker } = await loadedBy("hunt", "-q", 'process where process.name : "cmd*"', events);
    const unneeded = new Set(["cli-progress", "cli-table3", "re2", "tinybench", "tinyglobby", "toml-eslint-parser"]);
    expect(main.packages.filter((name) => unneeded.has(name))).toEqual([]);
    expect(worker.packages).toEqual(["fast-json-parse", "ipaddr.js", "piscina"]);
    expect(main.modules).toBeGreaterThan(1);
    expect(worker.modules).toBeGreaterThan(0);
  });
});
