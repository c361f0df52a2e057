import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rules/rule.ts";
import { type Document, parseDocument } from "../../src/reference/document.ts";
import { searchEvents } from "../../src/reference/search.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules, hunt } from "./built.ts";
import { huntAll, huntAllInPasses } from "./events.ts";

const folder = useTemporaryFolder();
const shared = resolve(import.meta.dirname, "../..", process.env["EQLHUNT_SHARED"] ?? "../shared");
const ruleFolder = join(shared, "corpus/elastic-rules");
/** Of each file from a line on that has some; `EQLHUNT_CORPUS_EVENTS=Infinity` takes all, which takes a while. */
const events = Number(process.env["EQLHUNT_CORPUS_EVENTS"] ?? 3_000);

describe.skipIf(!existsSync(ruleFolder))("the sequences and samples of the corpus over recorded events", () => {
  it.each([
    ["otrf-windows.ecs.ndjson.gz", 25_000, 1],
    ["eqllib-rta.ecs.ndjson.gz", 15_000, 2],
  ])(
    "are those that the reference finds: %s",
    async (name, firstLine, leastFound) => {
      const rules = await compileRules([ruleFolder]);
      const correlated = rules.rules.filter(({ query }) => query.kind !== "event");
      expect(correlated).toHaveLength(220);
      const start = Number.isFinite(events) ? firstLine : 0;
      const lines = gunzipSync(readFileSync(join(shared, "data", name)))
        .toString()
        .split("\n")
        .slice(start, start + events);
      const path = folder.write(name.replace(".gz", ""), lines.join("\n"));
      const expected = correlated.flatMap((rule) => expectedOf(rule, lines)).toSorted();
      const found: string[] = [];
      for await (const detection of hunt({ rules, inputs: [path], threads: 2, splitSizeBytes: 1_000_000 })) {
        if (detection.kind === "event") continue;
        const places = detection.events.map(({ source }) => source?.offset ?? null);
        found.push(JSON.stringify([detection.rule.id, places, detection.join_keys]));
      }
      expect(found.toSorted()).toEqual(expected);
      expect(expected.length).toBeGreaterThanOrEqual(leastFound);
      const asked = { rules, inputs: [path] };
      const inOnePass = await huntAll({ ...asked, strategy: "parse" });
      const way = { threads: 2, splitSizeBytes: 500_000, strategy: "extract" } as const;
      // All stages but one of each rule are left to the second pass.
      const inTwoPasses = await huntAllInPasses({ ...asked, ...way }, { commonShare: -1 });
      expect(inTwoPasses.lines).toEqual(inOnePass.lines);
      expect(inTwoPasses.summary.statistics.passes).toBe(2);
    },
    3_600_000,
  );
});

function expectedOf({ id, query, categoryField, timestampField, tiebreakerField }: Rule, lines: readonly string[]) {
  const { documents, offsets } = documentsOf(lines);
  const results = searchEvents(query, documents, {
    ...(categoryField === null ? {} : { categoryField }),
    ...(timestampField === null ? {} : { timestampField }),
    ...(tiebreakerField === null ? {} : { tiebreakerField }),
  });
  return results.map(({ events: positions, joinKeys }) =>
    JSON.stringify([id, positions.map((position) => (position === null ? null : offsets[position])), joinKeys]),
  );
}

let known: { readonly lines: readonly string[]; readonly documents: Document[]; readonly offsets: number[] } | null =
  null;

/** Parsed once for all rules. */
function documentsOf(lines: readonly string[]) {
  if (known?.lines === lines) return known;
  const documents: Document[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const line of lines) {
    const document = parseDocument(line);
    if (document !== null) {
      documents.push(document);
      offsets.push(offset);
    }
    offset += Buffer.byteLength(line) + 1;
  }
  known = { lines, documents, offsets };
  return known;
}
