import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import { ecsSource } from "../sources/ecs.ts";
import type { Mapping, MappingTest } from "../sources/mapping.ts";
import { sourceOf } from "../sources/mapping-source.ts";
import { accessorOf, type Source } from "../sources/source.ts";
import { readTomlPlaces } from "../toml/places.ts";
import { compileAccessor } from "./accessor.ts";
import { canonicalText } from "./comparison.ts";
import type { DocumentFault, EventDocument, FieldValue } from "./document.ts";
import { readDocuments } from "./document-reader.ts";

/** Longer lists of values are cut in messages. */
const mostShown = 5;
const longestShown = 200;

const faults: Readonly<Record<DocumentFault, string>> = {
  syntax: "this is not valid JSON",
  not_object: "this is no JSON object",
  depth: "this is nested too deeply",
};

/** Something wrong with a test. */
interface TestMistake {
  /** Below the test. */
  readonly path: EntryPath;
  readonly message: string;
}

/**
 * Runs the tests of a mapping file that was loaded with what it extends: each event must be recognised as the mapping's, and
 * each expected field have just the values that are written there, in their order, compared by canonical text. Whatever is
 * not so is an E128 at its place, in the order of the file.
 *
 * @example
 * const { mapping, diagnostics } = new MappingLibrary().file("mine.toml");
 * const all = mapping === null ? diagnostics : [...diagnostics, ...runMappingTests(mapping)];
 */
export function runMappingTests(mapping: Mapping): readonly Diagnostic[] {
  const source = sourceOf(mapping);
  const sources: readonly [Source, Source] = [source, ecsSource];
  const mistakes = mapping.tests.flatMap((test, index) =>
    testMapping(test, sources).map(({ path, message }) => ({ path: ["test", index, ...path], message })),
  );
  const places = mistakes.length === 0 ? null : readTomlPlaces(mapping.source);
  return mistakes.map(({ path, message }) => {
    const span: { readonly span?: Span } = places === null ? {} : { span: places.find(path) };
    return { code: "E128", severity: "error", message, source: mapping.source, ...span };
  });
}

function testMapping(test: MappingTest, sources: readonly [Source, Source]): readonly TestMistake[] {
  const documents = readDocuments(test.event, sources);
  if (typeof documents === "string") return [{ path: ["event"], message: faults[documents] }];
  const document = documents[test.index];
  if (document === undefined) {
    return [{ path: ["index"], message: `this line holds ${documents.length} events, counted from 0` }];
  }
  if (document.source !== 0) {
    return [
      { path: ["event"], message: `this event is not recognised as \`${sources[0].name}\`: no \`detect\` holds` },
    ];
  }
  return test.expected.flatMap(({ name, values }) => {
    const found = show(valuesOf(document, sources[0], name));
    const expected = show(values);
    return found.text === expected.text
      ? []
      : [{ path: ["expected", name], message: `\`${name}\` is ${found.shown}, not ${expected.shown}` }];
  });
}

function valuesOf(document: EventDocument, source: Source, name: string): readonly FieldValue[] {
  return compileAccessor(accessorOf(source, name), null)(document);
}

/** Values to be compared, and as a message shows them. */
function show(values: readonly FieldValue[]): { readonly text: string; readonly shown: string } {
  const texts = values.map((value) => canonicalText(value) ?? "1e400");
  const few = texts.slice(0, mostShown).map((text) => JSON.stringify(text.slice(0, longestShown).toWellFormed()));
  const rest = texts.length > mostShown ? [`and ${texts.length - mostShown} more`] : [];
  return { text: JSON.stringify(texts), shown: texts.length === 0 ? "nothing" : [...few, ...rest].join(", ") };
}
