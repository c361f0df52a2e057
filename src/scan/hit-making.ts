import type { EventDocument } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { joinKeysOf } from "../evaluate/join-keys.ts";
import type { HuntPlan, JoinKeyPlan } from "../plan/plan.ts";
import type { LiveKeys } from "./live-keys.ts";
import type { EventHit, Hit, ShownEvent } from "./hit.ts";

/** Makes hits of the filters that hold for the document which the evaluator has loaded. */
export class HitMaking {
  /** Hits of stages carry the event: the input can't be read again. */
  keepsStageEvents = false;
  readonly #plan: HuntPlan;
  readonly #evaluator: Evaluator;
  readonly #stages: readonly (ScannedStage | null)[];
  readonly #live: LiveKeys | null;

  /** `live`: only hits of stages that can still matter are made; `null`: all. */
  constructor(plan: HuntPlan, evaluator: Evaluator, live: LiveKeys | null = null) {
    this.#plan = plan;
    this.#evaluator = evaluator;
    this.#stages = scannedStages(plan);
    this.#live = live;
  }

  /**
   * Adds the one hit of an event rule's filter, or one of a stage's filter for each way in which the event joins others.
   * False if there are more of those than are tried.
   */
  addHits(document: EventDocument, filter: number, offsetBytes: number, hits: Hit[]): boolean {
    const stage = this.#stages[filter] ?? null;
    if (stage === null) {
      hits.push(this.eventHit(document, filter, offsetBytes));
      return true;
    }
    const place = this.#placeOf(document, filter, offsetBytes);
    if (stage.needsTime && place.timeNs === null) return true;
    const { combinations: all, isCut } = joinKeysOf(this.#evaluator, stage.keys);
    const live = this.#live;
    const rule = this.#plan.filters[filter]?.rule ?? -1;
    const combinations = live === null ? all : all.filter(({ group }) => live.has(rule, group, place.timeNs));
    const event = this.keepsStageEvents && combinations.length > 0 ? this.#shownEvent(document, filter) : null;
    for (const combination of combinations) hits.push({ kind: "stage", ...place, ...combination, event });
    return !isCut;
  }

  /** The hit with all that a detection shows of the event, whatever kind of rule the filter is of. */
  eventHit(document: EventDocument, filter: number, offsetBytes: number): EventHit {
    return {
      kind: "event",
      ...this.#placeOf(document, filter, offsetBytes),
      event: this.#shownEvent(document, filter),
    };
  }

  #placeOf({ index, source }: EventDocument, filter: number, offsetBytes: number) {
    const rule = this.#plan.filters[filter]?.rule ?? 0;
    const tiebreakerField = this.#plan.rules[rule]?.tiebreakerField ?? null;
    return {
      filter,
      offsetBytes,
      ...(index === null ? {} : { index }),
      source,
      timeNs: this.#evaluator.time(rule),
      tiebreaker: tiebreakerField === null ? null : (this.#evaluator.values(tiebreakerField)[0] ?? null),
    };
  }

  #shownEvent(document: EventDocument, filter: number): ShownEvent {
    return {
      matched: this.#evaluator.explain(filter).map(({ field, value, pattern, text }) => ({
        field: this.#plan.fields[field]?.name ?? "",
        value,
        pattern: pattern ?? text,
      })),
      // Within a line a carriage return can only stand between tokens: in a string it would be a syntax error.
      text: document.text.replaceAll("\r", "").trim(),
    };
  }
}

/** What a hit of a stage is made with. */
interface ScannedStage {
  readonly keys: readonly JoinKeyPlan[];
  /** An event without a time takes part in no sequence (SEMANTICS 5b). */
  readonly needsTime: boolean;
}

/** By filter; `null` for those of event rules. */
function scannedStages({ filters, rules }: HuntPlan): readonly (ScannedStage | null)[] {
  const stages: (ScannedStage | null)[] = filters.map(() => null);
  for (const { query } of rules) {
    if (query.kind === "event") continue;
    const until = query.kind === "sequence" && query.until !== null ? [query.until] : [];
    for (const { filter, keys } of [...query.stages, ...until]) {
      stages[filter] = { keys, needsTime: query.kind === "sequence" };
    }
  }
  return stages;
}
