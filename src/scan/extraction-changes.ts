import type { FieldValue } from "../evaluate/document.ts";
import { compileStep, type ValueFunction } from "../evaluate/value-steps.ts";
import { compileTable } from "../evaluate/value-table.ts";
import type { ValueChange } from "./extraction-facts.ts";

/** What a raw value becomes by changes, one after the other. */
export function compileChanges(changes: readonly ValueChange[]): ValueFunction {
  const [first, ...others] = changes.map((change) =>
    change.kind === "step" ? compileStep(change.step) : compileTable(change.table),
  );
  if (first === undefined) return (value) => [value];
  return (value) => {
    let values: readonly FieldValue[] = first(value);
    for (const change of others) values = values.flatMap(change);
    return values;
  };
}
