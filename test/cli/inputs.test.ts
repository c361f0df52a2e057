import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt, runShell } from "./process.ts";

const folder = useTemporaryFolder();
const sample = fileURLToPath(new URL("../../datasets/samples/defend-registry.ndjson", import.meta.url));
const bytes = readFileSync(sample);
/** Of what is found in it. */
const offsets = [2719, 14_202];
const hunt = ["hunt", "-r", "datasets/rules", "-f", "jsonl"];

/** Where detections stand, as `file:offset`. */
function placesIn(stdout: string): readonly string[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): { events: [{ source: { file: string; offset: number } }] } => JSON.parse(line))
    .map(({ events: [{ source }] }) => `${source.file}:${source.offset}`);
}

describe("inputs", () => {
  it.each([
    { name: "plain", input: bytes },
    { name: "gzip", input: gzipSync(bytes) },
    { name: "zstd", input: zstdCompressSync(bytes) },
    {
      name: "UTF-16",
      input: Buffer.from(`\ufeff${bytes.toString()}`, "utf16le"),
      offsets: offsets.map((offset) => 2 + 2 * bytes.toString("utf8", 0, offset).length),
    },
  ])("come from standard input: $name", async ({ input, offsets: expected = offsets }) => {
    const { status, stdout } = await runEqlhunt([...hunt, "-"], { input });
    expect(placesIn(stdout)).toEqual(expected.map((offset) => `-:${offset}`));
    expect(status).toBe(0);
  });

  it("come from standard input, whatever that is, and but once", async () => {
    for (const source of [`- - < "${sample}"`, "- < /dev/null", '- < <(printf "{}")']) {
      const { status, stderr } = await runShell(`eqlhunt ${hunt.join(" ")} ${source}`);
      expect({ source, status, stderr }).toEqual({
        source,
        status: 0,
        stderr: expect.stringContaining(", 1 thread, "),
      });
    }
    const twice = await runShell(`eqlhunt ${hunt.join(" ")} - - < "${sample}"`);
    expect(placesIn(twice.stdout)).toEqual(["-:2719", "-:14202"]);
  });

  it("come from FIFOs and process substitutions", async () => {
    const fifo = folder.join("fifo");
    execFileSync("mkfifo", [fifo]);
    const { status, stdout } = await runShell(
      `cat "${sample}" > "${fifo}" & eqlhunt ${hunt.join(" ")} "${fifo}" <(gzip -c "${sample}") <(true); exit $?`,
    );
    const places = placesIn(stdout);
    expect(places.slice(0, 2)).toEqual([`${fifo}:2719`, `${fifo}:14202`]);
    expect(places.slice(2).map((place) => place.replace(/^\/dev\/fd\/\d+/, "gzip"))).toEqual([
      "gzip:2719",
      "gzip:14202",
    ]);
    expect(status).toBe(0);
  });

  it("come in the order of the arguments, a folder's by their names, each file once", async () => {
    mkdirSync(folder.join("logs"));
    for (const name of ["b.ndjson", "a.ndjson", "c.txt"]) folder.write(`logs/${name}`, bytes);
    const { stdout } = await runEqlhunt(
      [...hunt, "logs/c.txt", "logs", "logs/*.ndjson"].map((argument) =>
        argument.replace("datasets", fileURLToPath(new URL("../../datasets", import.meta.url))),
      ),
      { cwd: folder.path },
    );
    expect(placesIn(stdout)).toEqual(
      ["c.txt", "a.ndjson", "b.ndjson"].flatMap((name) => [`logs/${name}:2719`, `logs/${name}:14202`]),
    );
  });

  it("give the same whatever --threads, --split-size, --strategy and --matcher say", async () => {
    const { stdout: expected } = await runEqlhunt([
      ...hunt,
      "-j",
      "1",
      "--strategy",
      "parse",
      "--matcher",
      "linear",
      sample,
    ]);
    for (const way of [
      "-j 4 --split-size 1KiB",
      "--strategy literal --matcher re2-set",
      "--strategy extract --matcher trie --count",
      "--matcher regexp --split-size 3000",
      "--verify --source ecs",
    ]) {
      const { status, stdout } = await runEqlhunt([...hunt, ...way.split(" "), sample]);
      expect({ way, status, stdout }).toEqual({ way, status: 0, stdout: expected });
    }
  });

  it("are cut to a period, and to a number of each rule's detections", async () => {
    const [first = "", second = ""] = await placesOf();
    expect(await placesOf("--since", "2025-08-18T10:00:30Z")).toEqual([second]);
    expect(await placesOf("--until", "2025-08-18T10:00:30Z")).toEqual([first]);
    expect(
      await placesOf("--since", "2025-08-18T10:00:09.000041200Z", "--until", "2025-08-18T10:00:09.000041201Z"),
    ).toEqual([first]);
    expect(await placesOf("--max-detections-per-rule", "1")).toEqual([first]);
    expect(await placesOf("--size", "1")).toEqual([second]);
    expect(await placesOf("--since", "2025-08-18", "--timestamp-field", "no.such")).toEqual([]);
    expect(await placesOf("--category-field", "no.such")).toEqual([]);
  });
});

async function placesOf(...options: readonly string[]): Promise<readonly string[]> {
  return placesIn((await runEqlhunt([...hunt, ...options, sample])).stdout);
}
