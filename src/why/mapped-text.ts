import type { FieldValue } from "../evaluate/document.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { HuntPlan, PlannedField } from "../plan/plan.ts";

/**
 * The document that the evaluator has loaded as one that is ECS: each of these fields under its name, with the values that the
 * evaluator reads. So what knows nothing of sources, as the reference evaluator, can be asked about it.
 */
export function mappedText({ fields }: HuntPlan, evaluator: Evaluator, numbers: Iterable<number>): string {
  const members = [...new Set(numbers)].map((number) => {
    const values = evaluator.values(number).map(valueText);
    return `${JSON.stringify(fields[number]?.name ?? "")}:[${values.join(",")}]`;
  });
  return `{${members.join(",")}}`;
}

/** True if some source reads the field elsewhere than at its own name, or otherwise than as it stands. */
export function isMapped({ name, accessors }: PlannedField, source: number): boolean {
  const accessor = accessors[source];
  if (accessor?.kind !== "paths") return accessor !== undefined;
  const [only] = accessor.paths;
  return accessor.paths.length !== 1 || only?.path !== name || only.within !== "event";
}

/** JSON knows neither infinity: what is beyond the range of doubles is read back as such. */
function valueText(value: FieldValue): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return value < 0 ? "-1e999" : "1e999";
  return JSON.stringify(value);
}
