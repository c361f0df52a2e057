import { Random } from "../../src/datasets/random.ts";
import {
  accepted,
  rejected,
  type ExtractionCondition,
  type ExtractionProgram,
  type ExtractionPlace,
  type ExtractionSlot,
  type ValueResolver,
} from "../../src/kernel/extraction-program.ts";

/** Whole numbers from 0 on, below a bound. */
export type RandomNumbers = (below: number) => number;

/** The same numbers for the same seed. */
export function randomNumbers(seed: number): RandomNumbers {
  const random = new Random(Math.abs(seed));
  return (below) => random.below(below);
}

/** Names that a path is made of: of all lengths around the sixteen bytes that are compared at once, and beyond ASCII. */
export const names = [
  "a",
  "b",
  "c",
  "process",
  "name",
  "code_signature",
  "abcdefghijklmno",
  "a_name_of_more_than_sixteen_bytes",
  "é",
  "",
];

const literals = [
  "abc",
  "powershell",
  "\\\\temp\\\\",
  'cmd.exe"',
  '"c:\\\\',
  "ü-x",
  '\\"quoted\\"',
  "-enc",
  "[{~",
  "0123456789",
];

export interface RandomProgram {
  readonly program: ExtractionProgram;
  readonly resolve: ValueResolver;
}

/** Some slots with all kinds of facts, and some conditions over them. */
export function randomProgram(random: RandomNumbers): RandomProgram {
  const within = random(2) === 0 ? pick(random, names) : null;
  const places: ExtractionPlace[] = [];
  for (let count = 1 + random(10); count > 0; count--) {
    const path = Array.from({ length: 1 + random(4) }, () => pick(random, names)).join(".");
    const place = { path, within: random(2) === 0 ? within : null };
    // A path from outside into what another one is within is nothing for the kernel.
    if (place.within === null && path.startsWith(`${within ?? ""}.`)) continue;
    places.push(place, ...(random(4) === 0 ? [place] : []));
  }
  const factSlots: number[] = [];
  const addFact = (slot: number): number => factSlots.push(slot) - 1;
  const valueFacts: { readonly fact: number; readonly literal: string | null }[][] = [];
  const slots = places.map((place, slot): ExtractionSlot => {
    const existence = random(2) === 0 ? addFact(slot) : -1;
    const presence = random(2) === 0 ? addFact(slot) : -1;
    const isResolved = random(3) > 0;
    const isGated = random(2) === 0;
    const facts = Array.from({ length: isResolved ? 1 + random(3) : 0 }, () => ({
      fact: addFact(slot),
      literal: isGated ? pick(random, literals) : null,
    }));
    valueFacts.push(facts);
    return {
      ...place,
      existence,
      presence,
      isResolved,
      isLazy: random(3) === 0,
      resolvesNull: random(4) === 0,
      gate: isResolved && isGated ? facts.map(({ literal }) => literal ?? "") : null,
    };
  });
  const conditions = Array.from({ length: 1 + random(12) }, () => randomCondition(random, factSlots.length));
  const triggers = factSlots.map((slot, fact) => {
    const { isLazy, existence } = slots[slot] ?? { isLazy: true, existence: -1 };
    return isLazy && fact !== existence ? [] : some(random, conditions.length);
  });
  return {
    program: {
      slots,
      factCount: factSlots.length,
      factSlots,
      conditions,
      triggers,
      always: some(random, conditions.length),
    },
    resolve: (slot, text) =>
      (valueFacts[slot] ?? [])
        .filter(({ fact, literal }) => (literal === null ? (text.length * 31 + fact) % 3 === 0 : holds(text, literal)))
        .map(({ fact }) => fact),
  };
}

/** The value holds the literal, however it is escaped. */
function holds(text: string, literal: string): boolean {
  let plain = text;
  try {
    plain = JSON.stringify(JSON.parse(text));
  } catch {
    // No JSON: as it stands.
  }
  return plain.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).includes(literal);
}

function randomCondition(random: RandomNumbers, factCount: number): ExtractionCondition {
  const count = factCount === 0 ? 0 : random(4);
  const questions: number[] = [];
  const next = (from: number): number => pick(random, [accepted, rejected, ...range(from + 1, count)]);
  for (const question of range(0, count)) questions.push(random(factCount), next(question), next(question));
  return { filter: random(60) === 0 ? -1 : random(6), questions: Int32Array.from(questions) };
}

/** What may be odd about a document. Lines with some of it are handed over, or are no JSON. */
export interface Oddities {
  readonly escapedNames: boolean;
  readonly repeatedNames: boolean;
  readonly isBroken: boolean;
}

/** A document in which the program's paths are likely, in any spelling. */
export function randomLine(random: RandomNumbers, paths: readonly string[], odd: Oddities): Buffer {
  const isSpaced = random(4) === 0;
  const space = (): string => (isSpaced && random(3) === 0 ? pick(random, [" ", "\t", "  ", "\r"]) : "");
  const nameText = (name: string): string => {
    if (odd.escapedNames && random(8) === 0) return JSON.stringify(name).replace(/[a-z]/, escapeUnit);
    return odd.escapedNames && random(20) === 0 ? '"q\\"a"' : JSON.stringify(name);
  };
  const valueText = (rests: readonly string[], depth: number): string => {
    const choice = random(10);
    if (choice < 2 || (rests.length > 0 && choice < 6)) {
      return depth > 12 ? "{}" : objectText(rests, depth + 1);
    }
    if (choice === 6) {
      const items = Array.from({ length: random(4) }, () => space() + valueText(rests, depth + 1) + space());
      return depth > 12 ? "[]" : `[${items.join(",")}${items.length === 0 ? space() : ""}]`;
    }
    return scalarText(random);
  };
  /** `rests` are what is left of the paths that may go on here. */
  const objectText = (rests: readonly string[], depth: number): string => {
    const members: string[] = [];
    const used = new Set<string>();
    for (let count = random(depth === 0 ? 8 : 5); count > 0; count--) {
      const rest = random(4) === 0 ? null : pick(random, [...rests, null]);
      const parts = rest?.split(".") ?? [
        pick(random, [...names, "other", "much_longer_other_name_than_that", `n${random(3000)}`]),
      ];
      const name = parts.slice(0, 1 + random(parts.length)).join(".");
      if (used.has(name) && !odd.repeatedNames) continue;
      used.add(name);
      const inner = rests.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
      members.push(`${space()}${nameText(name)}${space()}:${space()}${valueText(inner, depth)}${space()}`);
    }
    return `{${members.join(",")}${members.length === 0 ? space() : ""}}`;
  };
  const text = Buffer.from(`${space()}${objectText(paths, 0)}${space()}`);
  return odd.isBroken ? broken(random, text) : text;
}

function scalarText(random: RandomNumbers): string {
  const choice = random(12);
  if (choice === 0) return "null";
  if (choice === 1) return pick(random, ["true", "false", "0", "-1.5e+30", "12345678901234567890"]);
  if (choice === 2) return String(random(1_000_000));
  if (choice < 6)
    return JSON.stringify(pick(random, ["x", "svchost.exe", "C:\\Windows\\System32\\cmd.exe", "", "{:}[],"]));
  let text = "";
  for (let count = random(4); count > 0; count--) {
    text += pick(random, [
      "abd ",
      "C:\\",
      '"',
      "\\\\",
      "ü",
      "a".repeat(random(70)),
      String(random(100_000)),
      ": {",
      "\t",
    ]);
    if (random(3) === 0) text += pick(random, literals).replaceAll(/\\(.)/g, "$1").replaceAll('"', "");
  }
  const json = JSON.stringify(random(3) === 0 ? text.toUpperCase() : text);
  return random(5) === 0 ? json.replace(/[a-z](?!\\)/i, escapeUnit) : json;
}

/** As an escape; a character of an escape may not be one itself. */
function escapeUnit(unit: string, at: number, whole: string): string {
  const isEscape = /\\(?:u[0-9a-f]{0,3})?$/i.test(whole.slice(0, at));
  return isEscape ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function broken(random: RandomNumbers, text: Buffer): Buffer {
  if (random(2) === 0) return text.subarray(random(text.length + 1));
  if (random(2) === 0) return text.subarray(0, random(text.length + 1));
  const bytes = Buffer.from(text);
  for (let count = 1 + random(3); count > 0 && bytes.length > 0; count--) {
    bytes[random(bytes.length)] = pick(random, [
      0,
      0x22,
      0x5c,
      0x3a,
      0x7b,
      0x7d,
      0x5b,
      0x5d,
      0x2c,
      0xff,
      0x80,
      random(256),
    ]);
  }
  return Buffer.from(bytes.filter((byte) => byte !== 0x0a));
}

export function pick<Item>(random: RandomNumbers, items: readonly Item[]): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new RangeError("nothing to choose from");
  return item;
}

function some(random: RandomNumbers, below: number): readonly number[] {
  return range(0, below).filter(() => random(4) === 0);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
