import type { ExtractionProgram, ExtractionSlot } from "./extraction-program.ts";
import { buildPathTrie, type NumberedPlace } from "./path-trie.ts";

/** More names, facts or conditions than these are no program that fits a small memory. */
const maxNames = 1 << 15;
const maxFacts = 1 << 18;
const maxConditions = 1 << 18;

/** A program as the kernel walks it. */
export interface ExtractionParts {
  readonly program: ExtractionProgram;
  readonly nodeCount: number;
  readonly names: readonly WantedName[];
  /** By slot the next one of the same path. */
  readonly nextSlots: ReadonlyMap<number, number>;
  readonly questionCount: number;
  readonly triggerCount: number;
  /** One more than the highest filter. */
  readonly filterCount: number;
}

/** A name that leads somewhere from objects at a node; the outermost object is node 0. */
export interface WantedName {
  readonly node: number;
  /** With its quotes. */
  readonly text: Buffer;
  /** The first one of the path that ends here. */
  readonly slot: number | null;
  readonly child: number | null;
}

/** `null`: the kernel isn't made for such a program. */
export function takeProgramApart(program: ExtractionProgram): ExtractionParts | null {
  const { slots, factCount, conditions, triggers } = program;
  if (factCount > maxFacts || conditions.length > maxConditions) return null;
  const places = new Map<string, NumberedPlace>();
  const nextSlots = new Map<number, number>();
  for (const [number, slot] of slots.entries()) {
    if (!isAsked(slot)) continue;
    const { path, within } = slot;
    // U+FFFD is what bytes that are no UTF-8 are read as: of such names the kernel knows only the bytes.
    if (path.includes("\ufffd") || within?.includes("\ufffd") === true) return null;
    const key = JSON.stringify([within, path]);
    const next = places.get(key);
    if (next !== undefined) nextSlots.set(number, next.number);
    places.set(key, { path, within, number });
  }
  const nodes = buildPathTrie([...places.values()], maxNames);
  if (nodes === null) return null;
  const names = nodes.flatMap((node) =>
    [...node.names]
      // What can only be written with escapes is never found as it stands.
      .filter(([name]) => JSON.stringify(name) === `"${name}"`)
      .map(([name, target]) => ({
        node: node.number,
        text: Buffer.from(`"${name}"`),
        slot: target.path,
        child: target.node?.number ?? null,
      })),
  );
  return {
    program,
    nodeCount: nodes.length,
    names,
    nextSlots,
    questionCount: conditions.reduce((sum, { questions }) => sum + questions.length / 3, 0),
    triggerCount: triggers.reduce((sum, { length }) => sum + length, 0),
    filterCount: conditions.reduce((most, { filter }) => Math.max(most, filter + 1), 0),
  };
}

function isAsked({ existence, presence, isResolved }: ExtractionSlot): boolean {
  return existence >= 0 || presence >= 0 || isResolved;
}
