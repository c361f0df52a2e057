import { formatSpan } from "../language/max-span.ts";
import { formatTime } from "../language/time.ts";
import { mandatoryLiterals } from "./literals.ts";
import type { Pattern, PatternList } from "./pattern.ts";
import type { HuntPlan, Program, QueryPlan, RulePlan, StagePlan } from "./plan.ts";
import type { PlannedRegex, Predicate } from "./predicate.ts";

/** What other stages know and an explanation shows. */
export interface ExplanationOptions {
  /** How a pattern list would be matched, and why. */
  readonly describeMatcher: (list: PatternList) => string;
  /** How lines would be scanned, and why. */
  readonly scanning: string;
}

/** Patterns shown of a long list. */
const shownPatterns = 12;

/** The plan for people: of each rule its program and literals, then every predicate once, with its matcher. Without trailing newline. */
export function explainPlan(plan: HuntPlan, options: ExplanationOptions): string {
  const sections = plan.rules.map((rule) => explainRule(plan, rule));
  const predicates = plan.predicates.map((predicate, number) => explainPredicate(plan, predicate, number, options));
  return [
    ...sections,
    ["predicates", ...predicates].join("\n"),
    `scan: ${options.scanning}\nplan: ${count(plan.rules, "rule")}, ${count(plan.predicates, "predicate")}, ${count(plan.fields, "field")}, hash ${plan.hash.slice(0, 16)}`,
  ].join("\n\n");
}

function explainRule(plan: HuntPlan, rule: RulePlan): string {
  return [
    `rule ${JSON.stringify(rule.name)} (${rule.id})`,
    `  ${rule.file}`,
    `  severity ${rule.severity}, risk score ${rule.riskScore}`,
    `  time ${fieldName(plan, rule.timestampField)}, category ${fieldName(plan, rule.categoryField)}, tiebreaker ${fieldName(plan, rule.tiebreakerField) || "the source's"}`,
    ...explainQuery(plan, rule.query),
    ...rule.query.pipes.map(({ kind, count: results }) => `  pipe: ${kind} ${results}`),
  ].join("\n");
}

function explainQuery(plan: HuntPlan, query: QueryPlan): readonly string[] {
  switch (query.kind) {
    case "event":
      return explainFilter(plan, query.filter, 1);
    case "sample":
      return [
        "  sample",
        ...explainStages(
          plan,
          query.stages.map((stage) => ({ ...stage, name: "stage" })),
        ),
      ];
    case "sequence": {
      const span = query.maxSpanNs === null ? "of any length" : `within ${formatSpan(query.maxSpanNs)}`;
      const stages = query.stages.map((stage) => ({ ...stage, name: stage.missing ? "missing" : "stage" }));
      const until = query.until === null ? [] : [{ ...query.until, name: "until" }];
      return [`  sequence ${span}`, ...explainStages(plan, [...stages, ...until])];
    }
  }
}

/** Stages that `runs` repeats are shown once, with their number. */
function explainStages(plan: HuntPlan, stages: readonly (StagePlan & { readonly name: string })[]): readonly string[] {
  const lines: string[] = [];
  for (let from = 0, to = 0; from < stages.length; from = to) {
    const { name, filter, keys } = stages[from] ?? { name: "", filter: 0, keys: [] };
    while (stages[to]?.filter === filter) to++;
    const numbers = to - from === 1 ? `${from + 1}` : `${from + 1} to ${to}`;
    const by = keys.map(({ field, optional }) => `${optional ? "?" : ""}${fieldName(plan, field)}`);
    lines.push(
      `    ${name === "until" ? name : `${name} ${numbers}`}${by.length === 0 ? "" : ` by ${by.join(", ")}`}`,
      ...explainFilter(plan, filter, 3),
    );
  }
  return lines;
}

function explainFilter(plan: HuntPlan, number: number, level: number): readonly string[] {
  const filter = plan.filters[number];
  if (filter === undefined) return [];
  const indent = "  ".repeat(level);
  const literals = groupBySource(plan, number).map(({ sources, literals: texts }) => {
    const start = `${indent}literals (${sources.join(", ")}): `;
    if (texts === null) return `${start}none that every match must hold; every line is a candidate`;
    if (texts.length === 0) return `${start}no event can match`;
    return `${start}one of ${list(texts.map((text) => `\`${text}\``))}`;
  });
  return [...literals, `${indent}program`, ...explainProgram(filter.program, level + 1)];
}

interface LiteralGroup {
  readonly sources: string[];
  readonly literals: readonly string[] | null;
}

/** Sources with the same literals are shown together, in the order of the first of each. */
function groupBySource(plan: HuntPlan, filter: number): readonly LiteralGroup[] {
  const groups = new Map<string, LiteralGroup>();
  for (const [source, { name }] of plan.sources.entries()) {
    const literals = mandatoryLiterals(plan).of(filter, source);
    const key = JSON.stringify(literals);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { sources: [name], literals });
    else known.sources.push(name);
  }
  return [...groups.values()];
}

function fieldName(plan: HuntPlan, field: number | null): string {
  return field === null ? "none" : (plan.fields[field]?.name ?? "");
}

function explainProgram(program: Program, level: number): string[] {
  const indent = "  ".repeat(level);
  switch (program.kind) {
    case "constant":
      return [`${indent}${program.value}`];
    case "predicate":
      return [`${indent}p${program.predicate}  ${shorten(program.text)}`];
    case "not":
      return [`${indent}not`, ...explainProgram(program.operand, level + 1)];
    case "and":
    case "or":
      return [`${indent}${program.kind}`, ...program.operands.flatMap((operand) => explainProgram(operand, level + 1))];
  }
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function explainPredicate(
  plan: HuntPlan,
  predicate: Predicate,
  number: number,
  { describeMatcher }: ExplanationOptions,
): string {
  const nameOf = (field: number): string => fieldName(plan, field);
  const head = `  p${number}  `;
  switch (predicate.kind) {
    case "patterns":
      return [
        `${head}${nameOf(predicate.field)} matches ${countChoices(predicate.list.patterns, "pattern")}, ${caseText(predicate.list.caseMode)}`,
        `      matcher: ${describeMatcher(predicate.list)}`,
        ...shown(predicate.list.patterns),
      ].join("\n");
    case "regexes":
      return [
        `${head}${nameOf(predicate.field)} matches ${countChoices(predicate.patterns, "regular expression")}, ${caseText(predicate.caseMode)}`,
        ...shown(predicate.patterns),
      ].join("\n");
    case "equals":
      return `${head}${nameOf(predicate.field)} equals ${list(predicate.constants.map(showConstant))}`;
    case "order":
      return `${head}${predicate.by === undefined ? "" : `${predicate.by} `}${nameOf(predicate.field)} ${predicate.operator} ${showConstant(predicate.constant)}`;
    case "instant":
      return `${head}time ${nameOf(predicate.field)} ${predicate.operator} ${list(predicate.instants.map(formatTime))}`;
    case "absent":
      return `${head}${nameOf(predicate.field)} has no value`;
    case "computed":
      return `${head}computed from ${predicate.fields.length === 0 ? "constants" : list(predicate.fields.map(nameOf))}`;
  }
}

function shown(patterns: readonly (Pattern | PlannedRegex)[]): string[] {
  const lines = patterns.slice(0, shownPatterns).map(({ text }) => `        ${JSON.stringify(text)}`);
  return patterns.length > shownPatterns ? [...lines, `        … and ${patterns.length - shownPatterns} more`] : lines;
}

function count(items: readonly unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
}

function countChoices(items: readonly unknown[], noun: string): string {
  return items.length === 1 ? `one ${noun}` : `one of ${count(items, noun)}`;
}

function list(texts: readonly string[]): string {
  const start = texts.slice(0, shownPatterns).join(", ");
  return texts.length > shownPatterns ? `${start}, … and ${texts.length - shownPatterns} more` : start || "nothing";
}

function showConstant(constant: string | number | bigint | boolean): string {
  return typeof constant === "string" ? JSON.stringify(constant) : String(constant);
}

function caseText(mode: "exact" | "ascii" | "unicode"): string {
  return mode === "exact" ? "case-sensitive" : "ignoring case";
}
