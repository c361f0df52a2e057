/**
 * Where a field's values lie in the events of one source: paths in the raw document, tried as one union,
 * and what is done to a value. For now the one transform is none.
 */
export interface FieldAccessor {
  readonly source: string;
  /** Dotted paths; their values are united in this order. Empty: the source has no such field. */
  readonly paths: readonly string[];
  readonly transform: "none";
}

/** What events of one product look like. */
export interface Source {
  readonly name: string;
  readonly timestampField: string;
  readonly categoryField: string;
  readonly tiebreakerField: string | null;
  /** Where the values of an ECS field are. */
  accessor(field: string): FieldAccessor;
}
