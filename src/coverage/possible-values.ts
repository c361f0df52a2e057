import { canonicalText } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import { type Glob, globOf } from "../lint/glob.ts";
import { foldAscii } from "../match/case-folding.ts";
import { wildcardPattern } from "../plan/pattern.ts";

/** What a value may be. */
export type ValueShape =
  | { readonly kind: "exact"; readonly value: FieldValue }
  /** Any value whose canonical text fits, ASCII case aside. */
  | {
      readonly kind: "fitting";
      /** Folded, as are those of `never`. */
      readonly glob: Glob;
      /** Its text fits none of these. */
      readonly never: readonly Glob[];
      /** There is no `A` to `Z` in it. */
      readonly isLowered: boolean;
    }
  /** Any number, also one written as a text. */
  | { readonly kind: "number" };

/**
 * The values that a field can have in events of a source: never too few, so that what can't be here can't be there. Events may
 * have several of them.
 */
export interface PossibleValues {
  /** Some event may have none. */
  readonly mayLack: boolean;
  /** Each value has one of these shapes. None: the field never has a value. */
  readonly shapes: readonly ValueShape[];
  /** Values that every event has. */
  readonly certain: readonly FieldValue[];
}

/** More shapes than this are taken for any value at all. */
const maxShapes = 256;

/** A folded glob with EQL's wildcards. */
export function globOfText(text: string): Glob {
  return globOf(wildcardPattern(text).tokens, foldAscii);
}

/** Of a text as it is. */
export function literalGlob(text: string): Glob {
  return globOf(text === "" ? [] : [{ kind: "literal", text }], foldAscii);
}

const anyGlob = globOfText("*");

/** Whatever there is. */
export const anyShape: ValueShape = { kind: "fitting", glob: anyGlob, never: [], isLowered: false };

/** Anything or nothing: what a place in a raw event holds. */
export const anyValues: PossibleValues = { mayLack: true, shapes: [anyShape], certain: [] };

/** Nothing, ever. */
export const noValues: PossibleValues = { mayLack: true, shapes: [], certain: [] };

/** Values whose text fits the glob and none of `never`. */
export function fitting(glob: Glob, never: readonly Glob[] = []): ValueShape {
  return glob === anyGlob && never.length === 0 ? anyShape : { kind: "fitting", glob, never, isLowered: false };
}

/** A text that may have wildcards as one shape. */
export function fittingText(text: string): ValueShape {
  return { kind: "fitting", glob: globOfText(text), never: [], isLowered: false };
}

/** Anything but what fits one of these. */
export function anythingBut(never: readonly Glob[]): ValueShape {
  return fitting(anyGlob, never);
}

/** Each shape once; where one of them is anything, or there are too many, only that. */
export function possible(
  mayLack: boolean,
  shapes: readonly ValueShape[],
  certain: readonly FieldValue[] = [],
): PossibleValues {
  if (shapes.length === 0) return noValues;
  if (shapes.includes(anyShape) || shapes.length > maxShapes) {
    return mayLack && certain.length === 0 ? anyValues : { mayLack, shapes: [anyShape], certain };
  }
  const seen = new Set<string>();
  const distinct = shapes.filter((shape) => {
    if (shape.kind !== "exact") return true;
    const key = `${typeof shape.value} ${canonicalText(shape.value) ?? ""}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return { mayLack, shapes: distinct, certain: mayLack ? [] : certain };
}

const listed = new WeakMap<PossibleValues, readonly string[] | null>();

/** The values as texts, each once, if there are only so many; `null` if there may be others. */
export function listedTexts(values: PossibleValues): readonly string[] | null {
  const known = listed.get(values);
  if (known !== undefined) return known;
  const texts = values.shapes.map((shape) => (shape.kind === "exact" ? canonicalText(shape.value) : null));
  const found = texts.every((text) => text !== null) ? [...new Set(texts)] : null;
  listed.set(values, found);
  return found;
}
