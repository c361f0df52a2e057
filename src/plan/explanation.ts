import { formatTime } from "../language/time.ts";
import type { Pattern, PatternList } from "./pattern.ts";
import type { HuntPlan, Program, RulePlan } from "./plan.ts";
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
  const fieldName = (field: number | null): string => (field === null ? "none" : (plan.fields[field]?.name ?? ""));
  const literals = rule.literals.map(({ source, literals: texts }) => {
    if (texts === null) return `  literals (${source}): none that every match must hold; every line is a candidate`;
    if (texts.length === 0) return `  literals (${source}): no event can match`;
    return `  literals (${source}): one of ${list(texts.map((text) => `\`${text}\``))}`;
  });
  return [
    `rule ${JSON.stringify(rule.name)} (${rule.id})`,
    `  ${rule.file}`,
    `  severity ${rule.severity}, risk score ${rule.riskScore}`,
    `  time ${fieldName(rule.timestampField)}, category ${fieldName(rule.categoryField)}, tiebreaker ${fieldName(rule.tiebreakerField)}`,
    ...literals,
    "  program",
    ...explainProgram(rule.program, 2),
  ].join("\n");
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
  const fieldName = (field: number): string => plan.fields[field]?.name ?? "";
  const head = `  p${number}  `;
  switch (predicate.kind) {
    case "patterns":
      return [
        `${head}${fieldName(predicate.field)} matches ${countChoices(predicate.list.patterns, "pattern")}, ${caseText(predicate.list.caseMode)}`,
        `      matcher: ${describeMatcher(predicate.list)}`,
        ...shown(predicate.list.patterns),
      ].join("\n");
    case "regexes":
      return [
        `${head}${fieldName(predicate.field)} matches ${countChoices(predicate.patterns, "regular expression")}, ${caseText(predicate.caseMode)}`,
        ...shown(predicate.patterns),
      ].join("\n");
    case "equals":
      return `${head}${fieldName(predicate.field)} equals ${list(predicate.constants.map(showConstant))}`;
    case "order":
      return `${head}${fieldName(predicate.field)} ${predicate.operator} ${showConstant(predicate.constant)}`;
    case "instant":
      return `${head}time ${fieldName(predicate.field)} ${predicate.operator} ${list(predicate.instants.map(formatTime))}`;
    case "absent":
      return `${head}${fieldName(predicate.field)} has no value`;
    case "computed":
      return `${head}computed from ${predicate.fields.length === 0 ? "constants" : list(predicate.fields.map(fieldName))}`;
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
