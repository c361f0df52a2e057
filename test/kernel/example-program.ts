import {
  accepted,
  rejected,
  type ExtractionProgram,
  type ExtractionSlot,
} from "../../src/kernel/extraction-program.ts";

/** A slot whose values are resolved at once, if at all. */
function slot(path: string, existence: number, presence: number, isResolved: boolean): ExtractionSlot {
  return { path, within: null, existence, presence, isResolved, isLazy: false, resolvesNull: false, gate: null };
}

/** Fact 0: `a.b` exists; 1: it has a scalar; 2: it has "x"; 3: `c` exists. One condition for each, with the fact's number as its filter. */
export const exampleProgram: ExtractionProgram = {
  slots: [slot("a.b", 0, 1, true), slot("c", 3, -1, false)],
  factCount: 4,
  factSlots: [0, 0, 0, 1],
  conditions: [0, 1, 2, 3].map((fact) => ({ filter: fact, questions: Int32Array.of(fact, accepted, rejected) })),
  triggers: [[0], [1], [2], [3]],
  always: [],
};
