import { canonicalText } from "../evaluate/comparison.ts";
import { readDocuments } from "../evaluate/document-reader.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import { readBlocks } from "../input/blocks.ts";
import { splitInputs } from "../input/splitting.ts";
import type { InputFile } from "../input/split.ts";
import { linearStrategy } from "../match/linear.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Predicate } from "../plan/predicate.ts";
import { everyLine } from "../scan/candidates.ts";
import type { MatcherCase } from "./matcher-measurement.ts";

/** How much of the events is looked at. */
export interface SampleSize {
  /** So many lists, the longest; of two equally long ones the first. */
  readonly lists: number;
  /** So many values for each list at most: the first ones of the events, repeated as there. */
  readonly values: number;
  /** So many events at most, from the first input on. */
  readonly events: number;
}

type PatternPredicate = Predicate & { readonly kind: "patterns" };

/** A list, and the values found for it so far. */
interface Sample {
  readonly predicate: PatternPredicate;
  readonly values: string[];
}

const maxLineBytes = 1024 * 1024;

/**
 * Matcher cases from rules and events of one's own: the plan's pattern lists, and values of their fields as they stand in
 * the inputs. What must match is what the naive matcher says. The longest lists come first; those whose field has no value
 * in the events looked at are left out.
 */
export async function samplePlanCases(
  plan: HuntPlan,
  inputs: readonly InputFile[],
  size: SampleSize,
): Promise<readonly MatcherCase[]> {
  const samples = longestLists(plan, size.lists).map((predicate): Sample => ({ predicate, values: [] }));
  if (samples.length > 0) await fillSamples(samples, plan, inputs, size);
  return samples
    .filter(({ values }) => values.length > 0)
    .map(({ predicate: { field, list }, values }) => {
      const naive = linearStrategy.compile(list);
      const matches = values.filter((value) => naive.test(value)).length;
      return { name: plan.fields[field]?.name ?? "", list, values, matches };
    });
}

function longestLists(plan: HuntPlan, count: number): readonly PatternPredicate[] {
  return plan.predicates
    .filter((predicate) => predicate.kind === "patterns")
    .sort((left, right) => right.list.patterns.length - left.list.patterns.length)
    .slice(0, count);
}

/** Reads events until every list has its values. Bad lines and inputs are for the hunts to report. */
async function fillSamples(
  samples: readonly Sample[],
  plan: HuntPlan,
  inputs: readonly InputFile[],
  size: SampleSize,
): Promise<void> {
  const evaluator = new Evaluator({ ...plan, predicates: [], rules: [] }, linearStrategy);
  let events = 0;
  const isDone = (): boolean => {
    return events >= size.events || samples.every(({ values }) => values.length >= size.values);
  };
  for (const split of splitInputs(inputs, { splitSizeBytes: Number.MAX_SAFE_INTEGER })) {
    for await (const { bytes } of readBlocks(split, { maxLineBytes })) {
      everyLine.visit(bytes, (start, end) => {
        if (isDone()) return;
        const documents = readDocuments(bytes.toString("utf8", start, end), plan.sources);
        if (typeof documents === "string") return;
        for (const document of documents) {
          events++;
          evaluator.load(document);
          for (const sample of samples) takeValues(sample, evaluator, size.values);
        }
      });
      if (isDone()) return;
    }
  }
}

function takeValues({ predicate, values }: Sample, evaluator: Evaluator, most: number): void {
  for (const value of evaluator.values(predicate.field)) {
    const text = predicate.values === "strings" && typeof value !== "string" ? null : canonicalText(value);
    if (text !== null && values.length < most) values.push(text);
  }
}
