import { DocumentReader } from "../evaluate/document-reader.ts";
import { readBlocks } from "../input/blocks.ts";
import { findInputs, type InputProblem } from "../input/finding.ts";
import type { InputFile, Split } from "../input/split.ts";
import { splitInputs } from "../input/splitting.ts";
import type { HuntPlan } from "../plan/plan.ts";
import { everyLine } from "../scan/candidates.ts";
import { ecsSource } from "../sources/ecs.ts";
import type { Source } from "../sources/source.ts";
import { type AskedField, askedFields } from "./asked-fields.ts";
import { Coverage, type CoveredRules } from "./coverage.ts";
import { type EventProfile, EventProfiling } from "./event-profile.ts";
import type { CoverageReason } from "./rule-coverage.ts";

/** What is to be looked at. */
export interface SniffOptions {
  /** From `compileRules`; there may be no rules. */
  readonly rules: CoveredRules;
  /** Files, folders, globs, or `-` for standard input. */
  readonly inputs: readonly string[];
  /** Of each input so many events are read. */
  readonly limit: number;
  /** A longer line is skipped. */
  readonly maxLineBytes: number;
}

/** What events are, and which rules can match them. Pure data. */
export interface SniffReport {
  /** In output order. */
  readonly inputs: readonly SniffedInput[];
  /** Every source of which there are events, in the plan's order. */
  readonly sources: readonly SniffedSource[];
  readonly problems: readonly InputProblem[];
}

/** What the events of an input are. */
export interface SniffedInput {
  readonly file: string;
  readonly events: number;
  readonly badLines: number;
  /** It was read to its end. */
  readonly isWhole: boolean;
  /** By source, in the order in which they first come. */
  readonly parts: readonly EventProfile[];
}

/** A source of which there are events, and the rules. */
export interface SniffedSource {
  readonly source: string;
  readonly product: string;
  readonly form: string;
  /** How many rules can match some event of it. */
  readonly ableRules: number;
  /** In load order. */
  readonly unableRules: readonly SniffedRule[];
  /** Fields that rules ask for and events of the source never have under a name of ECS, those of most rules first. */
  readonly missing: readonly AskedField[];
}

/** A rule that can't match events of a source. */
export interface SniffedRule {
  readonly rule: string;
  readonly name: string;
  readonly canMatch: "unmapped" | "no";
  readonly reasons: readonly CoverageReason[];
}

/**
 * Reads the first events of each input and says what they are: product and form, categories, times, fields; and which of the
 * plan's rules can match them. A bad input never throws: it is among the problems.
 */
export async function sniff(options: SniffOptions): Promise<SniffReport> {
  const { plan, sources } = options.rules;
  const { inputs, problems } = await findInputs(options.inputs);
  const reader = new DocumentReader(plan.sources);
  const asked = askedFields(plan);
  const found = problems.map((problem) => problem);
  const sniffed: SniffedInput[] = [];
  const seen = new Set<number>();
  for (const split of splitInputs(inputs, { splitSizeBytes: Number.MAX_SAFE_INTEGER })) {
    const sniffing = new InputSniffing(reader, asked, options);
    const problem = await sniffing.read(split);
    if (problem !== null) found.push(problem);
    for (const source of sniffing.sources) seen.add(source);
    sniffed.push(sniffing.result(split.input));
  }
  const coverage = new Coverage(plan, sources);
  return {
    inputs: sniffed,
    sources: [...seen].toSorted((a, b) => a - b).map((source) => sourceResult(plan, coverage, source, asked)),
    problems: found,
  };
}

/** Looks one input through. */
class InputSniffing {
  readonly #reader: DocumentReader;
  readonly #asked: readonly AskedField[];
  readonly #options: SniffOptions;
  readonly #parts = new Map<number, EventProfiling>();
  #events = 0;
  #badLines = 0;
  #isWhole = false;

  constructor(reader: DocumentReader, asked: readonly AskedField[], options: SniffOptions) {
    this.#reader = reader;
    this.#asked = asked;
    this.#options = options;
  }

  get sources(): Iterable<number> {
    return this.#parts.keys();
  }

  /** Gives what is wrong with the input, if anything is. */
  async read(split: Split): Promise<InputProblem | null> {
    const { limit, maxLineBytes } = this.#options;
    const blocks = readBlocks(split, { maxLineBytes });
    while (this.#events < limit) {
      const next = await blocks.next();
      if (next.done === true) {
        const { status, reason, longLines } = next.value;
        this.#badLines += longLines;
        this.#isWhole = true;
        return status === "ok" ? null : { name: split.input.name, code: "E501", reason: reason ?? status };
      }
      const { bytes } = next.value;
      everyLine.visit(bytes, (start, end) => {
        if (this.#events < limit) this.#addLine(bytes.toString("utf8", start, end));
      });
    }
    await blocks.return({ status: "ok", bytes: 0, longLines: 0 });
    return null;
  }

  result({ name: file }: InputFile): SniffedInput {
    const parts = [...this.#parts.values()].map((part) => part.profile());
    return { file, events: this.#events, badLines: this.#badLines, isWhole: this.#isWhole, parts };
  }

  #addLine(text: string): void {
    if (text.trim() === "") return;
    for (const document of this.#reader.read(text, () => this.#badLines++)) {
      this.#events++;
      this.#partOf(document.source).add(document);
    }
  }

  #partOf(source: number): EventProfiling {
    const known = this.#parts.get(source);
    if (known !== undefined) return known;
    const part = new EventProfiling(...profiledFields(this.#options.rules, source, this.#asked));
    this.#parts.set(source, part);
    return part;
  }
}

/** The fields that are counted: those of the mapping and those that rules ask for; without rules, of ECS those that others map. */
function profiledFields(
  { plan, sources }: CoveredRules,
  number: number,
  asked: readonly AskedField[],
): readonly [Source, readonly string[]] {
  const planned = plan.sources[number] ?? ecsSource;
  const source = sources.find(({ name }) => name === planned.name) ?? planned;
  const names = [...source.fields, ...asked].map(({ name }) => name);
  return [
    source,
    [...new Set(names.length > 0 ? names : sources.flatMap(({ fields }) => fields).map(({ name }) => name))],
  ];
}

function sourceResult(plan: HuntPlan, coverage: Coverage, number: number, asked: readonly AskedField[]): SniffedSource {
  const { name: source = "", product = "", form = "" } = plan.sources[number] ?? {};
  const unableRules = plan.rules.flatMap(({ id, name }, rule): readonly SniffedRule[] => {
    const { canMatch, reasons } = coverage.of(rule, [number]);
    return canMatch === "yes" ? [] : [{ rule: id, name, canMatch, reasons }];
  });
  const values = coverage.valuesIn(number)?.general;
  const lacking = new Set(
    plan.fields.flatMap(({ name }, field) => (values?.of(field, true).shapes.length === 0 ? [name] : [])),
  );
  return {
    source,
    product,
    form,
    ableRules: plan.rules.length - unableRules.length,
    unableRules,
    missing: asked.filter(({ name }) => lacking.has(name)),
  };
}
