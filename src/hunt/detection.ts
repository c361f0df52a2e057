import type { RuleSeverity, Threat } from "../rules/rule.ts";
import type { FailedCondition, MatchedCondition } from "../scan/hit.ts";

export type { FailedCondition, MatchedCondition };

/** What a detection says of its rule. */
export interface DetectionRule {
  readonly id: string;
  readonly name: string;
  readonly severity: RuleSeverity;
  readonly risk_score: number;
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
}

/** Where a document stands. */
export interface EventPosition {
  /** The input's name as given. */
  readonly file: string;
  /** Where its line starts, in bytes of the decompressed input. */
  readonly offset: number;
  /** Its place in the line, where one line holds several events. */
  readonly index?: number;
  /** The recognised source, `ecs` for documents that are ECS as they stand. */
  readonly product: string;
}

/** One event of a detection. */
export interface DetectionEvent {
  readonly missing?: undefined;
  /** As the rule reads it, UTC with 3 or 9 fraction digits; `null` where it has no readable one. Not written to JSON lines. */
  readonly timestamp: string | null;
  readonly source: EventPosition;
  readonly matched: readonly MatchedCondition[];
  /** Of a near miss: the one condition that the event fails. */
  readonly failed?: FailedCondition;
  /** The document parsed. Numbers beyond 2^53 are rounded here: `text` has them as they were. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The document's own text on one line: JSON, well-formed, invalid bytes as U+FFFD. */
  readonly text: string;
}

/** Stands in a sequence's `events` where a stage is one that must not come. */
export interface MissingEvent {
  readonly missing: true;
  readonly timestamp?: undefined;
  readonly source?: undefined;
  readonly matched?: undefined;
  readonly failed?: undefined;
  readonly event?: undefined;
  readonly text?: undefined;
}

/** True for an event that is there. */
export function isPresent(event: DetectionEvent | MissingEvent): event is DetectionEvent {
  return event.missing === undefined;
}

/**
 * What a hunt finds; a line of JSON has these names. `id` is a hash of rule id, join keys and positions: the same hunt again
 * gives the same ids.
 */
export interface Detection {
  readonly schema_version: 1;
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly rule: DetectionRule;
  /** `near_miss`: no detection, but an event that fails exactly one condition of its rule (`nearMisses`). */
  readonly kind: "event" | "sequence" | "sample" | "near_miss";
  /** Of the last event (of a sample: of the last stage's), UTC with 3 or 9 fraction digits; `null` where it has no readable time. */
  readonly timestamp: string | null;
  /** Canonical texts, one per join key; `null` for an optional key without a value. */
  readonly join_keys: readonly (string | null)[];
  /** In the order of the stages. */
  readonly events: readonly (DetectionEvent | MissingEvent)[];
  /** There where a part of the input is missing, so that the detection might not be one with it (`allowPartial`). */
  readonly partial?: true;
}
