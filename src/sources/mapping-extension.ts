import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Mapping, MappingField, MappingNever } from "./mapping.ts";
import { maxValues, mostValues, tooManyValues } from "./mapping-accessors.ts";
import { EntryReading } from "./mapping-entries.ts";
import { fillPlaceholders } from "./mapping-placeholders.ts";

/**
 * Lays a mapping over the one that it extends: what it says itself goes before; fields and names are united by name.
 * Name and tests are its own.
 */
export function extendMapping(own: Mapping, base: Mapping): Mapping {
  return {
    ...own,
    product: own.product ?? base.product,
    form: own.form ?? base.form,
    priority: own.priority ?? base.priority,
    detect: own.detect ?? base.detect,
    envelope: {
      each: own.envelope.each ?? base.envelope.each,
      unwrap: own.envelope.unwrap ?? base.envelope.unwrap,
      decode: own.envelope.decode ?? base.envelope.decode,
    },
    tiebreakerField: own.tiebreakerField ?? base.tiebreakerField,
    mode: own.mode ?? base.mode,
    names: unite(own.names, base.names),
    fields: unite(own.fields, base.fields),
    never: [...own.never, ...base.never],
  };
}

function unite<T extends { readonly name: string }>(own: readonly T[], base: readonly T[]): readonly T[] {
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...base.filter(({ name }) => !names.has(name))];
}

/** A mapping that can be used, or why there is none. */
export interface CompleteMapping {
  readonly mapping: Mapping | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Puts what names stand for in their places and says what a mapping that is to recognise events lacks, once everything that it
 * extends has been added: E120 (product, form, a way to be recognised, a name), E122 and E124 (names; `decode` without
 * `unwrap`), E125 (it is too large).
 */
export function completeMapping(mapping: Mapping): CompleteMapping {
  const reading = new EntryReading(mapping.source);
  const nowhere = mapping.never.map(({ accessor }): MappingField => ({ name: "", accessor, mode: null }));
  const { fields: filled, mistakes } = fillPlaceholders([...mapping.fields, ...nowhere], mapping.names);
  const fields = filled.slice(0, mapping.fields.length);
  const never = mapping.never.map(({ texts }, index): MappingNever => ({
    accessor: filled[mapping.fields.length + index]?.accessor ?? { kind: "paths", paths: [] },
    texts,
  }));
  const missing = [
    { name: "product", example: 'product = "…"', value: mapping.product },
    { name: "form", example: 'form = "…"', value: mapping.form },
    {
      name: "detect",
      example: '[[detect]]` with something that only its events have, such as `"EventID" = 13',
      value: mapping.detect,
    },
  ];
  for (const { name, example } of missing.filter(({ value }) => value === null)) {
    reading.report("E120", [], `this mapping has no \`${name}\``, { help: `add \`${example}\`` });
  }
  for (const { code, message } of mistakes) reading.report(code, ["names"], message);
  if (mapping.envelope.decode !== null && mapping.envelope.unwrap === null) {
    reading.report("E124", ["decode"], "`decode` means nothing without `unwrap`");
  }
  // Names that come to too much could not be looked through.
  for (const { name } of mistakes.length > 0 ? [] : fields.filter(({ accessor }) => mostValues(accessor) > maxValues)) {
    reading.report("E125", ["fields", name], tooManyValues);
  }
  return {
    mapping: reading.hasMistakes ? null : { ...mapping, names: [], fields, never },
    diagnostics: reading.diagnostics(),
  };
}
