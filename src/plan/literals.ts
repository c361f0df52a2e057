import type { DocumentTest, Source } from "../sources/source.ts";
import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import { fieldLiterals, isSettled, type ValuePlace } from "./field-literals.ts";
import { type Certainty, type LiteralSet, noDocument, rarer, rarest, union, withoutImplied } from "./literal-set.ts";
import { globTokens } from "./pattern-remainder.ts";
import type { PlannedField, Program } from "./plan.ts";
import type { Predicate } from "./predicate.ts";
import { memberLiterals, type Writing } from "./raw-bytes.ts";
import { anyValue, WantedText, wantedText } from "./wanted-text.ts";

/** What the numbers of a program mean. */
interface Asked {
  readonly predicates: readonly Predicate[];
  readonly fields: readonly PlannedField[];
}

/** Every event of a source has what it is recognised by, so only lines of other sources do without. */
const recognitionShare = 0.9;

/**
 * Finds what the raw bytes of every line must hold that a program matches, as a document of one source. It goes from the values
 * that a predicate wants back to what the source writes for them; from that to the names of the members they are in; and, for
 * all of the source's documents, to what they are recognised by.
 *
 * A positive conjunct is enough, so the rarest is taken; every branch of an `or` must have its own; what stands under `not`
 * gives nothing. An event that is a text within its document is escaped twice, so its literals have no quotes, and each letter
 * of them may also be an escape within an escape (`\\u0050`), which the literal kernel knows. Where that text is XML only what stands
 * around it is certain.
 */
export class MandatoryLiterals {
  readonly #sources: readonly Source[];
  readonly #asked: Asked;
  /** By source: what its documents hold. */
  readonly #recognition: readonly Certainty[];
  /** By source, then predicate. */
  readonly #known: readonly (Certainty | undefined)[][];

  /** By predicate: what places need, for sources have many in common. */
  readonly #places: Map<FieldAccessor, Map<Writing, Certainty>>[] = [];
  /** By predicate: what its value is like. */
  readonly #wanted: (WantedText | null | undefined)[] = [];
  readonly #texts = new WeakMap<LiteralSet, readonly string[]>();

  /** The lists of `asked` may grow. */
  constructor(sources: readonly Source[], asked: Asked) {
    this.#sources = sources;
    this.#asked = asked;
    this.#recognition = sources.map(recognitionLiterals);
    this.#known = sources.map(() => []);
  }

  /** One of them must stand there. `null`: nothing is certain. `[]`: no document of the source matches. */
  of(program: Program, source: number): readonly string[] | null {
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
    const predicate = this.#asked.predicates[number];
    if (predicate === undefined || predicate.kind === "computed") return null;
    const wanted = (this.#wanted[number] ??= wantedText(predicate));
    if (wanted === null) return null;
    const field = this.#asked.fields[predicate.field];
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
    const predicate = this.#asked.predicates[number];
    if (predicate === undefined || predicate.kind === "computed") return null;
    const field = this.#asked.fields[predicate.field];
    const accessor = field?.accessors[source];
    if (accessor === undefined) return null;
    if (predicate.kind === "absent") return fieldLiterals(accessor, anyValue, this.#place(field, source));
    const wanted = (this.#wanted[number] ??= wantedText(predicate));
    return wanted !== null && isSettled(accessor, wanted) ? noDocument : null;
  }

  #place(field: PlannedField | undefined, source: number): ValuePlace {
    return {
      writing: this.#sources[source]?.envelope.decode ?? "plain",
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
