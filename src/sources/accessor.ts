/** A place in a raw event. */
export interface RawPath {
  /** Names joined by dots, in any spelling: nested, dotted or mixed. */
  readonly path: string;
  /** `envelope`: in the whole document, where the event is a part of it (`unwrap`). */
  readonly within: "event" | "envelope";
}

/**
 * Where the values of an ECS field lie in the raw events of one source, and what is done to them. Pure data; values come in
 * the order written. What has no value gives none.
 */
export type FieldAccessor =
  /** The values at all of these places, united. */
  | { readonly kind: "paths"; readonly paths: readonly RawPath[] }
  /** The first of these that gives a value. */
  | { readonly kind: "first"; readonly of: readonly FieldAccessor[] }
  /** All of these, united. */
  | { readonly kind: "all"; readonly of: readonly FieldAccessor[] }
  /** A constant; with `when`, only in events in which that gives a value. */
  | { readonly kind: "constant"; readonly value: string | number | boolean; readonly when: FieldAccessor | null }
  /** These, only in events in which `when` gives a value. */
  | { readonly kind: "guarded"; readonly of: FieldAccessor; readonly when: FieldAccessor }
  /** Each value's texts in a table; a value that isn't there stays or is dropped. */
  | {
      readonly kind: "table";
      readonly of: FieldAccessor;
      readonly rows: readonly TableRow[];
      /** ASCII only. */
      readonly ignoreCase: boolean;
      readonly otherwise: "same" | "nothing";
    }
  /** The first value of each part, as one text; parts without a value are left out, and so is their separator. */
  | { readonly kind: "join"; readonly parts: readonly FieldAccessor[]; readonly separator: string }
  /** Each value through a pure function. */
  | { readonly kind: "step"; readonly of: FieldAccessor; readonly step: ValueStep };

/** A raw text, in which `*` stands for any run, and what it means. */
export interface TableRow {
  readonly raw: string;
  readonly values: readonly string[];
}

/** A pure function of a value's canonical text, which gives no, one or several values. */
export type ValueStep =
  /** What comes after the last separator; the whole text if there is none. */
  | { readonly kind: "last"; readonly separator: string }
  /** What comes before the last separator; nothing if there is none. */
  | { readonly kind: "initial"; readonly separator: string }
  /** What comes before the first separator; the whole text if there is none. */
  | { readonly kind: "head"; readonly separator: string }
  /** The first of these prefixes that the text has, in any ASCII case, replaced. */
  | { readonly kind: "prefix"; readonly replacements: readonly { readonly from: string; readonly to: string }[] }
  /** The parts between separators, empty ones left out. */
  | { readonly kind: "split"; readonly separator: string }
  /** Without the texts listed, compared in any ASCII case: such as `-`, which stands for none. */
  | { readonly kind: "drop"; readonly texts: readonly string[] }
  /** Only with this prefix, in any ASCII case, and then without it: `SHA256=` of a list of hashes. */
  | { readonly kind: "keep"; readonly prefix: string }
  | { readonly kind: "lower" }
  /** Each `%%` that no digit follows as `%`: event logs double the percent signs of `%COMSPEC%`; `%%1873` is a message's number. */
  | { readonly kind: "unescape-percent" }
  /** Of a file's path what comes after the last dot of its last element; nothing if there is none. */
  | { readonly kind: "extension" }
  /** `{abc}` without its braces; other texts as they are. */
  | { readonly kind: "unbrace" }
  /** `0x1f` or `31` as a number; anything else gives nothing. */
  | { readonly kind: "number" }
  /** The arguments of a Windows command line, as the C runtime splits it. */
  | { readonly kind: "argv" }
  /** How many arguments that gives, as a number. */
  | { readonly kind: "argv-count" }
  /** A time in this form, as ISO text in UTC with all its digits. */
  | { readonly kind: "time"; readonly format: TimeFormat }
  /** Sysmon's `Details`: `DWORD (0x…)` and `QWORD (0x…-0x…)` in decimal, `Binary Data` nothing, other texts as they are. */
  | { readonly kind: "sysmon-details" }
  /** A registry path in its own spelling, then in the canonical ones: hive abbreviated, control set both ways. */
  | { readonly kind: "registry-spellings" };

export type TimeFormat = "iso" | "epoch_millis" | "epoch_seconds" | "filetime";
