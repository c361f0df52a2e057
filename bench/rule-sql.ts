import type { HuntPlan, Program } from "../src/plan/plan.ts";
import type { Pattern } from "../src/plan/pattern.ts";
import type { Predicate } from "../src/plan/predicate.ts";

/*
 * A rule as SQL for DuckDB, in the best form we found that gives the right answer. The generator's events hold each field in
 * several spellings, some as a string or an array, and some objects have a name twice, of which the last counts:
 *
 * - Columns are typed, so that DuckDB's reader takes only what the rule needs.
 * - `registry` is a map and no struct: a struct refuses an object with a name twice (or, told to ignore errors, loses it).
 * - What may be a string or an array is JSON, unpacked by `texts`.
 * - `ilike` folds all of Unicode, EQL only ASCII: so what `ilike` lets through is asked again after `translate`.
 */

/** The columns that DuckDB's reader is told of, of the events of the generator. */
const columns: Readonly<Record<string, string>> = {
  event: 'STRUCT(category JSON, "type" JSON)',
  "event.category": "JSON",
  "event.type": "JSON",
  host: 'STRUCT(os STRUCT("type" VARCHAR), "os.type" VARCHAR)',
  "host.os.type": "VARCHAR",
  registry: "MAP(VARCHAR, JSON)",
  "registry.value": "VARCHAR",
  "registry.path": "VARCHAR",
  "registry.data.strings": "JSON",
  process: 'STRUCT("name" VARCHAR, executable VARCHAR)',
  "process.name": "VARCHAR",
  "process.executable": "VARCHAR",
};

/** Where a field's values are: expressions of one text, and expressions of JSON that is a string or an array of them. */
interface Reading {
  readonly texts: readonly string[];
  readonly lists: readonly string[];
}

const readings: Readonly<Record<string, Reading>> = {
  "event.category": { texts: [], lists: ["event.category", '"event.category"'] },
  "event.type": { texts: [], lists: ['event."type"', '"event.type"'] },
  "host.os.type": { texts: ['host.os."type"', 'host."os.type"', '"host.os.type"'], lists: [] },
  "registry.value": { texts: ["(last_member(registry, 'value') ->> '$')", '"registry.value"'], lists: [] },
  "registry.path": { texts: ["(last_member(registry, 'path') ->> '$')", '"registry.path"'], lists: [] },
  "registry.data.strings": {
    texts: [],
    lists: [
      "(last_member(registry, 'data') -> '$.strings')",
      "last_member(registry, 'data.strings')",
      '"registry.data.strings"',
    ],
  },
  "process.name": { texts: ['process."name"', '"process.name"'], lists: [] },
  "process.executable": { texts: ["process.executable", '"process.executable"'], lists: [] },
};

/** What has to be run once before {@link countMatches}. */
export const preparations: readonly string[] = [
  `CREATE MACRO last_member(members, name) AS
    list_last(list_filter(map_entries(members), lambda entry: entry.key = name)).value`,
  `CREATE MACRO texts(json) AS CASE json_type(json)
    WHEN 'ARRAY' THEN from_json(json, '["VARCHAR"]') WHEN 'VARCHAR' THEN [json ->> '$'] ELSE [] END`,
  `CREATE MACRO fold(text) AS translate(text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`,
];

/**
 * The query that counts the events of a file that the plan's first rule matches. Throws a `RangeError` for a rule that asks
 * for more than equality and wildcards on the fields it knows: this is for the shipped rule, not for any.
 */
export function countMatches(plan: HuntPlan, path: string): string {
  const program = plan.filters[0]?.program;
  if (program === undefined) throw new RangeError("the plan has no rule");
  const types = Object.entries(columns).map(([name, type]) => `${quoteName(name)}: ${quoteText(type)}`);
  return `SELECT count(*) FROM read_json(${quoteText(path)}, format = 'newline_delimited', columns = {${types.join(", ")}})
    WHERE ${lowerProgram(program, plan)}`;
}

function lowerProgram(program: Program, plan: HuntPlan): string {
  switch (program.kind) {
    case "constant":
      return String(program.value ?? false);
    case "not":
      return `NOT ${lowerProgram(program.operand, plan)}`;
    case "and":
    case "or":
      return `(${program.operands.map((operand) => lowerProgram(operand, plan)).join(program.kind === "and" ? " AND " : " OR ")})`;
    case "predicate": {
      const predicate = plan.predicates[program.predicate];
      if (predicate === undefined) throw new RangeError(`the plan has no predicate ${program.predicate}`);
      return lowerPredicate(predicate, plan);
    }
  }
}

/** Never null: a field without values makes a leaf false, and its negation true. */
function lowerPredicate(predicate: Predicate, plan: HuntPlan): string {
  if (predicate.kind !== "equals" && predicate.kind !== "patterns") {
    throw new RangeError(`there is no SQL for a condition of the kind ${predicate.kind}`);
  }
  const name = plan.fields[predicate.field]?.name ?? "";
  const reading = readings[name];
  if (reading === undefined) throw new RangeError(`no column is known for ${name}`);
  const test = (text: string): string =>
    predicate.kind === "equals"
      ? `${text} IN (${predicate.constants.map((constant) => quoteText(String(constant))).join(", ")})`
      : `(${predicate.list.patterns.map((pattern) => lowerPattern(pattern, text)).join(" OR ")})`;
  const tests = [
    ...reading.texts.map((text) => `coalesce(${test(text)}, false)`),
    ...reading.lists.map((list) => `coalesce(len(list_filter(texts(${list}), lambda x: ${test("x")})) > 0, false)`),
  ];
  return `(${tests.join(" OR ")})`;
}

function lowerPattern({ tokens }: Pattern, text: string): string {
  const like = tokens
    .map((token) => {
      if (token.kind === "any-run") return "%";
      return token.kind === "any-one" ? "_" : token.text.replace(/[%_$]/g, "$$$&");
    })
    .join("");
  const folded = like.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `(${text} ILIKE ${quoteText(like)} ESCAPE '$' AND fold(${text}) LIKE ${quoteText(folded)} ESCAPE '$')`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
