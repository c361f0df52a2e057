import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileQueries, huntAll, processLine } from "./events.ts";

const folder = useTemporaryFolder();
const rules = await compileQueries(
  'process where process.name : "needle.exe"',
  'sequence by host.id [process where process.name : "needle.exe"] [process where process.name : "thread.exe"]',
);
const lines = Array.from({ length: 60 }, (_, number) =>
  processLine(number, { 7: "needle.exe", 20: "thread.exe", 59: "Needle.exe" }[number] ?? "b", {
    host: { id: "h" },
    text: '}],{" \\',
    list: [{ a: [] }, []],
  }).trim(),
);
const events = lines.map((line): unknown => JSON.parse(line));

/** The same events, as others write them. */
const forms = [
  ["an array on a line", `[${lines.join(",")}]`],
  ["an array with one event a line", `[\n${lines.join(",\n")}\n]\n`],
  ["a pretty-printed array", JSON.stringify(events, null, 2)],
  [
    "a pretty-printed array with CRLF and a mark",
    `\ufeff${JSON.stringify(events, null, "\t").replaceAll("\n", "\r\n")}`,
  ],
  ["pretty-printed events", events.map((event) => JSON.stringify(event, null, 2)).join("\n")],
  [
    "arrays one after the other",
    `${JSON.stringify(events.slice(0, 9), null, 1)}\n${JSON.stringify(events.slice(9))}\n`,
  ],
] as const;

const writings = [
  ["plain", (text: string) => Buffer.from(text), 1],
  ["gzip", (text: string) => gzipSync(text), 1],
  ["zstd", (text: string) => zstdCompressSync(Buffer.from(text)), 1],
  ["UTF-16", (text: string) => Buffer.from(text, "utf16le"), 2],
] as const;

/** What a detection says about the events, without where they are. */
function storiesOf(detections: readonly string[]): readonly unknown[] {
  return detections
    .map((line): { rule: unknown; events: readonly { matched: unknown; event: unknown }[] } => JSON.parse(line))
    .map(({ rule, events: shown }) => ({ rule, events: shown.map(({ matched, event }) => ({ matched, event })) }));
}

describe("events in other forms than one on a line", () => {
  const inputs = forms.flatMap(([form, text]) =>
    writings.map(([writing, write, width]) => ({
      path: folder.write(`${form}, ${writing}`, write(text)),
      bytes: width === 2 ? 2 * text.length : Buffer.byteLength(text),
    })),
  );
  const paths = inputs.map(({ path }) => path);

  it.each([
    { strategy: "parse", count: true },
    { strategy: "literal", count: true },
    { strategy: "literal", count: false },
    { strategy: "extract", count: true },
    { strategy: "extract", count: false },
  ] as const)("give the same detections and counts, with $strategy, counted: $count", async ({ strategy, count }) => {
    const single = await compileQueries('process where process.name : "needle.exe"');
    const expected = await huntAll({ rules: single, inputs: [folder.write("lines", lines.join("\n"))] });
    expect(expected.lines).toHaveLength(2);
    const options = { rules: single, strategy, count, countLines: true, splitSizeBytes: 500 };
    const found = await huntAll({ ...options, inputs: paths });
    expect(found.summary.problems).toEqual([]);
    expect(storiesOf(found.lines)).toEqual(inputs.flatMap(() => storiesOf(expected.lines)));
    for (const line of found.lines) expect(line).not.toMatch(/[\r\n]/);
    expect(found.summary.statistics.inputs).toMatchObject(
      inputs.map(({ path, bytes }) => ({
        file: path,
        bytes,
        lines: events.length,
        ...(count ? { events: events.length, bad: {} } : {}),
      })),
    );
  });
});

describe.each(forms)("events as %s", (_name, text) => {
  it("make the same sequences, whose events are read again", async () => {
    const expected = await huntAll({ rules, inputs: [folder.write("lines", lines.join("\n"))] });
    expect(expected.lines).toHaveLength(3);
    for (const bytes of [text, gzipSync(text)]) {
      const found = await huntAll({ rules, inputs: [folder.write("documents", bytes)] });
      expect(storiesOf(found.lines)).toEqual(storiesOf(expected.lines));
    }
  });

  it("are where the detections say", async () => {
    const { lines: found } = await huntAll({ rules, inputs: [folder.write("places", text)] });
    for (const line of found) {
      const { events: shown }: { events: { source: { offset: number }; event: unknown }[] } = JSON.parse(line);
      for (const { source, event } of shown) {
        const rest = Buffer.from(text).subarray(source.offset).toString();
        expect(rest.startsWith("{")).toBe(true);
        // Of what begins there the shortest JSON is the event.
        const ends = [...rest.matchAll(/\}/g)].map(({ index }) => index + 1);
        const whole = ends.map((end) => rest.slice(0, end)).find(isJson);
        expect(JSON.parse(whole ?? "")).toEqual(event);
      }
    }
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("an array with bad elements", () => {
  it.each(["parse", "literal", "extract"] as const)("has them counted by their kind, on %s", async (strategy) => {
    const deep = `${'{"a":'.repeat(300)}1${"}".repeat(300)}`;
    const long = `{"a":"${"x".repeat(3000)}"}`;
    const elements = [lines[7], "17", '"x"', "[{}]", '{"a":}', deep, long, "", lines[20], '{"a":"\n"}', lines[59]];
    const text = `[${elements.join(",\n")},{"cut`;
    const input = folder.write("bad-array", text);
    const found = await huntAll({ rules, inputs: [input], strategy, count: true, maxLineBytes: 2000 });
    expect(found.lines).toHaveLength(3);
    expect(found.summary.statistics.inputs).toMatchObject([
      {
        status: "ok",
        bytes: Buffer.byteLength(text),
        events: 3,
        bad: { syntax: 3, not_object: 3, depth: 1, line_too_long: 1, truncated_tail: 1 },
      },
    ]);
  });

  it("is told from one whose end is missing, which lost nothing that can be seen but that", async () => {
    for (const [text, bad] of [
      [`[${lines.join(",")}]`, {}],
      [`[${lines.join(",")}`, { truncated_tail: 1 }],
      [`[${lines.join(",")},\n`, { truncated_tail: 1 }],
    ] as const) {
      const found = await huntAll({ rules, inputs: [folder.write("cut-array", text)], count: true });
      expect(found.summary.statistics.inputs).toMatchObject([{ events: lines.length, bad }]);
    }
  });
});
