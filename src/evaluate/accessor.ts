import type { FieldAccessor } from "../sources/accessor.ts";
import type { EventDocument, FieldValue } from "./document.ts";
import { FieldPath } from "./field-values.ts";

/** Reads the values of a field from a document, in the order that its accessor says. Strings are well-formed. */
export type FieldReader = (document: EventDocument) => readonly FieldValue[];

/** `nullValue` stands for an explicit null, if the schema says so. */
export function compileAccessor(accessor: FieldAccessor, nullValue: FieldValue | null): FieldReader {
  if (accessor.kind !== "paths") return () => [];
  const paths = accessor.paths.map(({ path }) => new FieldPath(path, nullValue));
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return (document) => only.values(document);
  return (document) => paths.flatMap((path) => path.values(document));
}
