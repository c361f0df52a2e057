/**
 * eqlhunt as a library: `compileRules` reads rules, `hunt` runs them over event logs, `createMatcher` matches wildcard
 * patterns.
 *
 * @example
 * import { compileRules, hunt } from "eqlhunt";
 * const rules = await compileRules(["rules/"]);
 * for await (const detection of hunt({ rules, inputs: ["logs/"] })) console.log(detection.rule.name);
 */
export type { Diagnostic, Severity, SourceText, Span } from "./diagnostics/diagnostic.ts";
export { renderDiagnostic, renderDiagnostics } from "./diagnostics/rendering.ts";
export type { FieldType, Schema, SchemaField } from "./language/schema.ts";
export { type ReadSchema, readSchema } from "./language/schema-reading.ts";
export { lintRules, type LintOptions } from "./lint/linting.ts";
export type { AttackReference, AttackTechnique, Rule, RuleSeverity, Threat } from "./rules/rule.ts";
export { type CompiledRules, type CompileOptions, compileRules } from "./plan/compilation.ts";
export type { HuntPlan } from "./plan/plan.ts";
export {
  type CaseMode,
  exactPattern,
  type Pattern,
  type PatternList,
  type PatternToken,
  wildcardPattern,
} from "./plan/pattern.ts";
export type { Matcher, MatcherStrategy } from "./match/matcher.ts";
export { createMatcher, type MatcherOptions } from "./match/matcher-factory.ts";
export type { StrategyName } from "./match/strategies.ts";
export { checkMatcherStrategy, type MatcherMismatch } from "./match/cases.ts";
export { coverageOf } from "./coverage/coverage.ts";
export type { CoverageReason, RuleCoverage } from "./coverage/rule-coverage.ts";
export { sniff, type SniffOptions, type SniffReport } from "./coverage/sniffing.ts";
export { explainEvents, type WhyOptions } from "./why/event-explaining.ts";
export type { WhyReport } from "./why/report.ts";
export { type LoadedSources, loadSources } from "./sources/source-loading.ts";
export type { Source } from "./sources/source.ts";
export { type Hunt, hunt } from "./hunt/hunt.ts";
export { HuntError } from "./hunt/hunt-error.ts";
export type { HuntOptions, HuntProgress, StateChoice } from "./hunt/hunt-options.ts";
export type { MatcherChoice } from "./hunt/matcher-choice.ts";
export type { HuntProblem, HuntSummary, StateSummary } from "./hunt/hunt-account.ts";
export {
  type Detection,
  type DetectionEvent,
  type DetectionRule,
  type EventPosition,
  isPresent,
  type MatchedCondition,
  type MissingEvent,
} from "./hunt/detection.ts";
export type { HuntStatistics, InputStatistics, RuleStatistics, TotalStatistics } from "./hunt/statistics.ts";
export { detectionToJsonLine } from "./report/json-lines.ts";
