import { Evaluator } from "../evaluate/evaluator.ts";
import { findInputs, type InputProblem } from "../input/finding.ts";
import type { InputFile, Split } from "../input/split.ts";
import { isDivisible, splitInputs } from "../input/splitting.ts";
import { autoStrategy } from "../match/auto.ts";
import type { CompiledRules } from "../plan/compilation.ts";
import { type ScannedSplit, type SeenDocument, SplitScanner } from "../scan/split-scanner.ts";
import { ConditionExplaining } from "./condition-explaining.ts";
import { ReferenceVerdicts } from "./reference-verdicts.ts";
import type { EventPlace, WhyReport } from "./report.ts";
import { RuleExplaining } from "./rule-explaining.ts";

/** What is asked of which events. */
export interface WhyOptions {
  readonly rules: CompiledRules;
  /** Files, folders, globs, or `-` for standard input. */
  readonly inputs: readonly string[];
  /** Only the event there; default: all. */
  readonly picked?: EventPlace | undefined;
  /** So many events of each rule are explained; those that came nearest to matching. */
  readonly limit: number;
  /** A longer line is skipped. */
  readonly maxLineBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads events and says of each rule, for the events that came nearest, what every condition of it is for them, on which
 * values and why; of sequences and samples also how the events of their stages join. Every line is read, on one thread, and
 * memory stays bounded. A bad input never throws: it is in the report.
 *
 * @example
 * const rules = await compileRules(["datasets/rules/"]);
 * const report = await explainEvents({ rules, inputs: ["events.ndjson"], limit: 10, maxLineBytes: 16_777_216 });
 * report.rules[0]?.events[0]?.filters[0]?.matches; // false
 */
export async function explainEvents(options: WhyOptions): Promise<WhyReport> {
  const { rules: compiled, limit, picked, signal } = options;
  const { plan } = compiled;
  const { inputs, problems } = await findInputs(options.inputs);
  const evaluator = new Evaluator(plan, autoStrategy);
  const setting = {
    compiled,
    evaluator,
    conditions: new ConditionExplaining(plan, evaluator),
    references: new ReferenceVerdicts(compiled),
    limit,
  };
  const explainings = plan.rules.map((_, rule) => new RuleExplaining(setting, rule));
  const scanner = new SplitScanner(plan, {
    strategy: "parse",
    matcher: autoStrategy,
    countLines: false,
    validate: true,
    sinceNs: null,
    untilNs: null,
    maxLineBytes: options.maxLineBytes,
  });
  // An input that was looked at twice counts as it was the second time.
  const ends = new Map<InputFile, ScannedSplit>();
  let events = 0;
  for (const split of splitsOf(inputs, picked)) {
    if (signal?.aborted === true || (picked !== undefined && events > 0)) break;
    const { input } = split;
    const examine = ({ document, offsetBytes }: SeenDocument): void => {
      const place = { file: input.name, offsetBytes, index: document.index };
      if (picked !== undefined && !isSamePlace(picked, place)) return;
      const event = { document, place, input: input.index, order: events++ };
      evaluator.load(document);
      for (const explaining of explainings) explaining.add(event);
    };
    const scanned = await scanner.scan(split, {
      progress() {},
      sample() {},
      hits() {},
      isAborted: () => signal?.aborted === true,
      examine,
    });
    ends.set(input, scanned);
  }
  return {
    rules: explainings.map((explaining) => explaining.finish()),
    events,
    badLines: [...ends.values()].reduce((sum, scanned) => sum + countBad(scanned), 0),
    problems: [...problems, ...[...ends].flatMap(([input, scanned]) => problemOf(input, scanned))],
  };
}

/** Whole inputs; where one event is asked for first the line there, if that can be read by itself: it mostly is the one. */
function splitsOf(inputs: readonly InputFile[], picked: EventPlace | undefined): readonly Split[] {
  const splits = splitInputs(inputs, { splitSizeBytes: Number.MAX_SAFE_INTEGER });
  if (picked === undefined) return splits;
  return splits
    .filter(({ input }) => input.name === picked.file)
    .flatMap((split) => {
      if (!isDivisible(split.input) || picked.offsetBytes >= split.input.sizeBytes) return [split];
      return [{ ...split, startBytes: picked.offsetBytes, endBytes: picked.offsetBytes + 1 }, split];
    });
}

function isSamePlace(wanted: EventPlace, place: EventPlace): boolean {
  if (wanted.file !== place.file || wanted.offsetBytes !== place.offsetBytes) return false;
  return wanted.index === null || wanted.index === (place.index ?? 0);
}

function countBad({ counts: { validated } }: ScannedSplit): number {
  return Object.values(validated?.bad ?? {}).reduce((sum, count) => sum + count, 0);
}

function problemOf({ name }: InputFile, { end: { status, reason } }: ScannedSplit): readonly InputProblem[] {
  return status === "ok" ? [] : [{ name, code: "E501", reason: reason ?? status }];
}
