import type { EventDocument } from "../../src/evaluate/document.ts";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { ecsSource } from "../../src/sources/ecs.ts";
import type { DocumentTest, Envelope, Source } from "../../src/sources/source.ts";

/** A source of the tests' own. Its product is its name up to the first dash. */
export function sourceOf(
  name: string,
  detect: readonly (readonly DocumentTest[])[],
  rest: Partial<Omit<Source, "envelope">> & { readonly envelope?: Partial<Envelope> } = {},
): Source {
  return {
    name,
    product: name.split("-")[0] ?? name,
    form: "made up",
    detect,
    fields: [],
    tiebreakerField: null,
    ...rest,
    envelope: { each: null, unwrap: null, decode: null, ...rest.envelope },
  };
}

/** Takes every document. */
export const always: readonly (readonly DocumentTest[])[] = [[]];

export function exists(path: string): DocumentTest {
  return { kind: "exists", path };
}

export function absent(path: string): DocumentTest {
  return { kind: "absent", path };
}

export function valueOf(path: string, ...texts: readonly string[]): DocumentTest {
  return { kind: "value", path, texts };
}

/** The documents of a line that is none but good ones, by these sources and then ECS. */
export function documentsOf(line: string, sources: readonly Source[]): readonly EventDocument[] {
  const documents = readDocuments(line, [...sources, ecsSource]);
  if (typeof documents === "string") throw new Error(`${documents}: ${line}`);
  return documents;
}

/** The document of a line that has one. */
export function documentOf(line: string, sources: readonly Source[]): EventDocument {
  const [document, ...others] = documentsOf(line, sources);
  if (document === undefined || others.length > 0) throw new Error(`not one document: ${line}`);
  return document;
}
