import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt, startProcess } from "./process.ts";

const folder = useTemporaryFolder();
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const hasScript = spawnSync("script", ["--version"]).status === 0;
const hunt = "hunt -r datasets/rules datasets/samples/defend-registry.ndjson";
const escape = "\u001b";

/** What a terminal of some width shows of a command, with its line ends as they are in a file. */
async function onTerminal(
  command: string,
  { columns = 100, env = {} }: { columns?: number; env?: Record<string, string> } = {},
): Promise<string> {
  const line = `stty cols ${columns} rows 40; ${process.execPath} ${main} ${command}`;
  const { stdout } = await startProcess("script", ["-qec", line, "/dev/null"], { env: { TERM: "xterm", ...env } })
    .ended;
  return stdout.replaceAll("\r\n", "\n");
}

/** Without colours and the progress line. */
function plain(text: string): string {
  return stripVTControlCharacters(text);
}

describe.skipIf(!hasScript)("on a terminal", () => {
  it.each([72, 100, 140])("results are a table of its width: %i columns", async (columns) => {
    const lines = plain(await onTerminal(hunt, { columns })).split("\n");
    const rule = lines.find((line) => line.startsWith("───"));
    expect(rule?.length).toBeLessThanOrEqual(columns);
    expect(rule?.length).toBeGreaterThan(columns - 12);
    const end = lines.indexOf("2 detections of 1 rule");
    expect(end).toBeGreaterThan(5);
    expect(lines.slice(0, end).every((line) => line.length <= columns)).toBe(true);
  });

  it("severities and titles have colours, unless NO_COLOR, TERM or --color say otherwise", async () => {
    const colour = `${escape}[36m`;
    expect(await onTerminal(hunt)).toContain(colour);
    expect(await onTerminal(hunt, { env: { NO_COLOR: "1" } })).not.toContain(colour);
    expect(await onTerminal(hunt, { env: { TERM: "dumb" } })).not.toContain(colour);
    expect(await onTerminal(`${hunt} --color never`)).not.toContain(colour);
    expect(await onTerminal(`${hunt} --color always`, { env: { NO_COLOR: "1" } })).toContain(colour);
    expect(await onTerminal("check -q 'process were true'")).toContain(`${escape}[`);
    expect(await onTerminal("check -q 'process were true'", { env: { NO_COLOR: "1" } })).not.toContain(`${escape}[`);
  });

  it("JSON lines show what a terminal would act on as escapes", async () => {
    const path = folder.write("hostile.ndjson", '{"a":"\u009b2J\u202e"}\n');
    const shown = await onTerminal(`hunt -q 'any where true' -f jsonl --no-progress ${path}`);
    expect(shown).toContain(String.raw`{"a":"\u009b2J\u202e"}`);
    const { stdout } = await runEqlhunt(["hunt", "-q", "any where true", "-f", "jsonl", path]);
    expect(stdout).toContain('{"a":"\u009b2J\u202e"}');
  });

  it("progress leaves no trace, and isn't there if it isn't wanted", async () => {
    const shown = await onTerminal(hunt);
    expect(plain(shown).trim().split("\n").at(-1)).toMatch(/^2 detections \(1 rule, /);
    const without = await onTerminal(`${hunt} --no-progress --color never`);
    expect(without).not.toContain(escape);
  });
});

describe("where there is no terminal", () => {
  it("there are no colours, except where they are asked for", async () => {
    const args = [...hunt.split(" "), "-f", "table"];
    expect((await runEqlhunt(args)).stdout).not.toContain(escape);
    expect((await runEqlhunt([...args, "--color", "always"])).stdout).toContain(escape);
    expect((await runEqlhunt(args)).stderr).not.toContain(escape);
  });
});
