import type { Rule } from "../rules/rule.ts";
import { defaultFields } from "../sources/ecs.ts";

/** What the user says of all rules' own fields; it goes before what a rule says (SEMANTICS 5b). */
export interface OwnFieldOptions {
  readonly timestampField?: string;
  readonly categoryField?: string;
  readonly tiebreakerField?: string;
}

/** The fields that a rule needs whatever it asks, by their names. */
export interface OwnFields {
  readonly timestamp: string;
  readonly category: string;
  /** `null`: what the event's source says. */
  readonly tiebreaker: string | null;
}

/** Which fields those of a rule are: the user's word, else the rule's, else the ECS one, of which a source says where it is. */
export function ownFieldsOf(rule: Rule, options: OwnFieldOptions): OwnFields {
  return {
    timestamp: options.timestampField ?? rule.timestampField ?? defaultFields.timestamp,
    category: options.categoryField ?? rule.categoryField ?? defaultFields.category,
    tiebreaker: options.tiebreakerField ?? rule.tiebreakerField ?? null,
  };
}
