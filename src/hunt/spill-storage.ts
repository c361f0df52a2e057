import type { SpillOptions } from "../correlate/external-sort.ts";

/** Where the sorts of one hunt put what doesn't fit in memory; each of them has a name of its own. */
export type SpillStorage = Omit<SpillOptions, "name">;
