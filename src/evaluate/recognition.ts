import { canonicalJson } from "../plan/canonical.ts";
import type { DocumentTest, Source } from "../sources/source.ts";
import { canonicalText } from "./comparison.ts";
import type { JsonObject } from "./document.ts";
import { FieldPath } from "./field-values.ts";
import { compileGlob } from "./text-glob.ts";

/** A source, and its number in the plan. */
export interface NumberedSource {
  readonly number: number;
  readonly source: Source;
}

/** What an alternative of `detect` asks, and for which source. */
interface Alternative {
  readonly number: number;
  /** Positions in the list of tests; all must hold. The first one is that of its group. */
  readonly tests: readonly number[];
}

/** Alternatives that begin with the same test: where it doesn't hold, none of them does. */
interface Group {
  /** `null` for those without a test. */
  readonly test: number | null;
  /** Of alternatives, ascending. */
  readonly positions: number[];
}

/**
 * Says of which source a document is. Most documents are of none but ECS, and that must cost next to nothing: an alternative
 * is only looked at if the document has a top-level name with which a path that it needs can begin, and a test that several
 * alternatives have is asked once.
 */
export class Recognition {
  /** In the order of sources. */
  readonly #alternatives: readonly Alternative[];
  /** By top-level name: alternatives that need it or another one. */
  readonly #byName = new Map<string, Group[]>();
  /** Alternatives that need no name. */
  readonly #always: Group[] = [];
  readonly #tests: readonly ((root: JsonObject) => boolean)[];
  /** By test: in which round it was asked last, and what the answer was. */
  readonly #askedIn: Float64Array;
  readonly #answers: Uint8Array;
  #round = 0;

  /** `sources` in the order in which they are tried. */
  constructor(sources: readonly NumberedSource[]) {
    const interning = new TestInterning();
    const alternatives = sources.flatMap(({ number, source }) => source.detect.map((tests) => ({ number, tests })));
    this.#alternatives = alternatives.map(({ number, tests }) => ({
      number,
      tests: tests.toSorted(compareCosts).map((test) => interning.number(test)),
    }));
    for (const [position, { tests }] of alternatives.entries()) {
      const test = this.#alternatives[position]?.tests[0] ?? null;
      const anchor = tests.find(({ kind }) => kind !== "absent");
      if (anchor === undefined) addToGroup(this.#always, test, position);
      else for (const name of topLevelNames(anchor.path)) addToGroup(this.#groupsOf(name), test, position);
    }
    this.#tests = interning.tests.map(compileTest);
    this.#askedIn = new Float64Array(this.#tests.length);
    this.#answers = new Uint8Array(this.#tests.length);
  }

  /** The number of the first source one of whose alternatives holds; `null` if there is none. */
  sourceOf(root: JsonObject): number | null {
    this.#round++;
    let found = this.#firstHolding(this.#always, this.#alternatives.length, root);
    for (const name in root) {
      const groups = this.#byName.get(name);
      if (groups !== undefined) found = this.#firstHolding(groups, found, root);
    }
    return this.#alternatives[found]?.number ?? null;
  }

  #groupsOf(name: string): Group[] {
    let groups = this.#byName.get(name);
    if (groups === undefined) {
      groups = [];
      this.#byName.set(name, groups);
    }
    return groups;
  }

  /** The first of these alternatives that holds, if it is before `limit`; else `limit`. */
  #firstHolding(groups: readonly Group[], limit: number, root: JsonObject): number {
    let first = limit;
    for (const { test, positions } of groups) {
      if (test !== null && !this.#holds(test, root)) continue;
      for (const position of positions) {
        if (position >= first) break;
        if (this.#allHold(this.#alternatives[position]?.tests ?? [], root)) first = position;
      }
    }
    return first;
  }

  #allHold(tests: readonly number[], root: JsonObject): boolean {
    for (const test of tests) if (!this.#holds(test, root)) return false;
    return true;
  }

  #holds(test: number, root: JsonObject): boolean {
    if (this.#askedIn[test] === this.#round) return this.#answers[test] === 1;
    const answer = this.#tests[test]?.(root) === true;
    this.#askedIn[test] = this.#round;
    this.#answers[test] = Number(answer);
    return answer;
  }
}

function addToGroup(groups: Group[], test: number | null, position: number): void {
  const known = groups.find((group) => group.test === test);
  if (known === undefined) groups.push({ test, positions: [position] });
  else known.positions.push(position);
}

/** What mustn't be there first: of an event that is ECS already `event.category` is, and no value need be looked at. */
function compareCosts(left: DocumentTest, right: DocumentTest): number {
  return Number(left.kind !== "absent") - Number(right.kind !== "absent");
}

/** Numbers tests, each distinct one once. */
class TestInterning {
  readonly tests: DocumentTest[] = [];
  readonly #numbers = new Map<string, number>();

  number(test: DocumentTest): number {
    const key = canonicalJson(test);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.tests.push(test) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

/** The names in an object with which a path can begin: `a.b.c` as `a`, as `a.b`, or as a whole. */
function topLevelNames(path: string): readonly string[] {
  const segments = path.split(".");
  return segments.map((_, last) => segments.slice(0, last + 1).join("."));
}

function compileTest(test: DocumentTest): (root: JsonObject) => boolean {
  const path = new FieldPath(test.path);
  switch (test.kind) {
    case "exists":
      return (root) => path.isIn(root);
    case "absent":
      return (root) => !path.isIn(root);
    case "value": {
      const globs = test.texts.map((text) => compileGlob(text, { ignoreCase: true }));
      return (root) =>
        path.valuesIn(root).some((value) => {
          const text = canonicalText(value);
          return text !== null && globs.some((matches) => matches(text));
        });
    }
  }
}
