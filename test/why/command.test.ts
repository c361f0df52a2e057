import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { runEqlhunt } from "../cli/process.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();

function line(second: number, name: string, more: object = {}): string {
  return `${JSON.stringify({ "@timestamp": `2025-08-18T10:00:0${second}Z`, event: { category: "process" }, process: { name }, ...more })}\n`;
}

const first = line(0, "cmd.exe");
const events = `${first}${line(1, "CMD.EXE")}not json\n${line(2, "powershell.exe")}`;
const input = folder.write("events.ndjson", events);
const query = 'process where process.name == "CMD.EXE"';

function linesOf(text: string): readonly string[] {
  return text.split("\n");
}

describe("eqlhunt why", () => {
  it("explains every event on standard output", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["why", "-q", query, input]);
    expect(stderr).toBe("");
    expect(linesOf(stdout)).toContain("rule query-1 (query-1)");
    expect(linesOf(stdout)).toContain("of 3 events 1 matches it; 1 bad line");
    expect(stdout).toContain("        note     only letter case differs from `CMD.EXE`");
    expect(status).toBe(0);
  });

  it("sees canonical spellings in ECS events if asked to", async () => {
    const path = String.raw`HKLM\System\CurrentControlSet\Services\x\ImagePath`;
    const written = folder.write("registry.ndjson", `${JSON.stringify({ registry: { path } })}\n`);
    const asked = ["why", "-q", String.raw`any where registry.path : "*\\ControlSet001\\*"`, written];
    expect((await runEqlhunt(asked)).stdout).toContain("of 1 event 0 match it");
    const { stdout } = await runEqlhunt([...asked, "--canonical"]);
    expect(stdout).toContain("of 1 event 1 matches it");
    expect(stdout).toContain(String.raw`and      HKLM\System\ControlSet001\Services\x\ImagePath`);
  });

  it("reads standard input", async () => {
    const { status, stdout } = await runEqlhunt(["why", "-q", query, "-"], { input: events });
    expect(stdout).toContain("event -:0, ");
    expect(status).toBe(0);
  });

  it("picks one event by its place, with or without its file among the inputs", async () => {
    const place = `${input}:${Buffer.byteLength(first)}`;
    for (const inputs of [[], [input]]) {
      const { status, stdout } = await runEqlhunt(["why", "-q", query, ...inputs, "--event", place]);
      expect(stdout).toContain(`event ${place}, 2025-08-18T10:00:01.000Z`);
      expect(stdout).toContain("of 1 event 1 matches it");
      expect(status).toBe(0);
    }
  });

  it("picks one behind a byte-order mark, in a packed file and of a line with several", async () => {
    const marked = folder.write("marked.ndjson", `\ufeff${events}`);
    const packed = folder.write("packed.ndjson.gz", gzipSync(events));
    const hub = "datasets/samples/defender-event-hub.ndjson";
    for (const place of [`${marked}:3`, `${packed}:${Buffer.byteLength(first)}`, `${hub}:0#1`]) {
      const { status, stdout } = await runEqlhunt(["why", "-q", query, "--event", place]);
      expect(stdout).toContain(`event ${place}, `);
      expect(status).toBe(0);
    }
  });

  it("says where no event starts", async () => {
    const { status, stderr } = await runEqlhunt(["why", "-q", query, "--event", `${input}:3`]);
    expect(stderr).toBe(`error: no event starts at ${input}:3\n`);
    expect(status).toBe(2);
  });

  it("shows the nearest ones where there are more than wanted", async () => {
    const { stdout } = await runEqlhunt([
      "why",
      "-q",
      'process where process.name : "power*.dll"',
      input,
      "--limit",
      "1",
    ]);
    expect(stdout).toContain("the 1 event that came nearest:");
    expect(stdout).toContain("powershell.exe");
    expect(stdout).not.toContain("cmd.exe");
  });

  it("writes all of it as JSON", async () => {
    const { status, stdout } = await runEqlhunt(["why", "-q", query, input, "--format", "json"]);
    const json: unknown = JSON.parse(stdout);
    expect(json).toMatchObject({ events: 3, bad_lines: 1, rules: [{ rule: { id: "query-1" }, matching: 1 }] });
    expect(status).toBe(0);
  });

  it("takes several rules, each by itself", async () => {
    const { stdout } = await runEqlhunt([
      "why",
      "-q",
      query,
      "-q",
      "sequence [any where true] [any where true]",
      input,
    ]);
    expect(linesOf(stdout).filter((text) => text.startsWith("rule "))).toEqual([
      "rule query-1 (query-1)",
      "rule query-2 (query-2)",
    ]);
    expect(stdout).toContain("how the events join");
  });

  it.each([
    [["why", input], 2, "error: no rules"],
    [["why", "-q", query], 2, "error: no events"],
    [["why", "-q", "process where", input], 2, "error[E"],
    [["why", "-q", query, input, "--event", "nowhere"], 2, "FILE:OFFSET"],
    [["why", "-q", query, folder.join("missing.ndjson")], 3, "error[E500]"],
  ])("%j ends with %i", async (args, status, said) => {
    const ended = await runEqlhunt(args);
    expect(ended.stderr).toContain(said);
    expect(ended.status).toBe(status);
  });
});

describe("eqlhunt hunt --near-misses", () => {
  it("gives them with the detections", async () => {
    const { status, stdout, stderr } = await runEqlhunt(["hunt", "-q", query, input, "--near-misses", "1"]);
    const found = linesOf(stdout.trimEnd()).map((text): unknown => JSON.parse(text));
    expect(found).toMatchObject([
      { kind: "event" },
      { kind: "near_miss", events: [{ failed: { field: "process.name" } }] },
    ]);
    expect(stderr).toContain("1 detection (1 rule, ");
    expect(stderr).toContain("strategy parse");
    expect(status).toBe(0);
  });

  it("is no detection by which a run fails", async () => {
    const args = [
      "hunt",
      "-q",
      'process where process.name == "x"',
      input,
      "--near-misses",
      "1",
      "--fail-on-detection",
    ];
    expect((await runEqlhunt(args)).status).toBe(0);
  });
});
