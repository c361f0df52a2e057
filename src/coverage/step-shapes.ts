import { areDisjoint, covers, Glob } from "../lint/glob.ts";
import { WorkBudget } from "../lint/work-budget.ts";
import type { ValueStep } from "../sources/accessor.ts";
import type { ChangedShape } from "./accessor-values.ts";
import { anyShape, fittingText, globOfText, literalGlob, type ValueShape } from "./possible-values.ts";

type Fitting = ValueShape & { readonly kind: "fitting" };

const stepsOfBudget = 100_000;

/** What a step can make of values of a shape that are not known one by one. */
export function stepShapes(step: ValueStep, shape: ValueShape): ChangedShape {
  if (shape.kind === "number") return numberShapes(step);
  return shape.kind === "fitting" ? fittingShapes(step, shape) : becomes([anyShape], true);
}

function fittingShapes(step: ValueStep, shape: Fitting): ChangedShape {
  switch (step.kind) {
    case "last":
    case "head":
      return becomes([part(shape, [step.separator])], false);
    case "split":
      return becomes([part(shape, [step.separator])], true);
    case "initial":
      return becomes([part(shape, [])], true);
    case "extension":
      return becomes([part(shape, [".", "\\", "/"])], true);
    case "unbrace":
      return becomes([part(shape, [])], false);
    case "keep":
      return areDisjoint(shape.glob, prefixGlob(step.prefix), budget())
        ? becomes([], true)
        : becomes([part(shape, [])], true);
    case "drop":
      return becomes([{ ...shape, never: [...shape.never, ...step.texts.map(literalGlob)] }], true);
    case "prefix": {
      const met = step.replacements.filter(({ from }) => !areDisjoint(shape.glob, prefixGlob(from), budget()));
      const others: Fitting = { ...shape, never: [...shape.never, ...met.map(({ from }) => prefixGlob(from))] };
      const isLeft = !met.some(({ from }) => covers(prefixGlob(from), shape.glob, budget()));
      const replaced = met.map(({ to }) => beginningWith(to));
      return becomes([...replaced, ...(isLeft ? [others] : [])], false);
    }
    case "lower":
      return becomes([{ ...anythingFitting(), isLowered: true }], false);
    case "number":
      return becomes([{ kind: "number" }], true);
    case "registry-spellings":
      return becomes([shape, ...hives.map((hive) => fittingText(`${hive}*`))], false);
    default:
      return becomes([anyShape], true);
  }
}

/** Of a number most steps make a text. */
function numberShapes(step: ValueStep): ChangedShape {
  const isKept = step.kind === "number" || step.kind === "drop" || step.kind === "lower";
  return becomes([isKept ? { kind: "number" } : anyShape], true);
}

/** The hives that a registry path in canonical spelling begins with. */
const hives: readonly string[] = ["HKLM", "HKU", "HKCR", "HKCU", "HKCC"];

function becomes(shapes: readonly ValueShape[], mayLack: boolean): ChangedShape {
  return { shapes, mayLack, certain: [] };
}

function budget(): WorkBudget {
  return new WorkBudget(stepsOfBudget);
}

/** A part of a text, without these: what the whole has nowhere the part hasn't either. */
function part(shape: Fitting, without: readonly string[]): ValueShape {
  const never = [...shape.never.filter(isAnywhere), ...without.map(anywhereGlob)];
  return never.length === 0 && !shape.isLowered
    ? anyShape
    : { ...anythingFitting(), never, isLowered: shape.isLowered };
}

function anythingFitting(): Fitting {
  return { kind: "fitting", glob: globOfText("*"), never: [], isLowered: false };
}

/** Whether a glob begins and ends with a run, so that it fits a text if it fits a part of it. */
function isAnywhere({ parts }: Glob): boolean {
  return parts.length > 1 && parts[0]?.symbols.length === 0 && parts.at(-1)?.symbols.length === 0;
}

function anywhereGlob(text: string): Glob {
  return withRuns(text, true);
}

function prefixGlob(text: string): Glob {
  return withRuns(text, false);
}

function beginningWith(text: string): ValueShape {
  return text === "" ? anyShape : { kind: "fitting", glob: prefixGlob(text), never: [], isLowered: false };
}

/** The text as it is, whatever is in it, and runs around it. */
function withRuns(text: string, before: boolean): Glob {
  const run = globOfText("*");
  const { symbols } = literalGlob(text);
  return new Glob([...(before ? run.symbols : []), ...symbols, ...run.symbols]);
}
