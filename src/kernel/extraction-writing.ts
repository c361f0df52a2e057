import * as layout from "./assembly/extraction/layout.ts";
import type { ExtractionAddresses } from "./extraction-memory.ts";
import type { ExtractionParts } from "./extraction-parts.ts";
import { accepted, rejected, type ExtractionSlot } from "./extraction-program.ts";
import { GateWriter } from "./literal-gate.ts";

/** Writes a program into the kernel's memory, where all but the chunk is made anew. `sample`: some of the input, or nothing. */
export function writeProgram(
  parts: ExtractionParts,
  at: ExtractionAddresses,
  memory: Buffer,
  sample: Uint8Array,
): void {
  memory.fill(0, 0, at.memoTable);
  writeConstants(memory);
  writeNames(parts, at, memory);
  writeSlots(parts, at, memory, sample);
  writeConditions(parts, at, memory);
  writeTriggers(parts, at, memory);
}

function writeConstants(memory: Buffer): void {
  for (let count = 0; count <= 16; count++) {
    memory.fill(0xff, layout.prefixMasks + 16 * count, layout.prefixMasks + 17 * count);
  }
  // No name: before its end there would be a newline.
  memory.fill(0xff, layout.noKey + layout.keyTail, layout.noKey + layout.keyTail + 32);
  memory.writeUInt8(0x0a, layout.noKey + layout.keyTail + 15);
  memory.writeUInt32LE(layout.noKey, layout.noKey + layout.keyFollower);
  memory.writeUInt32LE(layout.noKey, layout.noKey + layout.keyOtherFollower);
}

function writeNames({ names }: ExtractionParts, at: ExtractionAddresses, memory: Buffer): void {
  const nodeAddress = (node: number): number => at.nodes + node * layout.keyBytes;
  let key = at.wantedKeys;
  let text = at.texts + 16;
  for (const name of names) {
    memory.writeUInt32LE(name.text.copy(memory, text), key + layout.keyLength);
    memory.writeUInt32LE(text, key + layout.keyText);
    memory.writeUInt32LE(nodeAddress(name.node), key + layout.keyNode);
    if (name.child !== null) memory.writeUInt32LE(nodeAddress(name.child), key + layout.keyChild);
    if (name.slot !== null) memory.writeUInt32LE(at.slots + name.slot * layout.slotBytes, key + layout.keySlot);
    text += name.text.length + 16;
    key += layout.keyBytes;
  }
}

function writeSlots(
  { program, nextSlots }: ExtractionParts,
  at: ExtractionAddresses,
  memory: Buffer,
  sample: Uint8Array,
): void {
  // Nobody asks for the fact after the last one.
  const numberOf = (fact: number): number => (fact < 0 ? program.factCount : fact);
  const gates = new GateWriter(
    program.slots.flatMap(({ gate }) => (gate === null ? [] : [gate])),
    sample,
  );
  for (const [number, slot] of program.slots.entries()) {
    const address = at.slots + number * layout.slotBytes;
    memory.writeUInt32LE(numberOf(slot.existence), address + layout.slotExistence);
    memory.writeUInt32LE(numberOf(slot.presence), address + layout.slotPresence);
    memory.writeUInt32LE(flagsOf(slot), address + layout.slotFlags);
    memory.writeUInt32LE(number, address + layout.slotNumber);
    const next = nextSlots.get(number);
    if (next !== undefined) memory.writeUInt32LE(at.slots + next * layout.slotBytes, address + layout.slotNext);
    const gate = at.gates[number];
    if (slot.gate === null || gate === undefined) continue;
    memory.writeUInt32LE(gate, address + layout.slotGate);
    gates.write(slot.gate, memory, gate);
  }
}

function flagsOf({ existence, presence, isResolved, isLazy, resolvesNull }: ExtractionSlot): number {
  return (
    (existence >= 0 || presence >= 0 ? layout.flagHeld : 0) |
    (isResolved ? layout.flagResolved : 0) |
    (isLazy ? layout.flagLazy : 0) |
    (resolvesNull ? layout.flagNull : 0)
  );
}

function writeConditions({ program }: ExtractionParts, at: ExtractionAddresses, memory: Buffer): void {
  let question = at.questions;
  for (const [number, { filter, questions }] of program.conditions.entries()) {
    const first = question;
    const addressOf = (next: number): number => {
      if (next === accepted) return layout.questionAccepted;
      return next === rejected ? layout.questionRejected : first + next * layout.questionBytes;
    };
    const address = at.conditions + number * layout.conditionBytes;
    memory.writeInt32LE(filter, address + layout.conditionFilter);
    memory.writeUInt32LE(questions.length === 0 ? layout.questionAccepted : first, address + layout.conditionQuestion);
    for (let index = 0; index < questions.length; index += 3) {
      const [fact = 0, yes = rejected, no = rejected] = questions.subarray(index, index + 3);
      const slot = program.factSlots[fact] ?? 0;
      const isLazy = program.slots[slot]?.isLazy === true;
      memory.writeUInt32LE(isLazy ? fact | layout.lazyFact : fact, question + layout.questionFact);
      memory.writeUInt32LE(addressOf(yes), question + layout.questionYes);
      memory.writeUInt32LE(addressOf(no), question + layout.questionNo);
      memory.writeUInt32LE(at.slots + slot * layout.slotBytes, question + layout.questionSlot);
      question += layout.questionBytes;
    }
  }
}

function writeTriggers({ program }: ExtractionParts, at: ExtractionAddresses, memory: Buffer): void {
  const always = new Set(program.always);
  for (const [index, condition] of [...always].entries()) {
    memory.writeUInt32LE(at.conditions + condition * layout.conditionBytes, at.always + 4 * index);
  }
  let count = 0;
  for (let fact = 0; fact <= program.factCount; fact++) {
    memory.writeUInt32LE(count, at.triggerStarts + 4 * fact);
    for (const condition of program.triggers[fact] ?? []) {
      if (always.has(condition)) continue;
      memory.writeUInt32LE(at.conditions + condition * layout.conditionBytes, at.triggers + 4 * count++);
    }
  }
  memory.writeUInt32LE(count, at.triggerStarts + 4 * (program.factCount + 1));
}
