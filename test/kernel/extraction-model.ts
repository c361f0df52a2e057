import {
  accepted,
  rejected,
  type Extraction,
  type ExtractionCondition,
  type ExtractionCounts,
  type ExtractionPlace,
  type ExtractionProgram,
  type ExtractionVisitor,
  type HandOverReason,
  type ValueResolver,
} from "../../src/kernel/extraction-program.ts";

/** A JSON text as a tree: a scalar is its text as it stands, an object has the last of the members of one name. */
type RawValue = string | readonly RawValue[] | ReadonlyMap<string, RawValue>;

const newline = 0x0a;
const maxDepth = 256;

/**
 * The contract of the extraction kernel, followed in the plainest way: each line is parsed, each slot's values are looked up by its
 * path, each value is resolved, each condition evaluated. Lines that are no JSON objects give nothing. Hands over what
 * conditions with filter -1 say, and nothing else.
 */
export class ExtractionModel implements Extraction {
  readonly chunk: Buffer;
  readonly counts = {
    lines: 0,
    handedOver: handedOverNothing(),
    candidates: 0,
    memoLookups: 0,
    memoHits: 0,
    gated: 0,
    resolved: 0,
    evaluated: 0,
  } satisfies ExtractionCounts;
  readonly #program: ExtractionProgram;
  readonly #resolve: ValueResolver;

  constructor(program: ExtractionProgram, resolve: ValueResolver, chunkBytes = 256 << 10) {
    this.#program = program;
    this.#resolve = resolve;
    this.chunk = Buffer.alloc(chunkBytes);
  }

  visit(bytes: Buffer, visitor: ExtractionVisitor): void {
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(newline, start);
      const end = found < 0 ? bytes.length : found;
      this.counts.lines++;
      const filters = this.#filters(bytes.toString("utf8", start, end));
      if (filters === null) {
        this.counts.handedOver.condition++;
        visitor(start, end, null);
      } else if (filters.length > 0) {
        this.counts.candidates++;
        visitor(start, end, filters);
      }
      start = end + 1;
    }
  }

  #filters(line: string): readonly number[] | null {
    const document = readDocument(line);
    if (document === null) return [];
    const facts = this.#facts(document);
    const asked = new Set(this.#program.always);
    for (const fact of facts) for (const condition of this.#program.triggers[fact] ?? []) asked.add(condition);
    const filters = new Set<number>();
    for (const number of asked) {
      const condition = this.#program.conditions[number];
      if (condition === undefined) throw new RangeError(`no condition ${number}`);
      this.counts.evaluated++;
      if (isAccepted(condition, facts)) filters.add(condition.filter);
    }
    return filters.has(-1) ? null : [...filters].sort((left, right) => left - right);
  }

  #facts(document: ReadonlyMap<string, RawValue>): ReadonlySet<number> {
    const facts = new Set<number>();
    for (const [number, slot] of this.#program.slots.entries()) {
      for (const value of valuesOf(document, slot)) {
        const isScalar = typeof value === "string";
        const isNull = value === "null";
        if (!isNull) facts.add(slot.existence);
        if (!isNull && isScalar) facts.add(slot.presence);
        if (!isScalar || !slot.isResolved || (isNull && !slot.resolvesNull)) continue;
        this.counts.resolved++;
        for (const fact of this.#resolve(number, value)) facts.add(fact);
      }
    }
    facts.delete(-1);
    return facts;
  }
}

function handedOverNothing(): Record<HandOverReason, number> {
  return { escaped_name: 0, repeated_name: 0, too_long: 0, malformed: 0, condition: 0, capacity: 0 };
}

function isAccepted({ questions }: ExtractionCondition, facts: ReadonlySet<number>): boolean {
  let next = questions.length === 0 ? accepted : 0;
  while (next >= 0) {
    const [fact, yes, no] = questions.subarray(3 * next, 3 * next + 3);
    if (fact === undefined || yes === undefined || no === undefined) throw new RangeError(`no question ${next}`);
    const following = facts.has(fact) ? yes : no;
    if (following >= 0 && following <= next) throw new RangeError(`question ${next} goes back`);
    next = following;
  }
  return next !== rejected;
}

function* valuesOf(
  document: ReadonlyMap<string, RawValue>,
  { path, within }: ExtractionPlace,
): Generator<string | ReadonlyMap<string, RawValue>> {
  if (within === null) return yield* valuesAt(document, path);
  for (const item of itemsOf(document.get(within) ?? [])) if (typeof item !== "string") yield* valuesAt(item, path);
}

/** What stands at a path, in every spelling: scalars and objects, arrays taken apart. */
function* valuesAt(
  object: ReadonlyMap<string, RawValue>,
  path: string,
): Generator<string | ReadonlyMap<string, RawValue>> {
  for (const [name, value] of object) {
    if (name === path) yield* itemsOf(value);
    else if (path.startsWith(`${name}.`)) {
      const rest = path.slice(name.length + 1);
      for (const item of itemsOf(value)) if (typeof item !== "string") yield* valuesAt(item, rest);
    }
  }
}

function* itemsOf(value: RawValue): Generator<string | ReadonlyMap<string, RawValue>> {
  if (typeof value === "string" || isObject(value)) yield value;
  else for (const item of value) yield* itemsOf(item);
}

function isObject(value: Exclude<RawValue, string>): value is ReadonlyMap<string, RawValue> {
  return value instanceof Map;
}

/** `null`: no JSON object, or a deeper one than is read. */
function readDocument(line: string): ReadonlyMap<string, RawValue> | null {
  try {
    JSON.parse(line);
  } catch {
    return null;
  }
  // Of a text that is known to be JSON these are all the tokens; what lies between is white space, commas and colons.
  const tokens = line.match(/"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s,:{}[\]"]+/g) ?? [];
  let position = 0;
  let depth = 0;
  let isTooDeep = false;
  const readValue = (): RawValue => {
    const token = tokens[position++];
    if (token === undefined) throw new RangeError("the text ends early");
    if (token !== "{" && token !== "[") return token;
    isTooDeep ||= ++depth > maxDepth;
    const value = token === "{" ? readMembers() : readItems();
    depth--;
    return value;
  };
  const readMembers = (): ReadonlyMap<string, RawValue> => {
    const members = new Map<string, RawValue>();
    while (tokens[position] !== "}") {
      const name: unknown = JSON.parse(tokens[position++] ?? "");
      members.set(String(name).toWellFormed(), readValue());
    }
    position++;
    return members;
  };
  const readItems = (): readonly RawValue[] => {
    const items: RawValue[] = [];
    while (tokens[position] !== "]") items.push(readValue());
    position++;
    return items;
  };
  const value = readValue();
  return typeof value === "string" || !isObject(value) || isTooDeep ? null : value;
}
