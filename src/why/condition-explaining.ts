import { numberOfText } from "../evaluate/comparison.ts";
import type { EventDocument } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { dateReader } from "../evaluate/instant.ts";
import type { HuntPlan, Program } from "../plan/plan.ts";
import type { Predicate } from "../plan/predicate.ts";
import { askedText } from "./asked-text.ts";
import { ComputedSides } from "./computed-sides.ts";
import type { ConditionHint, ExplainedCondition, ExplainedLeaf, FieldReading } from "./condition.ts";
import { fieldNames, similarNames } from "./field-names.ts";
import { nearestValue, textsOf } from "./leaf-nearness.ts";
import { negated, programTruth } from "./program-truth.ts";
import { pathText, rawPaths } from "./raw-paths.ts";
import { spellingHints } from "./spelling-hints.ts";

/** Says of each part of a filter's condition what it is for an event, and why. Made once for a plan, used for any number of events. */
export class ConditionExplaining {
  readonly #plan: HuntPlan;
  readonly #evaluator: Evaluator;
  readonly #sides: ComputedSides;

  constructor(plan: HuntPlan, evaluator: Evaluator) {
    this.#plan = plan;
    this.#evaluator = evaluator;
    this.#sides = new ComputedSides(plan);
  }

  /** Of the document that the evaluator has loaded. The truth of the whole is the evaluator's verdict on the filter, if true is a match. */
  explain(filter: number, document: EventDocument): ExplainedCondition {
    const program = this.#plan.filters[filter]?.program;
    if (program === undefined) throw new RangeError(`there is no filter ${filter} in the plan`);
    let names: readonly string[] | null = null;
    const similar = (field: string): readonly string[] => similarNames(field, (names ??= fieldNames(document.fields)));
    return this.#explain(program, true, true, { source: document.source, similar });
  }

  #explain(program: Program, wanted: boolean, isBlamed: boolean, setting: Setting): ExplainedCondition {
    const { span } = program;
    const explainPart = (part: Program, partWanted: boolean, isPartBlamed: boolean): ExplainedCondition =>
      this.#explain(part, partWanted, isPartBlamed, setting);
    switch (program.kind) {
      case "constant": {
        const truth = program.value;
        return { kind: "constant", span, truth, wanted, isAtFault: isBlamed && truth !== wanted };
      }
      case "not": {
        const truth = negated(programTruth(this.#evaluator, program.operand));
        const isAtFault = isBlamed && truth !== wanted;
        const operand = explainPart(program.operand, !wanted, isAtFault);
        return { kind: "not", span, truth, wanted, isAtFault, operand };
      }
      case "and":
      case "or": {
        const truth = programTruth(this.#evaluator, program);
        const isAtFault = isBlamed && truth !== wanted;
        const operands = program.operands.map((operand) => explainPart(operand, wanted, isAtFault));
        return { kind: program.kind, span, truth, wanted, isAtFault, operands };
      }
      case "predicate":
        return this.#explainLeaf(program, wanted, isBlamed, setting);
    }
  }

  #explainLeaf(
    program: Program & { readonly kind: "predicate" },
    wanted: boolean,
    isBlamed: boolean,
    setting: Setting,
  ): ExplainedLeaf {
    const predicate = this.#plan.predicates[program.predicate];
    if (predicate === undefined) throw new RangeError(`there is no predicate ${program.predicate} in the plan`);
    const truth = this.#evaluator.truth(program.predicate);
    const fields = this.#fieldsOf(predicate).map((field) => this.#read(field, setting));
    const matched = this.#evaluator.explainPredicate(program.predicate).map(({ field, value, pattern }) => ({
      field: this.#plan.fields[field]?.name ?? "",
      value,
      pattern,
    }));
    const isFalse = truth !== true;
    return {
      kind: "leaf",
      span: program.span,
      truth,
      wanted,
      isAtFault: isBlamed && truth !== wanted,
      text: program.text,
      implicit: program.implicit,
      fields,
      asks: askedText(predicate),
      matched,
      nearest: isFalse ? nearestValue(this.#plan, this.#evaluator, predicate) : null,
      hints: this.#hints(predicate, isFalse),
    };
  }

  #fieldsOf(predicate: Predicate): readonly number[] {
    return predicate.kind === "computed" ? predicate.fields : [predicate.field];
  }

  #read(field: number, { source, similar }: Setting): FieldReading {
    const planned = this.#plan.fields[field];
    const name = planned?.name ?? "";
    const values = this.#evaluator.values(field);
    const from = values.length > 0 ? this.#origin(field, name) : planned === undefined ? [] : rawPaths(planned, source);
    const sought = from.length === 0 ? [name] : from;
    return { field: name, values, from, similar: values.length > 0 ? [] : [...new Set(sought.flatMap(similar))] };
  }

  /** The places that gave the values; none if that is the field's own name. */
  #origin(field: number, name: string): readonly string[] {
    const paths = this.#evaluator.fieldOrigin(field).map(pathText);
    return paths.length === 1 && paths[0] === name ? [] : paths;
  }

  #hints(predicate: Predicate, isFalse: boolean): readonly ConditionHint[] {
    if (predicate.kind === "computed") return this.#sides.hints(this.#evaluator, predicate);
    if (!isFalse) return [];
    const field = this.#plan.fields[predicate.field]?.name ?? "";
    const values = this.#evaluator.values(predicate.field);
    const list = textsOf(predicate);
    if (list !== null) return spellingHints(list, field, values);
    if (predicate.kind === "instant") {
      const dates = dateReader(this.#plan.fields[predicate.field]?.dateFormats);
      const unreadable = values.find((value) => dates.ofValue(value) === null);
      return unreadable === undefined ? [] : [{ kind: "no-time", field, value: unreadable }];
    }
    if (predicate.kind !== "order" && predicate.kind !== "equals") return [];
    const constant = predicate.kind === "order" ? predicate.constant : predicate.constants[0];
    if (typeof constant !== "number" && typeof constant !== "bigint") return [];
    const other = values.find(
      (value) => typeof value === "boolean" || (typeof value === "string" && numberOfText(value) === null),
    );
    return other === undefined ? [] : [{ kind: "no-number", field, value: other }];
  }
}

/** What is asked of the event as a whole. */
interface Setting {
  readonly source: number;
  /** Names of the event that may be meant by one that has no value. */
  readonly similar: (field: string) => readonly string[];
}
