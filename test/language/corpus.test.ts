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
function isEventQuery(text: string): boolean {
  return !/^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*(?:sequence|sample)\b/.test(text);
}

describe.skipIf(!existsSync(rulesFolder))("the prebuilt rules", () => {
  const queries = existsSync(rulesFolder) ? [...readRuleQueries()] : [];

  it("hold 861 event queries and 220 sequences", () => {
    expect(queries).toHaveLength(1081);
    expect(queries.filter(([, text]) => isEventQuery(text))).toHaveLength(861);
  });

  it("parse without a diagnostic where they are event queries, and print to the same tree", () => {
    for (const [file, text] of queries.filter(([, text]) => isEventQuery(text))) {
      const { query, diagnostics } = parseQuery(text);
      expect([file, diagnostics]).toEqual([file, []]);
      if (query === null) throw new Error(file);
      expect(withoutSpans(parseQuery(printQuery(query)).query)).toEqual(withoutSpans(query));
    }
  });

  it("give one diagnostic where they are sequences", () => {
    for (const [file, text] of queries.filter(([, text]) => !isEventQuery(text))) {
      const { query, diagnostics } = parseQuery(text);
      expect([file, query, diagnostics.map((diagnostic) => diagnostic.code)]).toEqual([file, null, ["E404"]]);
    }
  });
});

describe.skipIf(!existsSync(conformanceFolder))("the conformance queries", () => {
  it("parse without a diagnostic, or are of a kind that isn't run", () => {
    const counts = { event: 0, other: 0 };
    for (const [file, text] of readConformanceQueries()) {
      const { diagnostics } = parseQuery(text);
      const isRun = isEventQuery(text) && !/\|\s*(?:head|tail)\b/.test(text);
      counts[isRun ? "event" : "other"]++;
      expect([file, text, diagnostics.map((diagnostic) => diagnostic.code)]).toEqual([
        file,
        text,
        isRun ? [] : ["E404"],
      ]);
    }
    expect(counts).toEqual({ event: 153, other: 145 });
  });
});
