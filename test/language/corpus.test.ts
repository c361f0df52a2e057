import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import { printQuery } from "../../src/language/printer.ts";
import { sharedFolder } from "./shared.ts";
import { withoutSpans } from "./spans.ts";

const rulesFolder = join(sharedFolder, "corpus/elastic-rules");
const conformanceFolder = join(sharedFolder, "conformance");

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function* readRuleQueries(): Generator<readonly [string, string]> {
  for (const file of readdirSync(rulesFolder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".toml")) continue;
    const { rule } = parse(readFileSync(join(rulesFolder, file), "utf8"));
    if (isObject(rule) && rule["type"] === "eql" && typeof rule["query"] === "string") yield [file, rule["query"]];
  }
}

function* readConformanceQueries(): Generator<readonly [string, string]> {
  for (const file of readdirSync(conformanceFolder)) {
    if (!file.endsWith(".toml")) continue;
    const { queries } = parse(readFileSync(join(conformanceFolder, file), "utf8"));
    for (const query of Array.isArray(queries) ? queries : []) {
      if (isObject(query) && typeof query["query"] === "string") yield [file, query["query"]];
    }
  }
}

/** What the first word says, behind blanks and comments. */
function kindOf(text: string): string {
  const [, word] = /^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*(sequence|sample)\b/.exec(text) ?? [];
  return word ?? "event";
}

describe.skipIf(!existsSync(rulesFolder))("the prebuilt rules", () => {
  const queries = existsSync(rulesFolder) ? [...readRuleQueries()] : [];

  it("hold 861 event queries, 217 sequences and 3 samples", () => {
    const counts: Record<string, number> = {};
    for (const [, text] of queries) counts[kindOf(text)] = (counts[kindOf(text)] ?? 0) + 1;
    expect(counts).toEqual({ event: 861, sequence: 217, sample: 3 });
  });

  it("parse without a diagnostic, and print to the same tree", () => {
    for (const [file, text] of queries) {
      const { query, diagnostics } = parseQuery(text);
      expect([file, diagnostics]).toEqual([file, []]);
      expect(query?.kind).toBe(kindOf(text));
      if (query === null) throw new Error(file);
      expect(withoutSpans(parseQuery(printQuery(query)).query)).toEqual(withoutSpans(query));
    }
  });
});

describe.skipIf(!existsSync(conformanceFolder))("the conformance queries", () => {
  it("parse without a diagnostic, and print to the same tree", () => {
    const counts = { event: 0, sequence: 0, sample: 0 };
    for (const [file, text] of readConformanceQueries()) {
      // One of them compares two unknown fields, which only a closed schema has.
      const { query, diagnostics } = parseQuery(text, { schema: "closed" });
      expect([file, text, diagnostics]).toEqual([file, text, []]);
      if (query === null) throw new Error(text);
      expect(query.kind).toBe(kindOf(text));
      counts[query.kind]++;
      expect(withoutSpans(parseQuery(printQuery(query), { schema: "closed" }).query)).toEqual(withoutSpans(query));
    }
    expect(counts).toEqual({ event: 159, sequence: 105, sample: 34 });
  });
});
