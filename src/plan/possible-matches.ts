import type { FieldAccessor } from "../sources/accessor.ts";
import { isSettled } from "./field-literals.ts";
import type { HuntPlan, Program } from "./plan.ts";
import type { Predicate } from "./predicate.ts";
import { anyValue, type WantedText, wantedText } from "./wanted-text.ts";

/**
 * Says which filters no event of a source can match, since the source never writes what they want: a category that no row of
 * its table gives, another product than its own. It may take too much for possible, never too little. Most accessors read
 * values that may be anything; so this is far less work than to say what such events hold.
 */
export class PossibleMatches {
  readonly #plan: HuntPlan;
  /** By predicate: what its value is like. */
  readonly #wanted: (WantedText | null | undefined)[] = [];
  /** By predicate, then accessor, of those that it depends on. */
  readonly #known: Map<FieldAccessor, boolean>[] = [];

  constructor(plan: HuntPlan) {
    this.#plan = plan;
  }

  /** Whether an event of the source may match the filter; both are numbers of the plan. */
  has(filter: number, source: number): boolean {
    const program = this.#plan.filters[filter]?.program;
    return program !== undefined && this.#mayHold(program, source);
  }

  #mayHold(program: Program, source: number): boolean {
    switch (program.kind) {
      case "constant":
        return program.value === true;
      case "predicate":
        return this.#predicateMayHold(program.predicate, source);
      case "not":
        return this.#mayFail(program.operand, source);
      case "and":
        return program.operands.every((operand) => this.#mayHold(operand, source));
      case "or":
        return program.operands.some((operand) => this.#mayHold(operand, source));
    }
  }

  #mayFail(program: Program, source: number): boolean {
    switch (program.kind) {
      case "constant":
        return program.value === false;
      case "predicate":
        return this.#predicateMayFail(program.predicate, source);
      case "not":
        return this.#mayHold(program.operand, source);
      case "and":
        return program.operands.some((operand) => this.#mayFail(operand, source));
      case "or":
        return program.operands.every((operand) => this.#mayFail(operand, source));
    }
  }

  #predicateMayHold(number: number, source: number): boolean {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined || predicate.kind === "computed" || predicate.kind === "absent") return true;
    if (wantsNothing(predicate)) return false;
    const accessor = this.#accessorOf(predicate, source);
    if (accessor === undefined || !givesCertainValues(accessor)) return true;
    const known = (this.#known[number] ??= new Map<FieldAccessor, boolean>());
    let mayHold = known.get(accessor);
    if (mayHold === undefined) {
      const wanted = this.#wantedBy(number, predicate);
      known.set(accessor, (mayHold = wanted === null || mayGive(accessor, wanted)));
    }
    return mayHold;
  }

  #predicateMayFail(number: number, source: number): boolean {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined || predicate.kind === "computed") return true;
    const accessor = this.#accessorOf(predicate, source);
    if (accessor === undefined || !givesCertainValues(accessor)) return true;
    if (predicate.kind === "absent") return mayGive(accessor, anyValue);
    const wanted = this.#wantedBy(number, predicate);
    return wanted === null || !isSettled(accessor, wanted);
  }

  #accessorOf({ field }: Exclude<Predicate, { kind: "computed" }>, source: number): FieldAccessor | undefined {
    return this.#plan.fields[field]?.accessors[source];
  }

  #wantedBy(number: number, predicate: Predicate): WantedText | null {
    const known = this.#wanted[number];
    if (known !== undefined) return known;
    const wanted = wantedText(predicate);
    this.#wanted[number] = wanted;
    return wanted;
  }
}

/** An empty list: no value is in it. */
function wantsNothing(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case "patterns":
      return predicate.list.patterns.length === 0;
    case "equals":
      return predicate.constants.length === 0;
    case "regexes":
      return predicate.patterns.length === 0;
    default:
      return false;
  }
}

const certain = new WeakMap<FieldAccessor, boolean>();

/** Whether some of its values are known beforehand: those of constants and tables, and that there are none. */
function givesCertainValues(accessor: FieldAccessor): boolean {
  let known = certain.get(accessor);
  if (known === undefined) certain.set(accessor, (known = findCertainValues(accessor)));
  return known;
}

function findCertainValues(accessor: FieldAccessor): boolean {
  switch (accessor.kind) {
    case "paths":
      return accessor.paths.length === 0;
    case "first":
    case "all":
      return accessor.of.every(givesCertainValues);
    case "constant":
    case "table":
      return true;
    case "guarded":
      return givesCertainValues(accessor.of) || givesCertainValues(accessor.when);
    case "join":
      return accessor.parts.every(givesCertainValues);
    case "step":
      return givesCertainValues(accessor.of);
  }
}

/** Whether it may give a value of the wanted text. */
function mayGive(accessor: FieldAccessor, wanted: WantedText): boolean {
  if (wanted.patterns.length === 0) return false;
  switch (accessor.kind) {
    case "paths":
      return accessor.paths.length > 0;
    case "first":
    case "all":
      return accessor.of.some((part) => mayGive(part, wanted));
    case "constant": {
      const { value, when } = accessor;
      // A number has more than one text.
      const isWanted = typeof value === "number" || wanted.mayBe(String(value));
      return isWanted && (when === null || mayGive(when, anyValue));
    }
    case "guarded":
      return mayGive(accessor.of, wanted) && mayGive(accessor.when, anyValue);
    case "table":
      return mayGive(accessor.of, wanted.beforeTable(accessor));
    case "join":
      return accessor.parts.some((part) => mayGive(part, anyValue));
    case "step":
      return mayGive(accessor.of, wanted.beforeStep(accessor.step));
  }
}
