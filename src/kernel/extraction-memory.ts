import * as layout from "./assembly/extraction/layout.ts";
import type { ExtractionParts } from "./extraction-parts.ts";
import { GateWriter } from "./literal-gate.ts";

const pageBytes = 64 << 10;
/** What values and their facts may take before they are forgotten. */
export const memoArenaBytes = 2 << 20;
/** Candidates are handed to the loader once they fill so much. */
export const outputBytes = 64 << 10;
const pointerBytes = 4;
/** Texts are compared sixteen bytes at a time. */
const textPadding = 16;

/** Where everything lies in the kernel's memory, as addresses. */
export type ExtractionAddresses = ReturnType<typeof placeProgram>;

/** Gives out memory from the bottom. */
class Ground {
  end = layout.fixedBytes;

  take(bytes: number): number {
    const start = this.end;
    this.end = (start + bytes + 63) & ~63;
    return start;
  }
}

/** Lays out the memory for a program: what the walk touches for each line comes first, close together. */
export function placeProgram({ program, nodeCount, names, ...counts }: ExtractionParts, chunkBytes: number) {
  const ground = new Ground();
  // One more is read than there is.
  const bitmapBlocks = Math.ceil((chunkBytes + 1) / 64) + 1;
  const pointers = (count: number): number => ground.take(count * pointerBytes);
  return {
    nodes: ground.take(nodeCount * layout.keyBytes),
    wantedKeys: ground.take(names.length * layout.keyBytes),
    slots: ground.take(program.slots.length * layout.slotBytes),
    stamps: pointers(program.factCount + 1),
    frames: ground.take((nodeCount + 1) * layout.frameBytes),
    pending: ground.take(layout.maxPending * layout.pendingBytes),
    asked: pointers(program.conditions.length),
    texts: ground.take(names.reduce((bytes, { text }) => bytes + text.length + textPadding, textPadding)),
    keyTable: pointers(layout.keyBuckets),
    learnedKeys: ground.take(layout.maxLearnedKeys * layout.keyBytes),
    learnedNames: ground.take(layout.maxLearnedKeys * layout.learnedNameBytes + textPadding),
    gates: program.slots.map(({ gate }) => (gate === null ? 0 : ground.take(GateWriter.sizeOf(gate) + textPadding))),
    triggerStarts: pointers(program.factCount + 2),
    triggers: pointers(counts.triggerCount),
    conditions: ground.take(program.conditions.length * layout.conditionBytes),
    questions: ground.take(counts.questionCount * layout.questionBytes),
    always: pointers(program.always.length),
    filterStamps: pointers(counts.filterCount),
    output: ground.take(outputBytes + layout.outputHead + counts.filterCount * pointerBytes),
    resolvedFacts: pointers(program.factCount),
    memoTable: ground.take(layout.memoBuckets * layout.memoEntryBytes),
    memoArena: ground.take(memoArenaBytes),
    bitmaps: ground.take(bitmapBlocks * layout.bitmapBytes),
    structurals: pointers(chunkBytes + 1 + layout.structuralSlack),
    chunk: ground.take(chunkBytes + 2 * layout.chunkPadding) + layout.chunkPadding,
    /** For blocks that lie elsewhere. */
    copies: ground.take(chunkBytes + 2 * layout.chunkPadding) + layout.chunkPadding,
    pages: Math.ceil(ground.end / pageBytes),
  };
}
