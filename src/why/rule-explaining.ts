import type { EventDocument } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { joinKeysOf } from "../evaluate/join-keys.ts";
import { formatTime } from "../language/time.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import type { JoinKeyPlan, Program, RulePlan } from "../plan/plan.ts";
import type { ConditionExplaining } from "./condition-explaining.ts";
import { explainJoining } from "./joining-explaining.ts";
import { KeptEvents } from "./kept-events.ts";
import { compareNearness, conjunctsOf, type FilterNearness, filterNearness, isCategoryTest } from "./nearness.ts";
import { ruleFields } from "./plan-fields.ts";
import { programTruth } from "./program-truth.ts";
import type { ReferenceVerdicts } from "./reference-verdicts.ts";
import type {
  EventPlace,
  ExplainedEvent,
  ExplainedFilter,
  ExplainedRule,
  FilterRole,
  JoinKeyValues,
} from "./report.ts";
import { namedKeys } from "./stage-groups.ts";
import type { StageEventHits, StageHit } from "./stage-hits.ts";

/** An event as it comes. */
export interface ReadEvent {
  readonly document: EventDocument;
  readonly place: EventPlace;
  /** Position of its input in output order. */
  readonly input: number;
  /** Its number among all that were read, from 0. */
  readonly order: number;
}

/** What the explanations of all rules share. */
export interface RuleSetting {
  readonly compiled: CompiledRules;
  readonly evaluator: Evaluator;
  readonly conditions: ConditionExplaining;
  readonly references: ReferenceVerdicts;
  /** So many events, and so many stories of how events join, are kept of a rule. */
  readonly limit: number;
}

/** Of one rule more events that hit stages are not held in memory. */
const mostStageEvents = 100_000;

/** Of more the reference evaluator isn't asked how they join. */
const mostReferenceEvents = 2_000;

interface RuleFilter {
  readonly number: number;
  readonly role: FilterRole;
  readonly conjuncts: readonly Program[];
  /** `null` of an event rule. */
  readonly keys: readonly JoinKeyPlan[] | null;
}

/** Holds events against one rule, one after the other, and at the end explains those that came nearest. */
export class RuleExplaining {
  readonly #setting: RuleSetting;
  readonly #rule: number;
  readonly #planned: RulePlan;
  readonly #filters: readonly RuleFilter[];
  readonly #fields: readonly number[];
  readonly #kept: KeptEvents;
  readonly #stageEvents: StageEventHits[] = [];
  #matching = 0;
  #isCut = false;

  constructor(setting: RuleSetting, rule: number) {
    const { plan } = setting.compiled;
    const planned = plan.rules[rule];
    if (planned === undefined) throw new RangeError(`there is no rule ${rule} in the plan`);
    this.#setting = setting;
    this.#rule = rule;
    this.#planned = planned;
    this.#fields = ruleFields(plan, rule);
    this.#filters = rolesOf(planned).map(({ number, role, keys }) => {
      const program = plan.filters[number]?.program;
      return { number, role, keys, conjuncts: program === undefined ? [] : conjunctsOf(program) };
    });
    this.#kept = new KeptEvents(setting.limit);
  }

  /** Takes an event, which the evaluator has loaded. */
  add(event: ReadEvent): void {
    const { evaluator, compiled } = this.#setting;
    const firsts = this.#filters.map(({ conjuncts }) => countFailing(evaluator, conjuncts));
    if (firsts.some(({ failing }) => failing === 0)) this.#noteMatch(event);
    const first = firsts.reduce((best, other) => (comparePartly(other, best) < 0 ? other : best));
    this.#kept.offer(event, first, () =>
      this.#filters
        .map(({ conjuncts }) => filterNearness(compiled.plan, evaluator, conjuncts))
        .reduce((best, other) => (compareNearness(other, best) < 0 ? other : best)),
    );
  }

  /** Explains what was kept. The evaluator has another document loaded afterwards. */
  finish(): ExplainedRule {
    const { id, name, file, query } = this.#planned;
    const { compiled, references, limit } = this.#setting;
    return {
      id,
      name,
      file,
      kind: query.kind,
      matching: this.#matching,
      events: this.#kept.inOrder().map(({ document, place }) => this.#explain(document, place)),
      joining: explainJoining(this.#stageEvents, this.#isCut, { compiled, rule: this.#rule, references, limit }),
    };
  }

  #noteMatch({ document, place, input }: ReadEvent): void {
    this.#matching++;
    const { query, tiebreakerField } = this.#planned;
    if (query.kind === "event") return;
    if (this.#stageEvents.length >= mostStageEvents) {
      this.#isCut = true;
      return;
    }
    const { evaluator, references } = this.#setting;
    const hits = this.#filters.flatMap(({ number, keys }): readonly StageHit[] => {
      if (keys === null || !evaluator.matches(number)) return [];
      return joinKeysOf(evaluator, keys).combinations.map((combination) => ({ filter: number, ...combination }));
    });
    const isAsked = this.#stageEvents.length < mostReferenceEvents;
    this.#stageEvents.push({
      place,
      input,
      source: document.source,
      timeNs: evaluator.time(this.#rule),
      tiebreaker: tiebreakerField === null ? null : (evaluator.values(tiebreakerField)[0] ?? null),
      hits,
      reference: isAsked ? references.read(this.#fields, document, evaluator) : null,
    });
  }

  #explain(document: EventDocument, place: EventPlace): ExplainedEvent {
    const { compiled, evaluator } = this.#setting;
    evaluator.load(document);
    const timeNs = evaluator.time(this.#rule);
    const source = compiled.plan.sources[document.source];
    const filters = this.#filters.map((filter) => this.#explainFilter(filter, document));
    return {
      place,
      product: source?.product ?? "",
      source: source?.name ?? "",
      timestamp: timeNs === null ? null : formatTime(timeNs),
      filters,
      reachedCombinationLimit: evaluator.reachedCombinationLimit,
      text: document.text.replaceAll("\r", "").trim(),
    };
  }

  #explainFilter({ number, role, keys }: RuleFilter, document: EventDocument): ExplainedFilter {
    const { compiled, evaluator, conditions, references } = this.#setting;
    const matches = evaluator.matches(number);
    return {
      role,
      matches,
      reference: references.matches(number, document, evaluator),
      joinKeys:
        keys === null || !matches
          ? null
          : joinKeysOf(evaluator, keys).combinations.map((combination): JoinKeyValues => {
              return namedKeys(compiled.plan, { filter: number, keys }, combination.keys);
            }),
      condition: conditions.explain(number, document),
    };
  }
}

/** The filters of a rule, each once, and what they are to it. */
function rolesOf({ query }: RulePlan): readonly Omit<RuleFilter, "conjuncts">[] {
  if (query.kind === "event") return [{ number: query.filter, role: { kind: "event" }, keys: null }];
  const stages = new Map<number, { numbers: number[]; missing: boolean; keys: readonly JoinKeyPlan[] }>();
  for (const [index, stage] of query.stages.entries()) {
    const known = stages.get(stage.filter);
    if (known === undefined) {
      const missing = query.kind === "sequence" && query.stages[index]?.missing === true;
      stages.set(stage.filter, { numbers: [index + 1], missing, keys: stage.keys });
    } else {
      known.numbers.push(index + 1);
    }
  }
  const until = query.kind === "sequence" ? query.until : null;
  return [
    ...[...stages].map(([number, { numbers, missing, keys }]) => {
      return { number, role: { kind: "stage", numbers, missing } as const, keys };
    }),
    ...(until === null ? [] : [{ number: until.filter, role: { kind: "until" } as const, keys: until.keys }]),
  ];
}

/** What of the nearness is had for nothing: how near what fails came is not looked at. */
function countFailing(evaluator: Evaluator, conjuncts: readonly Program[]): Omit<FilterNearness, "nearness"> {
  let failing = 0;
  let hasCategory = true;
  for (const conjunct of conjuncts) {
    if (programTruth(evaluator, conjunct) === true) continue;
    failing++;
    if (isCategoryTest(conjunct)) hasCategory = false;
  }
  return { failing, hasCategory };
}

function comparePartly(left: Omit<FilterNearness, "nearness">, right: Omit<FilterNearness, "nearness">): number {
  return compareNearness({ ...left, nearness: 0 }, { ...right, nearness: 0 });
}
