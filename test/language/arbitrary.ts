import * as fc from "fast-check";
import { functionNames, functionSignature } from "../../src/language/functions.ts";
import { parseRegex } from "../../src/language/regex-parser.ts";
import type {
  Constant,
  EventFilter,
  EventQuery,
  Expression,
  Field,
  FunctionName,
  Literal,
  Pipe,
  Query,
  RegexPattern,
  SampleQuery,
  SequenceQuery,
  Stage,
  StringLiteral,
} from "../../src/language/syntax.ts";

/** What the arbitrary queries are made of. Give the fields and texts of the events that a property runs them over. */
export interface ArbitraryOptions {
  /** Default: names that are hard to write, such as keywords and names near keywords. */
  readonly fieldNames?: readonly string[];
  /** Values that constants and patterns are often taken from; others are made at random. */
  readonly strings?: readonly string[];
  /** Regular expressions to choose from. All of them must be fine. */
  readonly regexes?: readonly string[];
  readonly categories?: readonly string[];
  /** How deep conditions nest; default 4. */
  readonly maxDepth?: number;
}

const nowhere = { start: 0, end: 0 };

const awkwardNames = [
  "process.name",
  "@timestamp",
  "a",
  "_",
  "net",
  "note",
  "nto",
  "an",
  "ord",
  "inn",
  "liken",
  "where.and",
  "sequence",
  "not",
  "TRUE",
  "Null.x",
  "startsWith",
  "a b.c-d",
  "tick`tick``",
  "é.日本",
  "0.1",
  "",
  "a..b",
  'quote"',
];

const awkwardStrings = [
  "",
  "*",
  "?",
  "*.exe",
  "C:\\Windows\\x.sys",
  '"',
  "\\",
  "\n\t\u0000\u007f",
  "é😀",
  "::1",
  "10.0.0.0/8",
  "5",
  "True",
];

const someRegexes = ["", "a", ".*\\.exe", "[a-z0-9]+", "(ab|cd){2,3}", '"*"\\d', "x?y*#|@", '\\\\\\"', ".*?é"];

/** Conditions as the parser gives them, but for the spans, which are all empty: they print, and parse to themselves. */
function expressionArbitrary(options: ArbitraryOptions = {}): fc.Arbitrary<Expression> {
  const maxDepth = options.maxDepth ?? 4;
  const strings = stringArbitrary(options);
  const field = fieldArbitrary(options);
  const literal = literalArbitrary(strings);
  const patterns = fc.array(
    strings.map((value): StringLiteral => ({ kind: "literal", value, span: nowhere })),
    { minLength: 1, maxLength: 3 },
  );
  const regexes = fc.array(fc.constantFrom(...(options.regexes ?? someRegexes)).map(regexPattern), {
    minLength: 1,
    maxLength: 3,
  });
  const tie = fc.letrec<{ constant: Expression; value: Expression; condition: Expression }>((self) => ({
    constant: fc.oneof(
      { maxDepth: Math.min(2, maxDepth), depthSize: "max", depthIdentifier: "value" },
      { arbitrary: literal, weight: 6 },
      computed(self("constant"), self("constant"), fc.constant(false)),
      logical(self("constant").filter(mayBeCondition)),
    ),
    value: fc.oneof(
      { maxDepth: Math.min(2, maxDepth), depthSize: "max", depthIdentifier: "value" },
      { arbitrary: field, weight: 6 },
      { arbitrary: literal, weight: 1 },
      computed(self("value"), fc.oneof(self("value"), self("constant")), fc.boolean()),
    ),
    condition: fc.oneof(
      { maxDepth, depthSize: "max", depthIdentifier: "condition" },
      { arbitrary: field, weight: 1 },
      { arbitrary: fc.constantFrom<Constant>(true, false, null).map(literalOf), weight: 1 },
      { arbitrary: comparison(self("value"), self("constant")), weight: 4 },
      {
        arbitrary: fc
          .tuple(self("value"), fc.array(self("constant"), { minLength: 1, maxLength: 3 }), fc.boolean())
          .map(([value, items, ignoreCase]): Expression => ({
            kind: "membership",
            ignoreCase,
            value,
            items,
            span: nowhere,
          })),
        weight: 3,
      },
      {
        arbitrary: fc.tuple(self("value"), patterns, fc.boolean()).map(([value, list, ignoreCase]): Expression => ({
          kind: "wildcard",
          ignoreCase,
          value,
          patterns: list,
          span: nowhere,
        })),
        weight: 4,
      },
      {
        arbitrary: fc.tuple(self("value"), regexes, fc.boolean()).map(([value, list, ignoreCase]): Expression => ({
          kind: "regex",
          ignoreCase,
          value,
          patterns: list,
          span: nowhere,
        })),
        weight: 1,
      },
      { arbitrary: callOf(self("value"), fc.boolean(), "boolean"), weight: 2 },
      { arbitrary: comparison(self("condition"), fc.boolean().map(literalOf)), weight: 1 },
      { arbitrary: logical(self("condition")), weight: 12 },
    ),
  }));
  return tie.condition;
}

/** Queries of all kinds as the parser gives them, but for the spans. */
export function queryArbitrary(options: ArbitraryOptions = {}): fc.Arbitrary<Query> {
  return fc.oneof(
    eventQueryArbitrary(options, pipesArbitrary),
    sequenceQueryArbitrary(options),
    sampleQueryArbitrary(options),
  );
}

/** Event queries; without pipes unless others are given. */
export function eventQueryArbitrary(
  options: ArbitraryOptions = {},
  pipes: fc.Arbitrary<readonly Pipe[]> = fc.constant([]),
): fc.Arbitrary<EventQuery> {
  return fc.tuple(filterArbitrary(options), pipes).map(([filter, list]) => ({ kind: "event", ...filter, pipes: list }));
}

/** Sequences with everything that they may have: missing stages, runs, `until`, pipes. */
export function sequenceQueryArbitrary(options: ArbitraryOptions = {}): fc.Arbitrary<SequenceQuery> {
  const shape = fc.record({
    sharedKeys: fc.nat({ max: 2 }),
    ownKeys: fc.nat({ max: 2 }),
    hasUntil: fc.boolean(),
    // The first one is the one stage at least that isn't missing.
    stages: fc.array(
      fc.record({ missing: fc.boolean(), runs: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 25 })) }),
      {
        minLength: 2,
        maxLength: 5,
      },
    ),
    positive: fc.nat(),
    maxSpan: fc.record({
      count: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      unit: fc.constantFrom("ms", "s", "m", "h", "d"),
    }),
    hasMaxSpan: fc.boolean(),
    pipes: pipesArbitrary,
  });
  return shape.chain(({ sharedKeys, ownKeys, hasUntil, stages, positive, maxSpan, hasMaxSpan, pipes }) => {
    const marks = stages.map((stage, i) => ({ ...stage, missing: stage.missing && i !== positive % stages.length }));
    const needsMaxSpan = hasMaxSpan || marks.some(({ missing }) => missing);
    const all = stagesArbitrary(options, sharedKeys, ownKeys, marks.length + 1);
    return all.map(([until, ...list]): SequenceQuery => ({
      kind: "sequence",
      sharedKeys,
      maxSpan: needsMaxSpan ? { ...maxSpan, span: nowhere } : null,
      stages: list.map((stage, i) => ({ ...stage, runs: 1, missing: false, ...marks[i] })),
      until: hasUntil ? (until ?? null) : null,
      pipes,
      span: nowhere,
    }));
  });
}

export function sampleQueryArbitrary(options: ArbitraryOptions = {}): fc.Arbitrary<SampleQuery> {
  const shape = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.integer({ min: 2, max: 4 }), pipesArbitrary);
  return shape.chain(([sharedKeys, ownKeys, count, pipes]) =>
    stagesArbitrary(options, sharedKeys, ownKeys, count).map((stages): SampleQuery => ({
      kind: "sample",
      sharedKeys,
      stages,
      pipes,
      span: nowhere,
    })),
  );
}

const pipesArbitrary: fc.Arbitrary<readonly Pipe[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("head", "tail"),
    count: fc.oneof(fc.nat({ max: 20 }), fc.maxSafeNat()),
    span: fc.constant(nowhere),
  }),
  { maxLength: 2 },
);

/** So many stages, all with the same shared keys and the same number of their own. */
function stagesArbitrary(
  options: ArbitraryOptions,
  sharedKeys: number,
  ownKeys: number,
  count: number,
): fc.Arbitrary<readonly Stage[]> {
  const keys = (length: number): fc.Arbitrary<Field[]> =>
    fc.array(fieldArbitrary(options), { minLength: length, maxLength: length });
  const stage = fc.record({ filter: filterArbitrary(options), own: keys(ownKeys) });
  return fc
    .tuple(keys(sharedKeys), fc.array(stage, { minLength: count, maxLength: count }))
    .map(([shared, stages]) => stages.map(({ filter, own }) => ({ filter, keys: [...shared, ...own], span: nowhere })));
}

function filterArbitrary(options: ArbitraryOptions): fc.Arbitrary<EventFilter> {
  const categories = options.categories ?? ["process", "any", "network event", "and", "", 'a"b'];
  return fc
    .tuple(fc.option(fc.constantFrom(...categories)), expressionArbitrary(options))
    .map(([category, condition]) => ({ category, condition, categorySpan: nowhere, span: nowhere }));
}

function stringArbitrary(options: ArbitraryOptions): fc.Arbitrary<string> {
  const given = fc.constantFrom(...(options.strings ?? awkwardStrings));
  const wildcards = fc.string({ unit: fc.constantFrom("a", "B", "*", "?", "\\", "é"), maxLength: 5 });
  return fc.oneof(
    { arbitrary: given, weight: 3 },
    wildcards,
    fc.array(anyCharacter, { maxLength: 4 }).map((characters) => characters.join("")),
  );
}

/** Any code point; a surrogate is U+FFFD, as in every text that was read. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code).toWellFormed());

function fieldArbitrary(options: ArbitraryOptions): fc.Arbitrary<Field> {
  return fc
    .tuple(fc.constantFrom(...(options.fieldNames ?? awkwardNames)), fc.boolean())
    .map(([path, optional]) => ({ kind: "field", path, optional, span: nowhere }));
}

function literalArbitrary(strings: fc.Arbitrary<string>): fc.Arbitrary<Literal> {
  const numbers = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.double({ min: -1000, max: 1000, noNaN: true }).map(exactNumber),
    fc.double({ noNaN: true }).map(exactNumber),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(exactNumber),
  );
  const decimals = fc.integer({ min: -20, max: 20 }).map((value): Literal => ({ ...literalOf(value), decimal: true }));
  return fc.oneof(fc.oneof(strings, numbers, fc.constantFrom(true, false, null)).map(literalOf), decimals);
}

/** As the parser has it: whole numbers from 2^53 on are bigint, and zero has no sign. */
function exactNumber(value: number | bigint): number | bigint {
  if (value === 0 || value === 0n) return 0;
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function literalOf(value: Constant): Literal {
  return { kind: "literal", value, span: nowhere };
}

function regexPattern(value: string): RegexPattern {
  const parsed = parseRegex(value);
  if ("error" in parsed) throw new Error(`${value}: ${parsed.error.message}`);
  return { kind: "literal", value, tree: parsed.tree, span: nowhere };
}

/** Arithmetic and calls: what has a value and is no condition. */
function computed(
  first: fc.Arbitrary<Expression>,
  other: fc.Arbitrary<Expression>,
  tilde: fc.Arbitrary<boolean>,
): fc.Arbitrary<Expression> {
  const sides = fc.boolean().chain((swapped) => (swapped ? fc.tuple(other, first) : fc.tuple(first, other)));
  return fc.oneof(
    fc
      .tuple(sides, fc.constantFrom("+", "-", "*", "/", "%"))
      .map(([[left, right], operator]): Expression => ({ kind: "arithmetic", operator, left, right, span: nowhere })),
    first
      .filter((operand) => operand.kind !== "literal" || typeof operand.value === "string" || operand.value === null)
      .map((operand): Expression => ({ kind: "negative", operand, span: nowhere })),
    callOf(fc.oneof(first, other), tilde, null),
  );
}

function callOf(
  argument: fc.Arbitrary<Expression>,
  tilde: fc.Arbitrary<boolean>,
  result: "boolean" | null,
): fc.Arbitrary<Expression> {
  const names = functionNames.filter((name) => result === null || functionSignature(name).result === result);
  return fc.tuple(fc.constantFrom(...names), tilde).chain(([name, wantsTilde]) => {
    const { minArguments, maxArguments, hasTildeForm } = functionSignature(name);
    const count = { minLength: minArguments, maxLength: maxArguments ?? minArguments + 2 };
    return fc.array(argument, count).map((args): Expression => ({
      kind: "call",
      name,
      ignoreCase: wantsTilde && hasTildeForm,
      args: withRanges(name, args),
      nameSpan: nowhere,
      span: nowhere,
    }));
  });
}

/** The constant ranges of `cidrMatch` have to be some. */
function withRanges(name: FunctionName, args: readonly Expression[]): readonly Expression[] {
  if (name !== "cidrMatch") return args;
  const ranges = ["10.0.0.0/8", "::1", "fe80::/10", "192.168.1.7"];
  return args.map((argument, i) =>
    i > 0 && argument.kind === "literal" ? literalOf(ranges[i % 4] ?? "::1") : argument,
  );
}

function comparison(value: fc.Arbitrary<Expression>, constant: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc
    .tuple(value, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), constant, fc.boolean())
    .map(([left, operator, right, swapped]): Expression => {
      const [first, second] = swapped ? [right, left] : [left, right];
      return { kind: "comparison", operator, left: first, right: second, span: nowhere };
    });
}

function logical(condition: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const operands = fc.array(condition, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    condition.map((operand): Expression => ({ kind: "not", operand, span: nowhere })),
    fc.tuple(fc.constantFrom("and", "or"), operands).map(([kind, list]) => chain(kind, list)),
  );
}

/** A chain of one operator is one node. */
function chain(kind: "and" | "or", operands: readonly Expression[]): Expression {
  return {
    kind,
    operands: operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand])),
    span: nowhere,
  };
}

function mayBeCondition(expression: Expression): boolean {
  if (expression.kind === "literal") return typeof expression.value === "boolean" || expression.value === null;
  if (expression.kind === "call") return functionSignature(expression.name).result === "boolean";
  return expression.kind !== "arithmetic" && expression.kind !== "negative";
}
