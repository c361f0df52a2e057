import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import { canonicalText } from "./comparison.ts";
import type { EventDocument, FieldValue } from "./document.ts";
import { FieldPath } from "./field-values.ts";
import { compileTable } from "./value-table.ts";
import { compileStep, type ValueFunction } from "./value-steps.ts";

/** Reads the values of a field from a document, in the order that its accessor says. Strings are well-formed. */
export type FieldReader = (document: EventDocument) => readonly FieldValue[];

const noValues: readonly FieldValue[] = [];

/**
 * `nullValue` stands for an explicit null, if the schema says so: where the values are those of places, and not of what is
 * made of them.
 */
export function compileAccessor(accessor: FieldAccessor, nullValue: FieldValue | null): FieldReader {
  switch (accessor.kind) {
    case "paths":
      return unite(accessor.paths.map((path) => compilePath(path, nullValue)));
    case "all":
      return unite(accessor.of.map((part) => compileAccessor(part, nullValue)));
    case "first":
      return readFirst(accessor.of.map((part) => compileAccessor(part, nullValue)));
    case "guarded":
      return guard(compileAccessor(accessor.of, null), compileAccessor(accessor.when, null));
    case "constant": {
      const values = [accessor.value];
      const read: FieldReader = () => values;
      return accessor.when === null ? read : guard(read, compileAccessor(accessor.when, null));
    }
    case "table":
      return mapValues(compileAccessor(accessor.of, null), compileTable(accessor));
    case "join":
      return join(
        accessor.parts.map((part) => compileAccessor(part, null)),
        accessor.separator,
      );
    case "step":
      return mapValues(compileAccessor(accessor.of, null), compileStep(accessor.step));
  }
}

/** Names the places that gave a document's values of a field, each once, in the order in which they are read. */
export type OriginReader = (document: EventDocument) => readonly RawPath[];

/**
 * Where the values come from that {@link compileAccessor} reads: places that have a value which something came of. A constant
 * comes from where its condition holds.
 */
export function compileOrigin(accessor: FieldAccessor, nullValue: FieldValue | null): OriginReader {
  const origins = collectOrigins(accessor, nullValue, null);
  return (document) => {
    const found = new Map<string, RawPath>();
    for (const path of origins(document)) found.set(`${path.within} ${path.path}`, path);
    return [...found.values()];
  };
}

/** `change` is what becomes of the values on their way out; `null` for nothing. */
function collectOrigins(
  accessor: FieldAccessor,
  nullValue: FieldValue | null,
  change: ValueFunction | null,
): OriginReader {
  switch (accessor.kind) {
    case "paths": {
      const places = accessor.paths.map((path) => ({ path, read: changed(compilePath(path, nullValue), change) }));
      return (document) => places.filter(({ read }) => read(document).length > 0).map(({ path }) => path);
    }
    case "all": {
      const parts = accessor.of.map((part) => collectOrigins(part, nullValue, change));
      return (document) => parts.flatMap((origins) => origins(document));
    }
    case "first": {
      const parts = accessor.of.map((part) => ({
        read: compileAccessor(part, nullValue),
        origins: collectOrigins(part, nullValue, change),
      }));
      return (document) => parts.find(({ read }) => read(document).length > 0)?.origins(document) ?? [];
    }
    case "guarded": {
      const condition = compileAccessor(accessor.when, null);
      const origins = collectOrigins(accessor.of, null, change);
      return (document) => (condition(document).length > 0 ? origins(document) : []);
    }
    case "constant":
      return accessor.when === null ? () => [] : collectOrigins(accessor.when, null, null);
    case "table":
      return collectOrigins(accessor.of, null, chain(compileTable(accessor), change));
    case "join": {
      const parts = accessor.parts.map((part) => collectOrigins(part, null, withText));
      return (document) => parts.flatMap((origins) => origins(document));
    }
    case "step":
      return collectOrigins(accessor.of, null, chain(compileStep(accessor.step), change));
  }
}

const withText: ValueFunction = (value) => (canonicalText(value) === null ? noValues : [value]);

function chain(first: ValueFunction, then: ValueFunction | null): ValueFunction {
  return then === null ? first : (value) => first(value).flatMap(then);
}

function changed(reader: FieldReader, change: ValueFunction | null): FieldReader {
  return change === null ? reader : mapValues(reader, change);
}

function compilePath({ path, within }: RawPath, nullValue: FieldValue | null): FieldReader {
  const place = new FieldPath(path, nullValue, within);
  return (document) => place.values(document);
}

function unite(readers: readonly FieldReader[]): FieldReader {
  const [only] = readers;
  if (readers.length === 1 && only !== undefined) return only;
  return (document) => readers.flatMap((read) => read(document));
}

function readFirst(readers: readonly FieldReader[]): FieldReader {
  return (document) => {
    for (const read of readers) {
      const values = read(document);
      if (values.length > 0) return values;
    }
    return noValues;
  };
}

/** The values, where the condition has some. */
function guard(reader: FieldReader, condition: FieldReader): FieldReader {
  return (document) => (condition(document).length > 0 ? reader(document) : noValues);
}

function mapValues(reader: FieldReader, change: ValueFunction): FieldReader {
  return (document) => {
    const values = reader(document);
    const [only] = values;
    return values.length === 1 && only !== undefined ? change(only) : values.flatMap(change);
  };
}

/** A part whose first value is a number beyond the range of doubles, which has no text, is left out too. */
function join(readers: readonly FieldReader[], separator: string): FieldReader {
  return (document) => {
    const parts: string[] = [];
    for (const read of readers) {
      const [value] = read(document);
      const text = value === undefined ? null : canonicalText(value);
      if (text !== null) parts.push(text);
    }
    return parts.length === 0 ? noValues : [parts.join(separator)];
  };
}
