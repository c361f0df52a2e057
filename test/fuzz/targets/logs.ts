import assert from "node:assert/strict";
import { findInputs } from "../../../src/input/finding.ts";
import type { Split } from "../../../src/input/split.ts";
import { splitInputs } from "../../../src/input/splitting.ts";
import { compileKernel, type KernelModules } from "../../../src/kernel/kernel-module.ts";
import { autoStrategy } from "../../../src/match/auto.ts";
import { addLineCounts, type BadLineKind, type LineCounts } from "../../../src/scan/line-counts.ts";
import type { ScanStrategyName } from "../../../src/scan/scan-strategy.ts";
import { SplitScanner } from "../../../src/scan/split-scanner.ts";
import { planOf } from "../../evaluate/planning.ts";
import type { FuzzTarget } from "../fuzzing.ts";
import { scratchFile } from "../scratch-folder.ts";

const plans = [
  planOf('any where process.name == "evil.exe"', 'any where x : "*needle*"'),
  planOf(
    'any where process.name == "evil.exe"',
    'any where x : ("*needle*", "ne?dle") or process.args regex~ "ev.l[a-z]*"',
    "any where a.b == 9007199254740993 or a.b > 1e3",
    'process where process.name : "e*" and not process.args : "*x*"',
    "any where length(y) > 2 and process.pid in (1, 2, 3)",
    "any where z == null and process.name != null",
    'sequence by user.name [any where process.name == "evil.exe"] [any where x : "n*"]',
  ),
];

const maxLineBytes = 4096;

const events = [
  '{"@timestamp":"2025-01-01T00:00:00Z","event":{"category":"process"},"process":{"name":"evil.exe","pid":1,"args":["a","evil"]},"user":{"name":"u"}}',
  '{"x":"a needle","a.b":9007199254740993,"y":"abc","process.pid":2}',
  '{"process":[{"name":"calm"},{"name":"\\u0065vil.exe"}],"z":null,"x":["needle",["nedle"]]}',
  '{"a":{"b":[1e400,-0,12345678901234567890]},"p\\u0072ocess":{"n\\u0061me":"evil.exe"},"x":"\\ud800needle"}',
];

const tokens = [
  ...'{ } [ ] : , " \\ \\" \\\\ \\u0065 \\u0000 \\ud83d null true 1 -1e5 evil.exe needle EVIL.EXE'.split(" "),
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  "\0",
  "\ufeff",
  "\u2028",
  "é",
  "\t",
  " ",
  '"process":{"name":"evil.exe"}',
  '"process.name":"evil.exe",',
  '"x":"needle"',
  '{"x":"needle"}\n',
  "[".repeat(130),
  "]".repeat(130),
  '{"a":'.repeat(130),
  `"${"y".repeat(3000)}"`,
];

interface Way {
  readonly plan: number;
  readonly strategy: ScanStrategyName;
  readonly chunkBytes: number;
}

let kernels: KernelModules | null = null;
const scanners = new Map<string, SplitScanner>();

async function scannerOf({ plan, strategy, chunkBytes }: Way): Promise<SplitScanner> {
  const key = `${plan} ${strategy} ${chunkBytes}`;
  const known = scanners.get(key);
  if (known !== undefined) return known;
  kernels ??= { literals: await compileKernel("literals"), extraction: await compileKernel("extraction") };
  const settings = { strategy, chunkBytes, kernels, matcher: autoStrategy, countLines: true, validate: true };
  const { [plan]: chosen } = plans;
  if (chosen === undefined) throw new RangeError(`there is no plan ${plan}`);
  const scanner = new SplitScanner(chosen, { ...settings, sinceNs: null, untilNs: null, maxLineBytes });
  scanners.set(key, scanner);
  return scanner;
}

interface Scanned {
  readonly hits: readonly string[];
  readonly counts: LineCounts;
  readonly ends: string;
  readonly bytes: number;
}

async function scan(splits: readonly Split[], way: Way): Promise<Scanned> {
  const scanner = await scannerOf(way);
  const hits: string[] = [];
  const reasons = new Set<string>();
  let bytes = 0;
  let counts: LineCounts | null = null;
  for (const split of splits) {
    const scanned = await scanner.scan(split, {
      progress: () => undefined,
      sample: () => undefined,
      hits: (found) => {
        for (const hit of found) hits.push(`${hit.offsetBytes} ${hit.index ?? "-"} ${hit.filter} ${hit.timeNs}`);
      },
      isAborted: () => false,
    });
    bytes += scanned.end.bytes;
    reasons.add(`${scanned.end.status} ${scanned.end.reason ?? ""}`);
    counts = counts === null ? scanned.counts : addLineCounts(counts, scanned.counts);
  }
  assert.ok(counts !== null);
  return { hits, counts, ends: [...reasons].join(), bytes };
}

/** The plainest way to count the lines of a plain file in UTF-8. */
function countPlainly(bytes: Buffer): {
  readonly lines: number;
  readonly events: number;
  readonly bad: Record<string, number>;
} {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const bad: Partial<Record<BadLineKind, number>> = {};
  const note = (kind: BadLineKind): void => void (bad[kind] = (bad[kind] ?? 0) + 1);
  let events = 0;
  let lines = 0;
  const mark = bytes.subarray(0, 3).equals(Buffer.from("\ufeff")) ? 3 : 0;
  for (let start = mark; start < bytes.length; lines++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = decoder.decode(bytes.subarray(start, end));
    if (end - start > maxLineBytes) note("line_too_long");
    else if (!/^[ \t\r]*$/.test(line)) {
      const kind = kindOf(line, newline < 0);
      if (kind === null) events++;
      else note(kind);
    }
    start = end + 1;
  }
  return { lines, events, bad };
}

function kindOf(line: string, isLast: boolean): BadLineKind | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return isLast ? "truncated_tail" : "syntax";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not_object";
  return depthOf(value) > 256 ? "depth" : null;
}

function depthOf(value: unknown): number {
  let depth = 0;
  for (let level: readonly unknown[] = [value]; ; depth++) {
    const nested = level.filter((one): one is object => typeof one === "object" && one !== null);
    if (nested.length === 0) return depth;
    level = nested.flatMap((one): readonly unknown[] => Object.values(one));
  }
}

/** Any bytes as a log: each strategy finds the same, every line is counted, and however the file is cut nothing changes. */
export const logTarget: FuzzTarget = {
  name: "logs",
  seeds: [
    Buffer.from(`${events.join("\n")}\n`),
    Buffer.from(`\ufeff${events.join("\r\n")}`),
    Buffer.from(`[\n${events.join(",\n")}\n]\n`),
    Buffer.from(events.map((event) => JSON.stringify(JSON.parse(event), null, 2)).join("\n")),
    Buffer.from(`\ufeff${events.join("\n")}\n`, "utf16le"),
    Buffer.from(events.map((event) => `{"_index":"i","_source":${event}}\n`).join("")),
  ],
  tokens,
  slowestMs: 5000,
  async check(input) {
    const { inputs, problems } = await findInputs([scratchFile("log", input)]);
    const [file] = inputs;
    if (file === undefined) {
      assert.equal(problems.length, 1);
      return;
    }
    const whole = splitInputs(inputs, { splitSizeBytes: 1 << 30 });
    const cut = splitInputs(inputs, { splitSizeBytes: 16 + (input.length % 300) });
    for (const plan of plans.keys()) {
      const expected = await scan(whole, { plan, strategy: "parse", chunkBytes: 262_144 });
      if (file.format === "plain") assert.equal(expected.bytes, input.length);
      if (file.format === "plain" && file.encoding === "utf-8" && file.layout === "lines" && expected.ends === "ok ") {
        const { lines, validated } = expected.counts;
        assert.deepEqual({ lines, events: validated?.events, bad: validated?.bad }, countPlainly(Buffer.from(input)));
      }
      for (const strategy of ["parse", "literal", "extract"] as const) {
        for (const chunkBytes of [64, 1024, 262_144]) {
          for (const splits of [whole, cut]) {
            const found = await scan(splits, { plan, strategy, chunkBytes });
            const way = `plan ${plan}, ${strategy}, chunks of ${chunkBytes}, ${splits.length} splits`;
            assert.deepEqual(found.hits, expected.hits, way);
            assert.deepEqual(countsOf(found), countsOf(expected), way);
          }
        }
      }
    }
  },
};

/** But for the sources that were seen, of which a fast strategy sees fewer. */
function countsOf({ counts: { lines, validated }, bytes, ends }: Scanned): object {
  return { lines, validated, bytes, ends };
}
