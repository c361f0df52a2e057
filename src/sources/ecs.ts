import type { Source } from "./source.ts";

/** Events whose fields have ECS names as they stand: what a document that no other source claims is read as. */
export const ecsSource: Source = {
  name: "ecs",
  product: "ecs",
  form: "ECS",
  detect: [],
  envelope: { each: null, unwrap: null, decode: null },
  fields: [],
  tiebreakerField: null,
};

/** The fields of a rule's own, where neither it nor the user says otherwise (SEMANTICS 9). */
export const defaultFields = { timestamp: "@timestamp", category: "event.category" } as const;
