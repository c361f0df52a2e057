import { spanInSource } from "../diagnostics/embedded.ts";
import { spanInNanoseconds } from "../language/max-span.ts";
import type { Schema } from "../language/schema.ts";
import type { EventFilter, Field, Stage } from "../language/syntax.ts";
import type { Rule } from "../rules/rule.ts";
import { type CanonicalChoice, withCanonicalSpellings } from "../sources/canonical-spellings.ts";
import { ecsSource } from "../sources/ecs.ts";
import type { Source } from "../sources/source.ts";
import { canonicalJson, hashTexts } from "./canonical.ts";
import { FieldTypes } from "./field-comparison.ts";
import { Interning } from "./interning.ts";
import { ConditionLowering } from "./lowering.ts";
import { type OwnFieldOptions, ownFieldsOf } from "./own-fields.ts";
import type { FilterPlan, HuntPlan, JoinKeyPlan, Program, QueryPlan, RulePlan, StagePlan } from "./plan.ts";

/** What the user says of all rules. */
export interface PlanOptions extends OwnFieldOptions {
  /** All fields there are, with their types; the rules' queries must be resolved by it (`resolveRules`). Default: the open schema. */
  readonly schema?: Schema | null;
  /** What events may look like, tried in this order; what none of them claims is read as ECS. Default: none but ECS. */
  readonly sources?: readonly Source[];
  /** Where registry paths have canonical spellings beside the product's own. Default `raw`: in raw events. */
  readonly canonical?: CanonicalChoice;
}

/** Lowers all rules into one plan. Predicates that rules share are there once. */
export function planRules(rules: readonly Rule[], options: PlanOptions = {}): HuntPlan {
  const planning = new Planning(options);
  for (const rule of rules) planning.add(rule);
  return planning.finish();
}

class Planning {
  readonly #options: PlanOptions;
  readonly #sources: readonly Source[];
  readonly #interning: Interning;
  readonly #filters: FilterPlan[] = [];
  readonly #rules: RulePlan[] = [];

  constructor(options: PlanOptions) {
    this.#options = options;
    const { sources = [], canonical = "raw" } = options;
    this.#sources = [...sources, ecsSource].map((source) => withCanonicalSpellings(source, canonical));
    this.#interning = new Interning(this.#sources, options.schema ?? null);
  }

  add(rule: Rule): void {
    const interning = this.#interning;
    const { timestamp, category, tiebreaker } = ownFieldsOf(rule, this.#options);
    const query = this.#planQuery(rule, timestamp, category);
    this.#rules.push({
      id: rule.id,
      name: rule.name,
      severity: rule.severity,
      riskScore: rule.riskScore,
      tags: rule.tags,
      threat: rule.threat,
      file: rule.text.source.name,
      span: spanInSource(rule.text, rule.query.span),
      timestampField: interning.field(timestamp),
      categoryField: interning.field(category),
      tiebreakerField: tiebreaker === null ? interning.tiebreaker() : interning.field(tiebreaker),
      query,
    });
  }

  finish(): HuntPlan {
    const { fields, predicates } = this.#interning;
    const names = new Set(fields.map(({ name }) => name));
    // Of what the sources say, only what somebody asks for: the plan goes to every worker.
    const sources = this.#sources.map((source) => ({
      ...source,
      fields: source.fields.filter(({ name }) => names.has(name) || name === source.tiebreakerField),
    }));
    // Where a field lies follows from the rest.
    const listed = fields.map(({ accessors, ...rest }) => ({ ...rest, isListed: accessors.length > 0 }));
    const filters = this.#filters.map(({ rule, program }) => [rule, withoutPlaces(program)]);
    const rules = this.#rules.map(({ file: _file, span: _span, ...rest }) => rest);
    const hash = hashTexts([
      // Part by part: most have no numbers that take longer to write.
      `{"sources":${canonicalJson(sources)},"fields":${canonicalJson(listed)},"rules":[${rules.map(canonicalJson).join(",")}]}`,
      JSON.stringify(filters),
      ...this.#interning.predicateTexts,
    ]);
    return { sources, fields, predicates, filters: this.#filters, rules: this.#rules, hash };
  }

  #planQuery(rule: Rule, timestampField: string, categoryField: string): QueryPlan {
    const { query } = rule;
    const lowering = new ConditionLowering(
      rule,
      this.#interning,
      new FieldTypes(timestampField, this.#options.schema ?? null),
    );
    const pipes = query.pipes.map(({ kind, count }) => ({ kind, count }));
    const planFilter = (filter: EventFilter): number => this.#addFilter(rule, filter, lowering, categoryField);
    const planStage = ({ filter, keys }: Stage): StagePlan => ({
      filter: planFilter(filter),
      keys: keys.map((key) => this.#planKey(key)),
    });
    switch (query.kind) {
      case "event":
        return { kind: "event", filter: planFilter(query), pipes };
      case "sample":
        return { kind: "sample", stages: query.stages.map(planStage), pipes };
      case "sequence": {
        const stages = query.stages.flatMap((stage) => {
          const planned = { ...planStage(stage), missing: stage.missing };
          return Array.from({ length: stage.runs }, () => planned);
        });
        const until = query.until === null ? null : planStage(query.until);
        const maxSpanNs = query.maxSpan === null ? null : spanInNanoseconds(query.maxSpan);
        return { kind: "sequence", maxSpanNs, stages, until, pipes };
      }
    }
  }

  /** The field that holds the time joins by its text too, unless a schema calls it a date (SEMANTICS 5a, 7). */
  #planKey({ path, optional, unlisted }: Field): JoinKeyPlan {
    if (unlisted === true) return { field: this.#interning.unlistedField(path), optional, comparison: "text" };
    const type = this.#options.schema?.fields.get(path)?.type;
    const comparison = type === "ip" ? "address" : type === "date" ? "instant" : "text";
    return { field: this.#interning.field(path), optional, comparison };
  }

  #addFilter(rule: Rule, filter: EventFilter, lowering: ConditionLowering, categoryField: string): number {
    const program = lowering.lowerFilter(filter, categoryField);
    const number = this.#filters.length;
    this.#filters.push({
      rule: this.#rules.length,
      span: spanInSource(rule.text, filter.span),
      program,
    });
    return number;
  }
}

/** A rule that only moved within its file has the same results. */
function withoutPlaces(program: Program): unknown {
  switch (program.kind) {
    case "constant":
      return [program.value];
    case "predicate":
      return [program.predicate, program.text, program.implicit];
    case "not":
      return ["not", withoutPlaces(program.operand)];
    case "and":
    case "or":
      return [program.kind, program.operands.map(withoutPlaces)];
  }
}
