import type { FailedCondition } from "../hunt/detection.ts";
import { valueText } from "./event-field.ts";

/** Values that are named. */
const mostValues = 3;

/**
 * What a near miss fails, in a line for people: of texts the value and the nearest pattern, of what must not be the value and the
 * pattern, else the condition and the values. Not escaped.
 *
 * @example failedText(failed) // "registry.path=HKLM\\x isn't HKLM\\*\\ImagePath"
 */
export function failedText({ condition, field, values, nearest, excluded }: FailedCondition): string {
  if (excluded !== undefined) return `${field ?? ""}=${valueText(excluded.value)} is excluded by ${excluded.pattern}`;
  if (nearest !== null && nearest.share > 0) return `${field ?? ""}=${nearest.value} isn't ${nearest.pattern}`;
  const shown = values.slice(0, mostValues).map(valueText);
  const seen = values.length === 0 ? "no value" : [...shown, ...(values.length > mostValues ? ["…"] : [])].join(", ");
  return `${condition} (${seen})`;
}
