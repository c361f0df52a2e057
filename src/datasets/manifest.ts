/** Where an event stands that the rule must find. */
export interface ManifestHit {
  /** Where its line starts, in bytes. */
  readonly offset: number;
  /** Its line, from 1. */
  readonly line: number;
  /** Which of the forms it has. */
  readonly form: string;
}

/** What a generated file holds and what must be found in it: the JSON that goes beside it. */
export interface Manifest {
  readonly seed: number;
  readonly events: number;
  readonly bytes: number;
  /** As many as `events`: every line is one event. */
  readonly lines: number;
  /** Of the file, lower-case hexadecimal. */
  readonly sha256: string;
  /** The id of the rule that finds `hits`, and nothing else. */
  readonly rule: string;
  /** In the order of the file. */
  readonly hits: readonly ManifestHit[];
  /** How many events of each form look like a hit and are none. */
  readonly nearMisses: Readonly<Record<string, number>>;
}

/** "Unusual Persistence via Services Registry", the rule that hits are made for. */
export const seedRuleId = "403ef0d3-8259-40c9-a5b6-d48354712e49";
