import { basename, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { parseQuery } from "../language/parser.ts";
import { placeOf, readElasticToml } from "./elastic-toml.ts";
import { type QueryParser, readBareQuery } from "./query.ts";
import type { Rule } from "./rule.ts";
import { findRulePaths, type RulePath } from "./rule-paths.ts";
import type { RuleReading } from "./rule-reading.ts";
import { readRuleSource } from "./rule-source.ts";

/** Files that are open at a time. */
const maxOpenFiles = 16;

/** All rules of a run. */
export interface LoadedRules {
  /** In load order: paths as given, a folder's files by the bytes of their names, then the queries. Ids are unique. */
  readonly rules: readonly Rule[];
  /** How many sound rules of each other kind were left out: `{ esql: 206, sequence: 127 }`. */
  readonly skipped: Readonly<Record<string, number>>;
  /** How many files, paths and queries gave no rule because of an error. */
  readonly failed: number;
  /** Of all of them, in load order: errors, warnings and notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads rules from files and folders (`.toml` in Elastic's form, `.eql` with a bare query), then queries of the command
 * line (ids `query-1` …, shown as `--query 1` …). What is broken fails alone, with its diagnostics: E100 (missing or
 * unreadable), E105 (an id for the second time: the first one counts), E106 (a folder or file without a rule), and what
 * reading the file says. A file that is named twice is read once. Rules of other kinds are left out and counted, and so
 * are sequences and samples, except where one is asked for by a query of the command line: there it is an error.
 *
 * @example const { rules, diagnostics } = await loadRules(["rules/"], ['process where process.name : "nc"']);
 */
export async function loadRules(paths: readonly string[], queries: readonly string[] = []): Promise<LoadedRules> {
  const found = await mapInParallel(paths, findRulePaths);
  const seen = new Set<string>();
  const files = found.map((one) => one.paths.filter(({ path }) => isFirst(seen, resolve(path))));
  const readings = await mapInParallel(files.flat(), (file) => readRuleFile(file, parseQuery));
  const collection = new RuleCollection();
  let next = 0;
  for (const [index, { diagnostics }] of found.entries()) {
    for (const diagnostic of diagnostics) collection.add({ kind: "failed", diagnostics: [diagnostic] });
    const count = files[index]?.length ?? 0;
    for (const reading of readings.slice(next, next + count)) collection.add(reading);
    next += count;
  }
  for (const [index, query] of queries.entries()) collection.add(readQueryOption(query, index + 1, parseQuery));
  return collection.finish();
}

/** A plain file's rule is called by its name without the ending. No text of a rule is ever used as a path. */
async function readRuleFile(file: RulePath, parse: QueryParser): Promise<RuleReading> {
  const source = await readRuleSource(file.path, file.name);
  if ("code" in source) return { kind: "failed", diagnostics: [source] };
  if (file.kind === "toml") return readElasticToml(source, parse);
  return readBareQuery(basename(file.name).slice(0, -".eql".length), source.name, source.text, parse);
}

/** Whoever types a query wants its answer: that it can't be run must not pass for an answer without hits. */
function readQueryOption(query: string, number: number, parse: QueryParser): RuleReading {
  const reading = readBareQuery(`query-${number}`, `--query ${number}`, query, parse);
  return reading.kind === "skipped" ? { kind: "failed", diagnostics: reading.diagnostics } : reading;
}

/** Gathers readings in load order. */
class RuleCollection {
  readonly #rules = new Map<string, Rule>();
  readonly #skipped = new Map<string, number>();
  readonly #diagnostics: Diagnostic[] = [];
  #failed = 0;

  add(reading: RuleReading): void {
    if (reading.kind === "skipped") {
      this.#skipped.set(reading.type, (this.#skipped.get(reading.type) ?? 0) + 1);
      return;
    }
    this.#diagnostics.push(...reading.diagnostics);
    if (reading.kind === "failed") {
      this.#failed++;
      return;
    }
    const { rule } = reading;
    const first = this.#rules.get(rule.id);
    if (first === undefined) {
      this.#rules.set(rule.id, rule);
    } else {
      this.#failed++;
      this.#diagnostics.push(describeDuplicate(rule, first));
    }
  }

  finish(): LoadedRules {
    return {
      rules: [...this.#rules.values()],
      skipped: Object.fromEntries(this.#skipped),
      failed: this.#failed,
      diagnostics: this.#diagnostics,
    };
  }
}

function describeDuplicate(rule: Rule, first: Rule): Diagnostic {
  const { source } = rule.text;
  const place = rule.text.text === source.text ? { source } : placeOf(source, ["rule", "rule_id"]);
  const message = `the id \`${rule.id}\` is already that of a rule in \`${first.text.source.name}\``;
  return { code: "E105", severity: "error", message, help: "give one of them another id", ...place };
}

function isFirst(seen: Set<string>, path: string): boolean {
  const isNew = !seen.has(path);
  seen.add(path);
  return isNew;
}

/** The results in the order of the items, though several are under way at a time. */
async function mapInParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const waiting = items.entries();
  const results: R[] = [];
  const run = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(maxOpenFiles, items.length) }, run));
  return results;
}
