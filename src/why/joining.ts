import type { EventPlace, JoinKeyValues } from "./report.ts";

/** How the events of a sequence's or sample's stages join. Pure data. */
export interface ExplainedJoining {
  /** In the order of the rule. */
  readonly stages: readonly StageCount[];
  /** Events that hit its `until`; `null` if it has none. */
  readonly until: number | null;
  /** Whole sequences or samples. */
  readonly complete: number;
  /** Of keys by which nothing became whole, and of those by which something did: those that came farthest first. */
  readonly stories: readonly JoiningStory[];
  /** How many there are, with those that are not shown. */
  readonly storyCount: number;
  /** More events hit stages than can be held: what is said is of the first of them. */
  readonly isCut: boolean;
  /** What engine and reference evaluator make of the same events differs: a defect. `null`: there are too many to ask. */
  readonly agrees: boolean | null;
}

export interface StageCount {
  /** From 1 on. */
  readonly number: number;
  readonly missing: boolean;
  readonly hits: number;
}

/** What became of events of the first stages with equal keys. */
export interface JoiningStory {
  readonly keys: JoinKeyValues;
  /** One per stage that isn't missing, up to where it came. */
  readonly events: readonly StageEvent[];
  readonly end: StoryEnd;
}

export interface StageEvent {
  /** From 1 on. */
  readonly stage: number;
  readonly event: TimedEvent;
}

/** An event of some stage. */
export interface TimedEvent {
  readonly place: EventPlace;
  readonly timestamp: string | null;
}

/** How a story ended. Stages count from 1. */
export type StoryEnd =
  | { readonly kind: "complete" }
  /** The next event of the stage came later than the maximum span after the first one. */
  | {
      readonly kind: "max-span";
      readonly stage: number;
      readonly by: TimedEvent;
      readonly lateByNs: bigint;
      readonly maxSpanNs: bigint;
    }
  /** Before the next event of the stage an `until` event came. */
  | { readonly kind: "until"; readonly stage: number; readonly by: TimedEvent }
  /** An event came that a missing stage says must not. */
  | { readonly kind: "unwanted"; readonly stage: number; readonly by: TimedEvent }
  /** A later event of the stage that it had reached took its place: only the latest goes on. */
  | { readonly kind: "replaced"; readonly stage: number; readonly by: TimedEvent }
  /** No event of the stage came after it with these keys. */
  | {
      readonly kind: "no-event";
      readonly stage: number;
      /** Events of the stage with the same keys that came before, the latest. */
      readonly earlier: TimedEvent | null;
      /** An event of the stage that came in time, but with other keys. */
      readonly otherKeys: { readonly event: TimedEvent; readonly keys: JoinKeyValues } | null;
    }
  /** Of a sample: what each stage could take is the same event, and they must be different ones. */
  | { readonly kind: "same-event" };
