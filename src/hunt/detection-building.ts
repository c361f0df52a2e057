import { hash } from "node:crypto";
import type { JoinKey } from "../correlate/candidate.ts";
import { formatTime } from "../language/time.ts";
import type { HuntPlan } from "../plan/plan.ts";
import {
  type EventHit,
  type FailedCondition,
  type NearMissHit,
  type PlaceInInput,
  placeInInput,
  type ShownEvent,
} from "../scan/hit.ts";
import type { Detection, DetectionEvent, DetectionRule, MissingEvent } from "./detection.ts";

/** Makes detections of what was found: adds what the rule says of itself, the position, the id. */
export class DetectionBuilding {
  readonly #rules: readonly DetectionRule[];
  readonly #kinds: readonly Detection["kind"][];
  /** By filter. */
  readonly #filterRules: readonly number[];
  /** By source. */
  readonly #products: readonly string[];

  constructor(plan: HuntPlan) {
    this.#kinds = plan.rules.map(({ query }) => query.kind);
    this.#products = plan.sources.map(({ product }) => product);
    this.#filterRules = plan.filters.map(({ rule }) => rule);
    this.#rules = plan.rules.map(({ id, name, severity, riskScore, tags, threat }) => ({
      id,
      name,
      severity,
      risk_score: riskScore,
      tags,
      threat,
    }));
  }

  /** Of a hit of an event rule. `file` is the input's name as given. */
  build(hit: EventHit, file: string): Detection {
    const { filter, source, timeNs, event } = hit;
    const rule = this.#ruleOf(this.#filterRules[filter]);
    return this.#detection(rule, "event", [], [{ file, ...placeInInput(hit), source, timeNs, event }]);
  }

  /** Of an event that a rule only just doesn't match. */
  buildNearMiss(hit: NearMissHit, file: string): Detection {
    const { filter, source, timeNs, event, failed } = hit;
    const rule = this.#ruleOf(this.#filterRules[filter]);
    return this.#detection(rule, "near_miss", [], [{ file, ...placeInInput(hit), source, timeNs, event, failed }]);
  }

  /** Of a sequence or sample: its events in the order of the stages, `null` where one is missing. */
  buildCorrelated(
    rule: number,
    keys: readonly JoinKey[],
    events: readonly (FoundEvent | null)[],
    partial: boolean,
  ): Detection {
    const kind = this.#kinds[rule] === "sample" ? "sample" : "sequence";
    const joinKeys = keys.map((key) => (key === null ? null : String(key)));
    const detection = this.#detection(this.#ruleOf(rule), kind, joinKeys, events);
    return partial ? { ...detection, partial } : detection;
  }

  #detection(
    rule: DetectionRule,
    kind: Detection["kind"],
    joinKeys: readonly (string | null)[],
    events: readonly (FoundEvent | null)[],
  ): Detection {
    const present = events.filter((event) => event !== null);
    return {
      schema_version: 1,
      id: detectionId(rule.id, joinKeys, present),
      rule,
      kind,
      timestamp: timeText(present.at(-1)?.timeNs ?? null),
      join_keys: joinKeys,
      events: events.map((event) => (event === null ? missingEvent : this.#shownEvent(event))),
    };
  }

  /** The event of a detection; its document is parsed when somebody asks for it. */
  #shownEvent({
    file,
    offsetBytes,
    index,
    source,
    timeNs,
    event: { matched, text },
    failed,
  }: FoundEvent): DetectionEvent {
    const product = this.#products[source];
    if (product === undefined) throw new RangeError(`there is no source ${source} in the plan`);
    const shown: DetectionEvent = {
      timestamp: timeText(timeNs),
      source: { file, offset: offsetBytes, ...(index === undefined ? {} : { index }), product },
      matched,
      ...(failed === undefined ? {} : { failed }),
      event: notParsed,
      text,
    };
    return Object.defineProperty(shown, "event", parsedWhenAsked);
  }

  #ruleOf(number: number | undefined): DetectionRule {
    const rule = this.#rules[number ?? -1];
    if (rule === undefined) throw new RangeError(`there is no rule ${number} in the plan`);
    return rule;
  }
}

/** An event and where it was found. */
export interface FoundEvent extends PlaceInInput {
  /** The input's name as given. */
  readonly file: string;
  /** Number of its source in the plan. */
  readonly source: number;
  readonly timeNs: bigint | null;
  readonly event: ShownEvent;
  /** Of a near miss. */
  readonly failed?: FailedCondition;
}

const missingEvent: MissingEvent = { missing: true };

const notParsed: DetectionEvent["event"] = Object.freeze({});

/**
 * A property of its own, so that whoever copies or serialises a detection has it. One getter for all events: with a closure
 * each, every object gets a hidden class of its own, and those keep all texts until the next full collection.
 */
const parsedWhenAsked: PropertyDescriptor & ThisType<DetectionEvent> = {
  configurable: true,
  enumerable: true,
  get() {
    // The scan parsed this text before: it is an object.
    const value: DetectionEvent["event"] = JSON.parse(this.text);
    // Of a frozen object it stays as it is, and is parsed again.
    Reflect.defineProperty(this, "event", { value, configurable: true, enumerable: true });
    return value;
  },
};

function timeText(timeNs: bigint | null): string | null {
  return timeNs === null ? null : formatTime(timeNs);
}

/** The same rule, keys and positions give the same id, in every hunt. */
function detectionId(
  ruleId: string,
  joinKeys: readonly (string | null)[],
  positions: readonly (PlaceInInput & Pick<FoundEvent, "file">)[],
): string {
  const places = positions.map(({ file, offsetBytes, index = 0 }) => [file, offsetBytes, index]);
  return hash("sha256", JSON.stringify([ruleId, joinKeys, places])).slice(0, 32);
}
