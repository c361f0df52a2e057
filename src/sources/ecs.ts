import type { Source } from "./source.ts";

/** Events whose fields have ECS names as they stand: what an unrecognised document is read as. */
export const ecsSource: Source = {
  name: "ecs",
  timestampField: "@timestamp",
  categoryField: "event.category",
  tiebreakerField: null,
  accessor: (field) => ({ source: "ecs", paths: [field], transform: "none" }),
};
