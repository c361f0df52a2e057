import { describe, expect, it } from "vitest";
import { parseQuery } from "../../src/language/parser.ts";
import type { Field, Query, SampleQuery, SequenceQuery } from "../../src/language/syntax.ts";

function parse(text: string): Query {
  const { query, diagnostics } = parseQuery(text);
  expect(diagnostics).toEqual([]);
  if (query === null) throw new Error("no query");
  return query;
}

function parseSequence(text: string): SequenceQuery {
  const query = parse(text);
  if (query.kind !== "sequence") throw new Error(`a ${query.kind}`);
  return query;
}

function parseSample(text: string): SampleQuery {
  const query = parse(text);
  if (query.kind !== "sample") throw new Error(`a ${query.kind}`);
  return query;
}

function showKeys(keys: readonly Field[]): string {
  return keys.map(({ path, optional }) => (optional ? `?${path}` : path)).join(" ");
}

/** Of each stage: category, keys, and what is special about it. */
function showSequence({ sharedKeys, maxSpan, stages, until, pipes }: SequenceQuery): string[] {
  return [
    `${sharedKeys} shared, ${maxSpan === null ? "any time" : `${maxSpan.count} ${maxSpan.unit}`}`,
    ...stages.map(({ filter, keys, runs, missing }) => {
      const marks = [missing ? "missing" : "", runs > 1 ? `${runs} times` : ""].filter((mark) => mark !== "");
      return [`${filter.category}(${showKeys(keys)})`, ...marks].join(" ");
    }),
    ...(until === null ? [] : [`until ${until.filter.category}(${showKeys(until.keys)})`]),
    ...pipes.map(({ kind, count }) => `${kind} ${count}`),
  ];
}

describe("a sequence", () => {
  it.each<[string, string[]]>([
    ["sequence [a where true] [b where true]", ["0 shared, any time", "a()", "b()"]],
    ['sequence [any where true] ["b c" where true]', ["0 shared, any time", "null()", "b c()"]],
    ["sequence by x [a where true] [b where true]", ["1 shared, any time", "a(x)", "b(x)"]],
    [
      "sequence by x.y, ?`a b`.c , @t [a where true] [b where true]",
      ["3 shared, any time", "a(x.y ?a b.c @t)", "b(x.y ?a b.c @t)"],
    ],
    [
      "sequence by x with maxspan=5m [a where true] by y, ?z [b where true] by ?u, v",
      ["1 shared, 5 m", "a(x y ?z)", "b(x ?u v)"],
    ],
    ["sequence with maxspan=500ms [a where true] [b where true]", ["0 shared, 500 ms", "a()", "b()"]],
    ["sequence with maxspan = 5 s [a where true] [b where true]", ["0 shared, 5 s", "a()", "b()"]],
    ["sequence with maxspan=007h [a where true] [b where true]", ["0 shared, 7 h", "a()", "b()"]],
    [
      "sequence with maxspan=9007199254740991d[a where true][b where true]",
      ["0 shared, 9007199254740991 d", "a()", "b()"],
    ],
    ["sequence [a where true] with runs=2", ["0 shared, any time", "a() 2 times"]],
    [
      "sequence [a where true] by x with runs = 100 [b where true] by y with runs=1",
      ["0 shared, any time", "a(x) 100 times", "b(y)"],
    ],
    [
      "sequence by x with maxspan=1d ![a where true] [b where true] ![c where true] with runs=2 ![d where true]",
      ["1 shared, 1 d", "a(x) missing", "b(x)", "c(x) missing 2 times", "d(x) missing"],
    ],
    [
      "sequence [a where true] by x [b where true] by y until [c where true] by z",
      ["0 shared, any time", "a(x)", "b(y)", "until c(z)"],
    ],
    [
      "sequence by x [a where true] [b where true] until [c where true] | head 4 | tail 2",
      ["1 shared, any time", "a(x)", "b(x)", "until c(x)", "head 4", "tail 2"],
    ],
    [
      "sequence // first\n  by /* keys */ x\n  [a where true] // one\n  /* [z where true] */ [b where true]\n",
      ["1 shared, any time", "a(x)", "b(x)"],
    ],
    // Words that are no keywords are names like any other.
    [
      "sequence by head, runs, TRUE [a where fork] [tail where true]",
      ["3 shared, any time", "a(head runs TRUE)", "tail(head runs TRUE)"],
    ],
  ])("%s", (text, shown) => {
    expect(showSequence(parseSequence(text))).toEqual(shown);
  });

  it("has the conditions of its stages, in which brackets and words mean what they always do", () => {
    const { stages } = parseSequence(
      'sequence [a where b in (1, 2) and (c or d)] [e where f : "] [g where" and `until`]',
    );
    expect(stages.map(({ filter }) => filter.condition.kind)).toEqual(["and", "and"]);
  });

  it("has places", () => {
    const text =
      'sequence by x with maxspan=5 m ![a where b] by y with runs=2 ["c" where d] by z until [e where f] by u | head 3';
    const query = parseSequence(`  ${text} // end`);
    const at = (node: { span: { start: number; end: number } } | null | undefined): string | null =>
      node === null || node === undefined ? null : text.slice(node.span.start - 2, node.span.end - 2);
    expect(at(query)).toBe(text);
    expect(at(query.maxSpan)).toBe("5 m");
    expect(query.stages.map(at)).toEqual(["![a where b] by y with runs=2", '["c" where d] by z']);
    expect(query.stages.map(({ filter }) => at(filter))).toEqual(["a where b", '"c" where d']);
    expect(query.stages.map(({ filter }) => at({ span: filter.categorySpan }))).toEqual(["a", '"c"']);
    expect(query.stages.map(({ keys }) => keys.map(at))).toEqual([
      ["x", "y"],
      ["x", "z"],
    ]);
    expect(at(query.until)).toBe("[e where f] by u");
    expect(query.pipes.map(at)).toEqual(["| head 3"]);
  });

  it("may have up to 256 stages, runs counted", () => {
    expect(parseSequence(`sequence by x ${"[a where b] ".repeat(256)}`).stages).toHaveLength(256);
    expect(parseSequence(`sequence by x ${"[a where b] with runs=64 ".repeat(4)}`).stages).toHaveLength(4);
  });
});

describe("a sample", () => {
  it.each<[string, string[]]>([
    ["sample [a where true] [b where true]", ["0", "a()", "b()"]],
    ["sample by x, ?y [a where true] [any where true]", ["2", "a(x ?y)", "null(x ?y)"]],
    [
      "sample by x [a where true] by y [b where true] by z [c where true] by ?u | tail 0",
      ["1", "a(x y)", "b(x z)", "c(x ?u)", "tail 0"],
    ],
  ])("%s", (text, shown) => {
    const { sharedKeys, stages, pipes } = parseSample(text);
    expect([
      String(sharedKeys),
      ...stages.map(({ filter, keys }) => `${filter.category}(${showKeys(keys)})`),
      ...pipes.map(({ kind, count }) => `${kind} ${count}`),
    ]).toEqual(shown);
  });
});

describe("pipes of an event query", () => {
  it.each<[string, [string, number][]]>([
    ["process where true", []],
    ["process where true | head 6", [["head", 6]]],
    ["process where true|tail 0", [["tail", 0]]],
    [
      "process where (a or b)\n| head 9007199254740991 // most\n| tail 2 | head 1",
      [
        ["head", 9007199254740991],
        ["tail", 2],
        ["head", 1],
      ],
    ],
    ["head where tail | tail 1", [["tail", 1]]],
  ])("%s", (text, pipes) => {
    expect(parse(text).pipes.map(({ kind, count }) => [kind, count])).toEqual(pipes);
  });

  it("belong to the query's place and not to its condition's", () => {
    const query = parse("process where a == 1 | head 5");
    expect(query.span).toEqual({ start: 0, end: 29 });
    expect(query).toHaveProperty("condition.span", { start: 14, end: 20 });
  });
});
