import { canonicalText } from "../evaluate/comparison.ts";
import type { FieldValue } from "../evaluate/document.ts";
import { compileStep, type ValueFunction } from "../evaluate/value-steps.ts";
import { compileTable } from "../evaluate/value-table.ts";
import { areDisjoint, covers, Glob } from "../lint/glob.ts";
import { WorkBudget } from "../lint/work-budget.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import type { Source } from "../sources/source.ts";
import { isSameAccessor } from "./accessor-identity.ts";
import {
  anyShape,
  anythingBut,
  anyValues,
  fitting,
  globOfText,
  literalGlob,
  noValues,
  possible,
  type PossibleValues,
  type ValueShape,
} from "./possible-values.ts";
import { stepShapes } from "./step-shapes.ts";

/** What is known of one accessor's values beforehand. */
export interface KnownValues {
  readonly accessor: FieldAccessor;
  readonly values: PossibleValues;
}

/** What one value becomes on its way through a table or step. */
export interface ChangedShape {
  readonly shapes: readonly ValueShape[];
  /** It may become nothing. */
  readonly mayLack: boolean;
  /** Every such value becomes these. */
  readonly certain: readonly FieldValue[];
}

const stepsOfBudget = 100_000;

/** Works out what values accessors of one source can give. */
export class AccessorValues {
  readonly #never: readonly { readonly place: RawPath; readonly globs: readonly Glob[] }[];
  readonly #absent: ReadonlySet<string>;
  readonly #known: KnownValues | null;

  constructor(source: Source, known: KnownValues | null) {
    this.#absent = absentPaths(source);
    this.#never = (source.never ?? []).map(({ place, texts }) => ({ place, globs: texts.map(globOfText) }));
    this.#known = known;
  }

  of(accessor: FieldAccessor): PossibleValues {
    if (this.#known !== null && isSameAccessor(accessor, this.#known.accessor)) return this.#known.values;
    switch (accessor.kind) {
      case "paths":
        return unite(accessor.paths.map((path) => this.#ofPlace(path)));
      case "all":
        return unite(accessor.of.map((part) => this.of(part)));
      case "first":
        return firstOf(accessor.of.map((part) => this.of(part)));
      case "constant": {
        const constant = { mayLack: false, shapes: [exact(accessor.value)], certain: [accessor.value] };
        return accessor.when === null ? constant : guarded(constant, this.of(accessor.when));
      }
      case "guarded":
        return guarded(this.of(accessor.of), this.of(accessor.when));
      case "table":
        return changeEach(this.of(accessor.of), compileTable(accessor), (shape) => tableShapes(accessor, shape));
      case "join":
        return joined(
          accessor.parts.map((part) => this.of(part)),
          accessor.separator,
        );
      case "step":
        return changeEach(this.of(accessor.of), compileStep(accessor.step), (shape) =>
          stepShapes(accessor.step, shape),
        );
    }
  }

  #ofPlace({ path, within }: RawPath): PossibleValues {
    if (this.#absent.has(`${within} ${path}`)) return noValues;
    const never = this.#never
      .filter(({ place }) => place.path === path && place.within === within)
      .flatMap(({ globs }) => globs);
    return never.length === 0 ? anyValues : possible(true, [anythingBut(never)]);
  }
}

/** Places that are empty wherever the source is recognised: it is asked of the whole document, which may be the event. */
function absentPaths({ detect, envelope }: Source): ReadonlySet<string> {
  const [first = [], ...others] = detect.map((tests) => tests.filter(({ kind }) => kind === "absent"));
  const paths = first
    .map(({ path }) => path)
    .filter((path) => others.every((tests) => tests.some((test) => test.path === path)));
  const within = envelope.unwrap === null ? ["envelope", "event"] : ["envelope"];
  return new Set(paths.flatMap((path) => within.map((part) => `${part} ${path}`)));
}

function exact(value: FieldValue): ValueShape {
  return { kind: "exact", value };
}

function unite(parts: readonly PossibleValues[]): PossibleValues {
  const [only] = parts;
  if (only === undefined) return noValues;
  if (parts.length === 1) return only;
  return possible(
    parts.every(({ mayLack }) => mayLack),
    parts.flatMap(({ shapes }) => shapes),
    parts.flatMap(({ certain }) => certain),
  );
}

/** Parts after one that always has a value are never asked. */
function firstOf(parts: readonly PossibleValues[]): PossibleValues {
  const last = parts.findIndex(({ mayLack }) => !mayLack);
  const asked = (last < 0 ? parts : parts.slice(0, last + 1)).filter(({ shapes }) => shapes.length > 0);
  const [first] = asked;
  if (first === undefined) return noValues;
  if (asked.length === 1) return first;
  return possible(
    last < 0,
    asked.flatMap(({ shapes }) => shapes),
    first.certain.filter((value) => asked.every(({ certain }) => certain.includes(value))),
  );
}

function guarded(values: PossibleValues, when: PossibleValues): PossibleValues {
  if (when.shapes.length === 0) return noValues;
  return when.mayLack ? possible(true, values.shapes) : values;
}

/** An exact value is run through the function itself. */
function changeEach(
  values: PossibleValues,
  change: ValueFunction,
  changeShape: (shape: ValueShape) => ChangedShape,
): PossibleValues {
  const changed = values.shapes.map((shape): ChangedShape => {
    if (shape.kind !== "exact") return changeShape(shape);
    const results = change(shape.value);
    return { shapes: results.map(exact), mayLack: results.length === 0, certain: results };
  });
  const [only] = changed;
  return possible(
    values.mayLack || changed.some(({ mayLack }) => mayLack),
    changed.flatMap(({ shapes }) => shapes),
    only !== undefined && changed.length === 1 ? only.certain : values.certain.flatMap(change),
  );
}

/** The rows that a value of this shape may meet, up to the first that it certainly does. */
function tableShapes(table: FieldAccessor & { readonly kind: "table" }, shape: ValueShape): ChangedShape {
  const { rows, ignoreCase, otherwise } = table;
  const budget = new WorkBudget(stepsOfBudget);
  const shapes: ValueShape[] = [];
  let mayLack = false;
  for (const { raw, values } of rows) {
    const glob = rowGlob(raw);
    const meets = shape.kind === "fitting" ? mayMeet(shape, glob, budget) : raw.includes("*") || isNumeric(raw);
    if (!meets) continue;
    shapes.push(...values.map(exact));
    mayLack ||= values.length === 0;
    const isCertain =
      shape.kind === "fitting" && (ignoreCase || !/[a-z]/i.test(raw)) && covers(glob, shape.glob, budget);
    if (isCertain) return { shapes, mayLack, certain: shapes.length === values.length ? values : [] };
  }
  if (otherwise === "nothing") return { shapes, mayLack: true, certain: [] };
  return { shapes: [...shapes, shape], mayLack, certain: [] };
}

/** In a row only `*` is a wildcard. */
function rowGlob(raw: string): Glob {
  if (!raw.includes("*")) return literalGlob(raw);
  return new Glob(
    raw
      .split("*")
      .flatMap((literal, index) => [...(index === 0 ? [] : globOfText("*").symbols), ...literalGlob(literal).symbols]),
  );
}

/** Unless it is certain that no value of the shape fits the glob. */
export function mayMeet(shape: ValueShape & { readonly kind: "fitting" }, glob: Glob, budget: WorkBudget): boolean {
  return !areDisjoint(shape.glob, glob, budget) && !shape.never.some((never) => covers(never, glob, budget));
}

function isNumeric(text: string): boolean {
  return /^[-+.0-9e]+$/i.test(text);
}

/** More ways to join than this are taken for any text. */
const maxJoins = 16;

/** Parts that an event may lack double the ways in which they are joined. */
function joined(parts: readonly PossibleValues[], separator: string): PossibleValues {
  const present = parts.filter(({ shapes }) => shapes.length > 0);
  if (present.length === 0) return noValues;
  const mayLack = present.every((part) => part.mayLack);
  let ways: readonly (readonly number[])[] = [[]];
  for (const part of present) {
    const [shape] = part.shapes;
    const symbols = part.shapes.length === 1 && shape !== undefined ? symbolsOf(shape) : globOfText("*").symbols;
    ways = ways.flatMap((way) => {
      const extended = [...way, ...(way.length === 0 ? [] : literalGlob(separator).symbols), ...symbols];
      return part.mayLack ? [way, extended] : [extended];
    });
    if (ways.length > maxJoins) return possible(mayLack, [anyShape]);
  }
  const anyRun = globOfText("*").symbols.join();
  return possible(
    mayLack,
    ways.filter((way) => way.length > 0).map((way) => (way.join() === anyRun ? anyShape : fitting(new Glob(way)))),
  );
}

function symbolsOf(shape: ValueShape): readonly number[] {
  switch (shape.kind) {
    case "exact":
      return literalGlob(canonicalText(shape.value) ?? "").symbols;
    case "fitting":
      return shape.glob.symbols;
    case "number":
      return globOfText("*").symbols;
  }
}
