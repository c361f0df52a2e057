import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import type { FieldAccessor } from "./accessor.ts";
import type { DocumentTest, Envelope } from "./source.ts";

/**
 * A mapping file as it was read: what it says itself, before what it extends is added. `null` where it says nothing.
 * Pure data; survives `structuredClone`.
 */
export interface Mapping {
  /** The file, for diagnostics. */
  readonly source: SourceText;
  /** Unique: `sysmon-winlogbeat`. */
  readonly name: string;
  readonly product: string | null;
  readonly form: string | null;
  /** A built-in mapping's name, or a path relative to the file. */
  readonly extends: string | null;
  /** Only there to be extended: never recognised. */
  readonly abstract: boolean;
  /** Higher is tried first. */
  readonly priority: number | null;
  /** One of these holds; all tests of one. */
  readonly detect: readonly (readonly DocumentTest[])[] | null;
  readonly envelope: Envelope;
  readonly tiebreakerField: string | null;
  /** Whether a value under a field's ECS name in the event goes before the mapped one. */
  readonly mode: MappingMode | null;
  /** What names in braces stand for in `fields` and in each other. */
  readonly names: readonly NamedPlace[];
  /** Each name once. */
  readonly fields: readonly MappingField[];
  /** What the product never writes, by place; what an extended mapping says of it is added. */
  readonly never: readonly MappingNever[];
  /** In the order of the file. They are the file's own: what extends it has others. */
  readonly tests: readonly MappingTest[];
}

export type MappingMode = "override" | "fill";

/**
 * Where values lie, said once for several fields, which write `{name}`. Of a single path also the start of others:
 * `{name}.Image`; there it may be empty, which is the event itself.
 */
export interface NamedPlace {
  readonly name: string;
  readonly accessor: FieldAccessor;
}

/** A field of a mapping file. */
export interface MappingField {
  /** The ECS name. */
  readonly name: string;
  readonly accessor: FieldAccessor;
  /** A mode of its own; `null`: the mapping's. */
  readonly mode: MappingMode | null;
}

/** Texts that the product never writes at some places, with `*` and `?`. */
export interface MappingNever {
  /** Of `[names]`, or in the event. */
  readonly accessor: FieldAccessor;
  readonly texts: readonly string[];
}

/** A raw event, and what the mapping must make of it. */
export interface MappingTest {
  /** One line of a log. */
  readonly event: string;
  /** Which of the events in the line, where it holds several; from 0. */
  readonly index: number;
  readonly expected: readonly ExpectedField[];
}

/** All values of a field, in their order. They are compared by canonical text: 42 is `42`. */
export interface ExpectedField {
  readonly name: string;
  readonly values: readonly (string | number | bigint | boolean)[];
}

/** What came of a mapping file. */
export interface ReadMapping {
  /** `null` if there is any error. */
  readonly mapping: Mapping | null;
  /** In the order of their places in the file. */
  readonly diagnostics: readonly Diagnostic[];
}
