/**
 * What the extraction kernel is told of a plan. Pure data, made once per worker.
 *
 * The kernel walks over the lines of a block, finds the values at some places of each document, learns from them which
 * *facts* hold of it (`process.name` has a value that this list of patterns matches), and evaluates *conditions* over facts: what
 * a filter needs at least of an event of one source. A line for which a condition holds is a candidate for its filter; the
 * exact evaluator decides. What the kernel can't decide makes the line a candidate for all filters, and is counted.
 *
 * Facts are exact of every line that the kernel walks through and doesn't hand over, so that conditions may ask for their
 * contrary; what can't be known of an event is left out by whoever makes the program (taken for true).
 */
export interface ExtractionProgram {
  /** Numbered by position. Several may have the same place, and each its own facts. */
  readonly slots: readonly ExtractionSlot[];
  /** Facts are numbered from 0 on. */
  readonly factCount: number;
  /** By fact: the slot whose existence, presence or values it is of. */
  readonly factSlots: readonly number[];
  /** Numbered by position. */
  readonly conditions: readonly ExtractionCondition[];
  /**
   * By fact: the conditions to evaluate at the end of a document in which it holds. Only facts of slots that aren't lazy, and
   * existence facts, have any. A condition that could hold in a document without any of its triggers is in `always`.
   */
  readonly triggers: readonly (readonly number[])[];
  /** Conditions to evaluate for every document. */
  readonly always: readonly number[];
}

/** Where in documents there are values: of every spelling (nested, dotted, mixed), all in arrays and arrays of objects. */
export interface ExtractionPlace {
  /** Names joined by dots, from the outermost object of the line on, or from `within` on. */
  readonly path: string;
  /** Only what is in the object, or the array of objects, that the outermost object has under this name; `null`: anywhere. */
  readonly within: string | null;
}

/** A place in documents whose values count. */
export interface ExtractionSlot extends ExtractionPlace {
  /** The fact that there is anything but null: a scalar, or an object, however deep in arrays; an empty array is nothing. -1: nobody asks. */
  readonly existence: number;
  /** The fact that there is a scalar other than null, however deep in arrays. -1: nobody asks. */
  readonly presence: number;
  /** Some facts come of the values: they are resolved. False where only existence or presence counts. */
  readonly isResolved: boolean;
  /** Values are only resolved once a condition asks for a fact of this slot. */
  readonly isLazy: boolean;
  /** `null` is a value to be resolved too. */
  readonly resolvesNull: boolean;
  /**
   * One literal or more, as the bytes of a JSON text have them (a backslash is two, a quote is one with a backslash), ASCII letters in lower
   * case, three bytes at least: of no string that holds none of them, in any ASCII case, and has no escape but `\\` and `\"`, does
   * any fact of this slot hold. The delimiting quotes of a string belong to the text: `ab"` is an end. `null`: nothing is known.
   */
  readonly gate: readonly string[] | null;
}

/** What must hold of a document so that a filter may match it. */
export interface ExtractionCondition {
  /** The filter's number in the plan; -1: the line is handed over, a candidate for all filters. */
  readonly filter: number;
  /**
   * Questions, the first one first. Each is three numbers: a fact, where to go on if it holds, where if it doesn't: the number
   * of a question further on, or `accepted` or `rejected`. No question: accepted.
   */
  readonly questions: Int32Array;
}

/** The ends of {@link ExtractionCondition.questions}. */
export const accepted = -1;
export const rejected = -2;

/**
 * The facts that hold of a value, each once. `text` is a scalar as it stands in the document: a string with its quotes and
 * escapes, a number, `true`, `false`, and `null` where the slot resolves it. It may be no JSON: the line may be broken.
 * The answer for a text is always the same.
 */
export type ValueResolver = (slot: number, text: string) => readonly number[];

/** Told of candidate lines, in order: `[start, end)` in the block, without the newline; `null` for all filters; else ascending, each once. */
export type ExtractionVisitor = (start: number, end: number, filters: readonly number[] | null) => void;

/** Counts over all blocks so far. */
export interface ExtractionCounts {
  readonly lines: number;
  /** Lines that the kernel could not decide, by reason. */
  readonly handedOver: Readonly<Record<HandOverReason, number>>;
  /** Lines named to the visitor with filters. */
  readonly candidates: number;
  /** Values looked up in the memo, and found there. */
  readonly memoLookups: number;
  readonly memoHits: number;
  /** Values whose text holds no literal of its slot's gate, so that they were not looked at any further. */
  readonly gated: number;
  /** Calls of the resolver. */
  readonly resolved: number;
  readonly evaluated: number;
}

/**
 * Why a line is handed over. `condition`: one with filter -1 held. `capacity`: the program is too large, and all lines are; or a
 * path in it has U+FFFD, which any broken bytes are read as, or leads from outside into what another one is within. Objects may be nested as deep as they like.
 */
export type HandOverReason = "escaped_name" | "repeated_name" | "too_long" | "malformed" | "condition" | "capacity";

/** Walks over blocks. The kernel, and a plain model of it in the tests. */
export interface Extraction {
  /** `bytes` are whole lines; where they lie in {@link chunk} they needn't be copied. */
  visit(bytes: Buffer, visitor: ExtractionVisitor): void;
  /** Memory to read blocks into. */
  readonly chunk: Buffer;
  readonly counts: ExtractionCounts;
}
