import type { FieldAccessor, RawPath } from "./accessor.ts";

/** Something that must be true of a raw document. */
export type DocumentTest =
  | { readonly kind: "exists"; readonly path: string }
  | { readonly kind: "absent"; readonly path: string }
  /** One of the values has one of these texts, in which `*` stands for any run; ASCII case doesn't count. */
  | { readonly kind: "value"; readonly path: string; readonly texts: readonly string[] };

/** How the event lies in a document. */
export interface Envelope {
  /** Of the array whose members are a document each (`records`), so that one line holds many events; `null` for none. */
  readonly each: string | null;
  /** Of the object that is the event within its document (`properties`); `null` for the document itself. */
  readonly unwrap: string | null;
  /** The event is a text at `unwrap`, to be read first. */
  readonly decode: "json" | "evtx-xml" | null;
}

/**
 * What events of one product look like in one of the forms in which people keep them: how to recognise one, where the event
 * lies in it, and where its ECS fields are. Pure data.
 */
export interface Source {
  /** Unique: `sysmon-winlogbeat`. */
  readonly name: string;
  /** What detections and statistics name: `sysmon`. */
  readonly product: string;
  /** For people: `winlogbeat 8, before the ingest pipeline`. */
  readonly form: string;
  /** One of these, all of whose tests hold for the document (of a line with several events, for the member). */
  readonly detect: readonly (readonly DocumentTest[])[];
  readonly envelope: Envelope;
  /**
   * Each name once. A field that isn't listed lies where its own name says, in the event: so rules can ask for a vendor's own
   * fields too. A listed one is only where it is said, unless it was to be filled.
   */
  readonly fields: readonly MappedField[];
  /** What orders events of the same time; `null` for nothing. An ECS or raw name. */
  readonly tiebreakerField: string | null;
  /** Decides no event; from it follows which rules can't match this source's events. */
  readonly never?: readonly NeverWritten[];
}

/** Texts that the product is known never to write at a place, such as `*\ControlSet00?\*`. */
export interface NeverWritten {
  readonly place: RawPath;
  /** With `*` for any run and `?` for one character; ASCII case doesn't count. */
  readonly texts: readonly string[];
}

/** An ECS field, and where a source has it. */
export interface MappedField {
  readonly name: string;
  readonly accessor: FieldAccessor;
}

/** Where the values of a field are in the events of a source. */
export function accessorOf({ fields }: Source, field: string): FieldAccessor {
  const mapped = fields.find(({ name }) => name === field);
  return mapped?.accessor ?? { kind: "paths", paths: [{ path: field, within: "event" }] };
}
