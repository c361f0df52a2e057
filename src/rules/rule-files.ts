import { basename, resolve } from "node:path";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { positionAt } from "../diagnostics/position.ts";
import { parseQuery } from "../language/parser.ts";
import { placeOf, readElasticToml } from "./elastic-toml.ts";
import { type QueryParser, readBareQuery } from "./query.ts";
import type { Rule } from "./rule.ts";
import { findRulePaths, type RulePath } from "./rule-paths.ts";
import { looksLikeExport } from "./export-lines.ts";
import { readRuleExport } from "./rule-export.ts";
import type { RuleFileReading, RuleReading } from "./rule-reading.ts";
import { maxExportBytes, maxRuleBytes, readRuleSource, unreadable } from "./rule-source.ts";

/** What {@link loadRules} may be told. */
export interface LoadOptions {
  /** The time that decides which exceptions have expired; the present if it isn't given. */
  readonly now?: Date;
  /** `closed` if the queries are to be resolved by a schema (`resolveQuery`), as the parser has it; `open` by default. */
  readonly schema?: "open" | "closed";
}

/** All rules of a run. */
export interface LoadedRules {
  /** In load order: paths as given, a folder's files by the bytes of their names, then the queries. Ids are unique. */
  readonly rules: readonly Rule[];
  /** How many rules of each other kind were left out: `{ esql: 206, new_terms: 245 }`. */
  readonly skipped: Readonly<Record<string, number>>;
  /** How many files, lines of an export, paths and queries gave no rule because of an error. */
  readonly failed: number;
  /** Of all of them, in load order: errors, warnings and notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads rules from files and folders (`.toml` in Elastic's form, `.eql` with a bare query, `.ndjson` as Kibana exports
 * rules), then queries of the command line (ids `query-1` …, shown as `--query 1` …). What is broken fails alone, with its
 * diagnostics: E100 (missing or unreadable), E105 (an id for the second time: the first one counts), E106 (a folder or file
 * without a rule), and what reading the file says. A file that is named twice is read once. Rules that ask in another way
 * than EQL are left out and counted.
 *
 * @example const { rules, diagnostics } = await loadRules(["rules/"], ['process where process.name : "nc"']);
 */
export async function loadRules(
  paths: readonly string[],
  queries: readonly string[] = [],
  { now = new Date(), schema = "open" }: LoadOptions = {},
): Promise<LoadedRules> {
  const parse: QueryParser = (text) => parseQuery(text, { schema });
  const nowNs = BigInt(now.getTime()) * 1_000_000n;
  const found = await Promise.all(paths.map(findRulePaths));
  const seen = new Set<string>();
  const files = found.map((one) => one.paths.filter(({ path }) => isFirst(seen, resolve(path))));
  const readings = files.flat().map((file) => readRuleFile(file, parse, nowNs));
  const collection = new RuleCollection();
  let next = 0;
  for (const [index, { diagnostics }] of found.entries()) {
    for (const diagnostic of diagnostics) collection.add(failedFile(diagnostic));
    const count = files[index]?.length ?? 0;
    for (const reading of readings.slice(next, next + count)) collection.add(reading);
    next += count;
  }
  for (const [index, query] of queries.entries()) {
    const name = `--query ${index + 1}`;
    collection.add(fileOf(readBareQuery(`query-${index + 1}`, name, query, parse), wholeSource));
  }
  return collection.finish();
}

function readRuleFile(file: RulePath, parse: QueryParser, nowNs: bigint): RuleFileReading {
  const source = readRuleSource(file.path, file.name, file.kind === "ndjson" ? maxExportBytes : maxRuleBytes);
  if ("code" in source) return failedFile(source);
  switch (file.kind) {
    case "toml":
      return fileOf(readElasticToml(source, parse), () => placeOf(source, ["rule", "rule_id"]));
    case "ndjson":
      return looksLikeExport(source.text) ? readRuleExport(source, parse, nowNs) : failedFile(describeNoExport(source));
    case "eql": {
      // A plain file's rule is called by its name without the ending. No text of a rule is ever used as a path.
      const id = basename(file.name).slice(0, -".eql".length);
      return fileOf(readBareQuery(id, source.name, source.text, parse), wholeSource);
    }
  }
}

function describeNoExport({ name }: SourceText): Diagnostic {
  const help = "rules are exported with Kibana's `_export`; events are given after the rules, without `-r`";
  return { ...unreadable(name, "this is no export of rules"), help };
}

/** What came of a file with one rule. */
function fileOf(reading: RuleReading, placeOfId: RuleFileReading["placeOfId"]): RuleFileReading {
  return { rules: [reading], diagnostics: [], placeOfId };
}

function failedFile(diagnostic: Diagnostic): RuleFileReading {
  return fileOf({ kind: "failed", diagnostics: [diagnostic] }, wholeSource);
}

/** An id that comes from the name of a file stands nowhere in it. */
function wholeSource({ text: { source } }: Rule): Pick<Diagnostic, "source"> {
  return { source };
}

/** Of more ids that are there twice only the first are shown: an export joined with itself has ten thousand. */
const maxShownDuplicates = 50;

/** Gathers readings in load order. */
class RuleCollection {
  readonly #rules = new Map<string, { readonly rule: Rule; readonly place: RuleFileReading["placeOfId"] }>();
  readonly #skipped = new Map<string, number>();
  readonly #diagnostics: Diagnostic[] = [];
  #failed = 0;
  #duplicates = 0;

  add(file: RuleFileReading): void {
    for (const reading of file.rules) this.#addRule(reading, file.placeOfId);
    this.#addDiagnostics(file.diagnostics);
  }

  finish(): LoadedRules {
    if (this.#duplicates > maxShownDuplicates)
      this.#diagnostics.push(describeMore(this.#duplicates - maxShownDuplicates));
    return {
      rules: [...this.#rules.values()].map(({ rule }) => rule),
      skipped: Object.fromEntries(this.#skipped),
      failed: this.#failed,
      diagnostics: this.#diagnostics,
    };
  }

  #addRule(reading: RuleReading, place: RuleFileReading["placeOfId"]): void {
    if (reading.kind === "skipped") {
      this.#skipped.set(reading.type, (this.#skipped.get(reading.type) ?? 0) + 1);
      return;
    }
    this.#addDiagnostics(reading.diagnostics);
    if (reading.kind === "failed") {
      this.#failed++;
      return;
    }
    const { rule } = reading;
    const first = this.#rules.get(rule.id);
    if (first === undefined) {
      this.#rules.set(rule.id, { rule, place });
    } else {
      this.#failed++;
      if (++this.#duplicates > maxShownDuplicates) return;
      this.#diagnostics.push(describeDuplicate(rule, place(rule), first.rule, first.place));
    }
  }

  /** One by one: a file may have more of them than a call takes arguments. */
  #addDiagnostics(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push(diagnostic);
  }
}

function describeDuplicate(
  rule: Rule,
  place: Pick<Diagnostic, "span" | "source">,
  first: Rule,
  placeOfFirst: RuleFileReading["placeOfId"],
): Diagnostic {
  const { source } = first.text;
  const span = source === rule.text.source ? placeOfFirst(first).span : undefined;
  const where =
    span === undefined ? `a rule in \`${source.name}\`` : `the rule on line ${positionAt(source, span.start).line}`;
  const message = `the id \`${rule.id}\` is already that of ${where}`;
  return { code: "E105", severity: "error", message, help: "give one of them another id", ...place };
}

function describeMore(count: number): Diagnostic {
  const rules = count === 1 ? "one more rule has" : `${count.toLocaleString("en")} more rules have`;
  return { code: "E105", severity: "error", message: `${rules} the id of another one` };
}

function isFirst(seen: Set<string>, path: string): boolean {
  const isNew = !seen.has(path);
  seen.add(path);
  return isNew;
}
