import type { Span } from "./diagnostic.ts";

/** Where an entry is in a document: keys of tables and indexes of lists (`["rule", "threat", 0, "tactic"]`). */
export type EntryPath = readonly (string | number)[];

/** Where the entries of a rule or mapping stand in their file, whatever form the file has. */
export interface EntryPlaces {
  /** The place of an entry; of one that isn't there the place of the nearest table around it that is. */
  find(path: EntryPath): Span;
}
