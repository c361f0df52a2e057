import type { Source } from "../sources/source.ts";
import {
  type DocumentFault,
  type DocumentSource,
  EventDocument,
  isObject,
  type JsonObject,
  type OpenedEvent,
  parseExactly,
  parseObject,
} from "./document.ts";
import { compileOpening, documentOfSearchHit, type Opening, searchHitKey } from "./envelope.ts";
import { itemTexts } from "./json-members.ts";
import { locateValue } from "./object-path.ts";
import { type NumberedSource, Recognition } from "./recognition.ts";

/** How documents of a source are opened. */
interface OpenedSource extends DocumentSource {
  readonly open: Opening;
}

/** Sources whose documents are members of the array at `path`. */
interface MemberSources {
  readonly path: string;
  readonly recognition: Recognition;
}

/** An array whose members are documents, and the first source that claims one of them. */
interface FoundMembers {
  readonly keys: readonly string[];
  readonly members: readonly unknown[];
  readonly recognition: Recognition;
  readonly number: number;
}

/**
 * Reads lines: parses them, unwraps search hits, recognises the source of each document, and finds the event in it.
 * Compiled once per plan.
 */
export class DocumentReader {
  readonly #sources: readonly OpenedSource[];
  readonly #ecs: OpenedSource;
  /** `null` if there is nothing to recognise. */
  readonly #recognition: Recognition | null;
  /** Paths each once, in the order of sources. */
  readonly #memberSources: readonly MemberSources[];

  /** `sources` are tried in this order; the last one takes what no other claims. */
  constructor(sources: readonly Source[]) {
    const numbered = sources.map((source, number): NumberedSource => ({ number, source }));
    const last = numbered.pop();
    if (last === undefined) throw new RangeError("there is no source");
    const opened = numbered.map(openedSource);
    this.#ecs = openedSource(last);
    this.#sources = [...opened, this.#ecs];
    const whole = numbered.filter(({ source }) => source.envelope.each === null);
    this.#recognition = whole.length === 0 ? null : new Recognition(whole);
    const paths = new Set(numbered.flatMap(({ source: { envelope } }) => envelope.each ?? []));
    this.#memberSources = [...paths].map((path) => ({
      path,
      recognition: new Recognition(numbered.filter(({ source }) => source.envelope.each === path)),
    }));
  }

  /**
   * The documents of a line (without its break), in their order. `report` is told why it is none, or why a member of it is
   * none; members that are documents are read all the same. To be iterated once: members are opened one after the other, since
   * a line may have millions.
   */
  read(text: string, report: (fault: DocumentFault) => void): Iterable<EventDocument> {
    const parsed = parseObject(text);
    if (typeof parsed === "string") {
      report(parsed);
      return [];
    }
    const root = documentIn(parsed);
    const number = this.#recognition?.sourceOf(root) ?? this.#ecs.number;
    const found = this.#memberSources.length === 0 ? null : this.#findMembers(root, number);
    if (found !== null)
      return this.#readMembers(text, root === parsed ? found.keys : [searchHitKey, ...found.keys], found, report);
    const document = this.#open(text, null, root, number);
    if (typeof document !== "string") return [document];
    report(document);
    return [];
  }

  /** The array of the first source that is before `number` and claims a member. */
  #findMembers(root: JsonObject, number: number): FoundMembers | null {
    let first: FoundMembers | null = null;
    for (const { path, recognition } of this.#memberSources) {
      const located = locateValue(root, path, Array.isArray);
      if (located === null || !Array.isArray(located.value)) continue;
      const members: readonly unknown[] = located.value;
      for (const member of members) {
        const claimed = isObject(member) ? recognition.sourceOf(documentIn(member)) : null;
        if (claimed === null) continue;
        if (claimed < (first?.number ?? number)) first = { keys: located.keys, members, recognition, number: claimed };
        break;
      }
    }
    return first;
  }

  *#readMembers(
    text: string,
    keys: readonly string[],
    { members, recognition }: FoundMembers,
    report: (fault: DocumentFault) => void,
  ): Generator<EventDocument, void> {
    const texts = itemTexts(text, keys);
    for (const [index, member] of members.entries()) {
      const { value: memberText } = texts.next();
      if (!isObject(member)) {
        report("not_object");
        continue;
      }
      const root = documentIn(member);
      const document = this.#open(memberText ?? "", index, root, recognition.sourceOf(root) ?? this.#ecs.number);
      if (typeof document === "string") report(document);
      else yield document;
    }
  }

  #open(text: string, index: number | null, root: JsonObject, number: number): EventDocument | DocumentFault {
    const source = this.#sources[number] ?? this.#ecs;
    const opened = source.open(root, false);
    return typeof opened === "string" ? opened : new EventDocument(text, index, opened, source);
  }
}

function documentIn(root: JsonObject): JsonObject {
  return documentOfSearchHit(root) ?? root;
}

function openedSource({ number, source: { envelope } }: NumberedSource): OpenedSource {
  const open = compileOpening(envelope);
  const readExactly = (text: string): OpenedEvent => {
    const root = parseExactly(text);
    const opened = open(documentIn(root), true);
    return typeof opened === "string" ? { fields: {}, envelope: root } : opened;
  };
  return { number, open, readExactly };
}

const readers = new WeakMap<readonly Source[], DocumentReader>();

/**
 * The documents of one line, without its line break; or why it is none. `sources` as a plan has them. Members of a line that
 * are no documents are left out; `DocumentReader.read` tells of them.
 *
 * @example
 * const documents = readDocuments('{"records":[{"category":"AdvancedHunting-DeviceEvents","properties":{}}]}', plan.sources);
 */
export function readDocuments(text: string, sources: readonly Source[]): DocumentFault | readonly EventDocument[] {
  let reader = readers.get(sources);
  if (reader === undefined) {
    reader = new DocumentReader(sources);
    readers.set(sources, reader);
  }
  let fault: DocumentFault | null = null;
  const documents = [...reader.read(text, (found) => (fault ??= found))];
  return documents.length === 0 && fault !== null ? fault : documents;
}
