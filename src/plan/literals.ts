import type { DocumentTest, Source } from "../sources/source.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import { fieldLiterals, isSettled, type ValuePlace } from "./field-literals.ts";
import { type Certainty, type LiteralSet, noDocument, rarer, rarest, union, withoutImplied } from "./literal-set.ts";
import { globTokens } from "./pattern-remainder.ts";
import type { HuntPlan, PlannedField, Program } from "./plan.ts";
import { memberLiterals, type Writing } from "./raw-bytes.ts";
import { anyValue, WantedText, wantedText } from "./wanted-text.ts";

/** Every event of a source has what it is recognised by, so only lines of other sources do without. */
const recognitionShare = 0.9;

const ofPlans = new WeakMap<HuntPlan, MandatoryLiterals>();

/**
 * A plan's literals. They follow from the rest of it and are worked out when they are asked for: those of a thousand rules take
 * as long as parsing the rules.
 */
export function mandatoryLiterals(plan: HuntPlan): MandatoryLiterals {
  let literals = ofPlans.get(plan);
  if (literals === undefined) ofPlans.set(plan, (literals = new MandatoryLiterals(plan)));
  return literals;
}

/**
 * Finds what the raw bytes of every line must hold that a filter matches, as a document of one source. It goes from the values
 * that a predicate wants back to what the source writes for them; from that to the names of the members they are in; and, for
 * all of the source's documents, to what they are recognised by.
 *
 * A positive conjunct is enough, so the rarest is taken; every branch of an `or` must have its own; what stands under `not`
 * gives nothing. An event that is a text within its document is escaped twice, so its literals have no quotes, and each letter
 * of them may also be an escape within an escape (`\\u0050`), which the literal kernel knows. Where that text is XML only what stands
 * around it is certain.
 */
class MandatoryLiterals {
  readonly #plan: HuntPlan;
  /** By source: what its documents hold. */
  readonly #recognition: readonly Certainty[];
  /** By source, then predicate. */
  readonly #known: readonly (Certainty | undefined)[][];
  /** By predicate: what places need, for sources have many in common. */
  readonly #places: Map<FieldAccessor, Map<Writing, Certainty>>[] = [];
  /** By predicate: what its value is like. */
  readonly #wanted: (WantedText | null | undefined)[] = [];
  readonly #texts = new WeakMap<LiteralSet, readonly string[]>();

  constructor(plan: HuntPlan) {
    this.#plan = plan;
    this.#recognition = plan.sources.map(recognitionLiterals);
    this.#known = plan.sources.map(() => []);
  }

  /**
   * One of these must stand in every line of the source that the filter matches, in any ASCII case, each character of it as it
   * stands or as `\u00XX`; where the event is a JSON text within its document, also as an escape in that text (`\\u00XX`),
   * whose characters may be escapes again. `null`: nothing is certain, every line is a candidate. `[]`: no line can match.
   *
   * @param filter its number in the plan
   * @param source the number of the source in the plan
   */
  of(filter: number, source: number): readonly string[] | null {
    const program = this.#plan.filters[filter]?.program;
    if (program === undefined) return null;
    const set = rarer(this.#positive(program, source), this.#recognition[source] ?? null);
    if (set === null) return null;
    let texts = this.#texts.get(set);
    if (texts === undefined) this.#texts.set(set, (texts = withoutImplied(set.texts)));
    return texts;
  }

  #positive(program: Program, source: number): Certainty {
    switch (program.kind) {
      case "constant":
        return program.value === true ? null : noDocument;
      case "predicate":
        return this.#predicate(program.predicate, source);
      case "not":
        return this.#negated(program.operand, source);
      case "and":
        return rarest(program.operands, (operand) => this.#positive(operand, source));
      case "or":
        return union(program.operands.map((operand) => this.#positive(operand, source)));
    }
  }

  /** Under `not`: De Morgan, down to leaves, which give little, and double negations, which do. */
  #negated(program: Program, source: number): Certainty {
    switch (program.kind) {
      case "constant":
        return program.value === false ? null : noDocument;
      case "predicate":
        return this.#negatedPredicate(program.predicate, source);
      case "not":
        return this.#positive(program.operand, source);
      case "and":
        return union(program.operands.map((operand) => this.#negated(operand, source)));
      case "or":
        return rarest(program.operands, (operand) => this.#negated(operand, source));
    }
  }

  #predicate(number: number, source: number): Certainty {
    const known = this.#known[source]?.[number];
    if (known !== undefined) return known;
    const set = this.#predicateLiterals(number, source);
    const list = this.#known[source];
    if (list !== undefined) list[number] = set;
    return set;
  }

  #predicateLiterals(number: number, source: number): Certainty {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined || predicate.kind === "computed") return null;
    const wanted = (this.#wanted[number] ??= wantedText(predicate));
    if (wanted === null) return null;
    const field = this.#plan.fields[predicate.field];
    const accessor = field?.accessors[source];
    if (accessor === undefined) return null;
    const place = this.#place(field, source);
    const ofPredicate = (this.#places[number] ??= new Map<FieldAccessor, Map<Writing, Certainty>>());
    let ofPlace = ofPredicate.get(accessor);
    if (ofPlace === undefined) ofPredicate.set(accessor, (ofPlace = new Map<Writing, Certainty>()));
    let set = ofPlace.get(place.writing);
    if (set === undefined) ofPlace.set(place.writing, (set = fieldLiterals(accessor, wanted, place)));
    return set;
  }

  /** That a field isn't absent needs a value; that a constant isn't what it is holds for none. */
  #negatedPredicate(number: number, source: number): Certainty {
    const predicate = this.#plan.predicates[number];
    if (predicate === undefined || predicate.kind === "computed") return null;
    const field = this.#plan.fields[predicate.field];
    const accessor = field?.accessors[source];
    if (accessor === undefined) return null;
    if (predicate.kind === "absent") return fieldLiterals(accessor, anyValue, this.#place(field, source));
    const wanted = (this.#wanted[number] ??= wantedText(predicate));
    return wanted !== null && isSettled(accessor, wanted) ? noDocument : null;
  }

  #place(field: PlannedField | undefined, source: number): ValuePlace {
    return {
      writing: this.#plan.sources[source]?.envelope.decode ?? "plain",
      isNullable: field?.nullValue !== undefined,
    };
  }
}

/** What every document holds that is recognised as the source's, around the event and in it. */
function recognitionLiterals({ detect }: Source): Certainty {
  if (detect.length === 0) return null;
  const set = union(detect.map((tests) => rarest(tests, testLiterals)));
  return set === null ? null : { ...set, share: recognitionShare };
}

function testLiterals(test: DocumentTest): Certainty {
  const path: RawPath = { path: test.path, within: "envelope" };
  switch (test.kind) {
    case "absent":
      return null;
    case "exists":
      return memberLiterals(path, "plain");
    case "value": {
      const wanted = new WantedText(test.texts.map(globTokens), { onlyStrings: false, isExact: false });
      return fieldLiterals({ kind: "paths", paths: [path] }, wanted, { writing: "plain", isNullable: false });
    }
  }
}
