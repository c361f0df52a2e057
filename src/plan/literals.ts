import { isAddressConstant } from "./address-constant.ts";
import type { Pattern } from "./pattern.ts";
import type { PlannedField, Program } from "./plan.ts";
import type { PlannedRegex, Predicate, PresentConstant } from "./predicate.ts";
import { isCommonText } from "./common-text.ts";

/**
 * Some of these texts stand in the raw bytes of every document for which the condition holds (ASCII case aside, each
 * character as it is or as `\u00XX`). `null`: nothing can be said.
 */
type LiteralSet = readonly string[] | null;

/** What the numbers of a program and its predicates mean. */
interface Asked {
  readonly predicates: readonly Predicate[];
  readonly fields: readonly PlannedField[];
}

/**
 * The mandatory literals of a program for documents that are ECS as they stand. A positive conjunct is enough, so the
 * rarest is taken; every branch of an `or` must have its own; what stands under `not` gives nothing. `[]` means that
 * no document matches.
 */
export function mandatoryLiterals(program: Program, asked: Asked): LiteralSet {
  switch (program.kind) {
    case "constant":
      return program.value === true ? null : [];
    case "predicate": {
      const predicate = asked.predicates[program.predicate];
      return predicate === undefined || mayHoldForNull(predicate, asked.fields) ? null : predicateLiterals(predicate);
    }
    case "not":
      return negatedLiterals(program.operand, asked);
    case "and":
      return rarest(program.operands.map((operand) => mandatoryLiterals(operand, asked)));
    case "or":
      return union(program.operands.map((operand) => mandatoryLiterals(operand, asked)));
  }
}

/** Under `not`: De Morgan, down to leaves, which give nothing, and double negations, which do. */
function negatedLiterals(program: Program, asked: Asked): LiteralSet {
  switch (program.kind) {
    case "constant":
      return program.value === false ? null : [];
    case "predicate":
      return null;
    case "not":
      return mandatoryLiterals(program.operand, asked);
    case "and":
      return union(program.operands.map((operand) => negatedLiterals(operand, asked)));
    case "or":
      return rarest(program.operands.map((operand) => negatedLiterals(operand, asked)));
  }
}

/** True if the line may say `null` where the predicate sees a value: only a schema says so. */
function mayHoldForNull(predicate: Predicate, fields: readonly PlannedField[]): boolean {
  return predicate.kind !== "computed" && fields[predicate.field]?.nullValue !== undefined;
}

function predicateLiterals(predicate: Predicate): LiteralSet {
  switch (predicate.kind) {
    case "patterns": {
      const textOnly = predicate.values === "strings";
      return union(predicate.list.patterns.map((pattern) => single(patternLiteral(pattern, textOnly))));
    }
    case "equals":
      return union(predicate.constants.map((constant) => single(constantLiteral(constant))));
    case "regexes":
      return union(predicate.patterns.map((regex) => single(regexLiteral(regex))));
    default:
      return null;
  }
}

function single(literal: string | null): LiteralSet {
  return literal === null ? null : [literal];
}

function union(sets: readonly LiteralSet[]): LiteralSet {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === null) return null;
    for (const literal of set) all.add(literal);
  }
  return [...all];
}

function rarest(sets: readonly LiteralSet[]): LiteralSet {
  let best: LiteralSet = null;
  for (const set of sets) if (set !== null && (best === null || frequency(set) < frequency(best))) best = set;
  return best;
}

/** A rough share of lines that hold one of the literals: words that are in most events count 1, others less by length. */
function frequency(literals: readonly string[]): number {
  return literals.reduce((sum, literal) => sum + literalFrequency(literal), 0);
}

function literalFrequency(literal: string): number {
  const bare = literal.replaceAll('"', "");
  if (isCommonText(bare)) return 1;
  return 2 ** -Math.min(bare.length + (literal.length - bare.length), 24);
}

/** The rarest stretch of a pattern that the raw text of a matching value must hold. */
function patternLiteral({ tokens }: Pattern, textOnly: boolean): string | null {
  const pieces = tokens.flatMap((token, position) =>
    token.kind === "literal" ? piecesOf(token.text, position === 0, position === tokens.length - 1) : [],
  );
  return rarestPiece(pieces, textOnly);
}

function constantLiteral(constant: PresentConstant): string | null {
  // A number has many spellings in JSON, an address too; `true` is also the boolean.
  if (typeof constant !== "string" || isAddressConstant(constant)) return null;
  return rarestPiece(piecesOf(constant, true, true), false);
}

function regexLiteral({ tree }: PlannedRegex): string | null {
  const items = tree.kind === "sequence" ? tree.items : [tree];
  const pieces: string[] = [];
  let run = "";
  for (const item of items) {
    const [range] = item.kind === "class" && !item.negated && item.ranges.length === 1 ? item.ranges : [];
    if (range !== undefined && range.from === range.to) {
      run += String.fromCodePoint(range.from);
    } else {
      pieces.push(...piecesOf(run, false, false));
      run = "";
    }
  }
  pieces.push(...piecesOf(run, false, false));
  return rarestPiece(pieces, false);
}

/**
 * Cuts a text at every character that JSON may write in more than one way (but for `\u00XX`, which the scanner knows), and
 * folds it. At an end that is the value's own end the JSON quote belongs to the piece: fewer lines hold `"imagepath"`.
 */
function piecesOf(text: string, atStart: boolean, atEnd: boolean): string[] {
  const pieces = text.split(/[^ !#-.0-[\]-~]+/);
  return pieces.map((piece, position) => {
    const open = atStart && position === 0 ? '"' : "";
    const close = atEnd && position === pieces.length - 1 ? '"' : "";
    return `${open}${piece}${close}`.toLowerCase();
  });
}

/** Quotes included. Shorter ones stand in every line, and the search for them has nothing to skip. */
const minLiteralLength = 3;

function rarestPiece(pieces: readonly string[], textOnly: boolean): string | null {
  let best: string | null = null;
  for (const piece of pieces) {
    const bare = piece.replaceAll('"', "");
    if (bare === "" || piece.length < minLiteralLength || (!textOnly && mayBeNumberOrBoolean(bare))) continue;
    if (best === null || literalFrequency(piece) < literalFrequency(best)) best = piece;
  }
  return best;
}

/** Numbers and booleans match by their canonical text, which need not be how the line spells them (`1e3`). */
function mayBeNumberOrBoolean(piece: string): boolean {
  return /^[-+.0-9e]*$/.test(piece) || "true".includes(piece) || "false".includes(piece);
}
