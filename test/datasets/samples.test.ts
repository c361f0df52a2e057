import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seedRuleFinds } from "./seed-rule.ts";

const samples = new URL("../../datasets/samples/", import.meta.url);
const rule = new URL("../../datasets/rules/unusual-persistence-via-services-registry.toml", import.meta.url);
const shared = new URL(`${process.env["EQLHUNT_SHARED"] ?? "../shared"}/seed/`, new URL("../../", import.meta.url));
const sharedRule = new URL("unusual-persistence-via-services-registry.toml", shared);
const readme = readFileSync(new URL("README.md", samples), "utf8");
const maxDepth = 256;

type LineKind = "event" | "blank" | "syntax" | "not_object" | "depth" | "truncated_tail";

interface SampleLine {
  readonly number: number;
  readonly kind: LineKind;
  readonly found: boolean;
}

function readSample(name: string): readonly SampleLine[] {
  const lines = readFileSync(new URL(name, samples))
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split("\n");
  const terminated = lines.at(-1) === "";
  if (terminated) lines.pop();
  return lines.map((line, at) => {
    const { kind, found } = judgeLine(line, terminated || at < lines.length - 1);
    return { number: at + 1, kind, found };
  });
}

function judgeLine(line: string, terminated: boolean): Omit<SampleLine, "number"> {
  if (/^[ \t\r]*$/.test(line)) return { kind: "blank", found: false };
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return { kind: terminated ? "syntax" : "truncated_tail", found: false };
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    return { kind: "not_object", found: false };
  return measureDepth(document) > maxDepth
    ? { kind: "depth", found: false }
    : { kind: "event", found: seedRuleFinds(document) };
}

function measureDepth(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(measureDepth));
}

/** The rows of the README's tables whose first cell looks so. */
function readRows(first: RegExp): readonly (readonly string[])[] {
  const rows = readme.split("\n").map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", ""))
      .slice(1, -1),
  );
  return rows.filter(([cell = ""]) => first.test(cell));
}

describe("samples", () => {
  const files = readRows(/\.ndjson$/);

  it("are three", () => {
    expect(files).toHaveLength(3);
  });

  it.each(files)("%s has %s lines, %s events and %s detections", (name, lines, events, found) => {
    const sample = readSample(name ?? "");
    expect(sample).toHaveLength(Number(lines));
    expect(sample.filter(({ kind }) => kind === "event")).toHaveLength(Number(events));
    expect(sample.filter((line) => line.found)).toHaveLength(Number(found));
  });

  it("find lines 3 and 11 of defend-registry.ndjson", () => {
    expect(foundLines("defend-registry.ndjson")).toEqual([3, 11]);
  });

  it("find nine lines of mixed-spellings.ndjson", () => {
    expect(foundLines("mixed-spellings.ndjson")).toEqual([1, 2, 3, 4, 5, 6, 8, 11, 13]);
  });

  it("have the bad lines of broken-lines.ndjson that the README lists", () => {
    const bad = readSample("broken-lines.ndjson").filter(({ kind }) => kind !== "event" && kind !== "blank");
    expect(bad.map(({ number, kind }) => [String(number), kind])).toEqual(
      readRows(/^\d+$/).map(([line, , kind]) => [line, kind]),
    );
  });

  it("have a good line longer than 4 KiB, and none longer than that is bad", () => {
    const text = readFileSync(new URL("broken-lines.ndjson", samples)).toString("latin1").split("\n");
    expect(text.flatMap((line, at) => (line.length > 4096 ? [at + 1] : []))).toEqual([10]);
  });
});

function foundLines(name: string): readonly number[] {
  return readSample(name).flatMap(({ number, found }) => (found ? [number] : []));
}

describe("the seed rule", () => {
  it("has these bytes", () => {
    expect(createHash("sha256").update(readFileSync(rule)).digest("hex")).toMatchInlineSnapshot(
      `"123dc2b4a6bc3f02fbd0217551b67b789a4d85c1269f01f9f8146ae2e4cb1c0e"`,
    );
  });

  it.skipIf(!existsSync(sharedRule))("is the founding one, byte for byte", () => {
    expect(readFileSync(rule).equals(readFileSync(sharedRule))).toBe(true);
  });
});
