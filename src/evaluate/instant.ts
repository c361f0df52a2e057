import { constantInstantReader, type InstantReader, instantReader } from "../language/date-format.ts";
import type { ComparisonOperator, Constant } from "../language/syntax.ts";
import { parseTime } from "../language/time.ts";
import { holds } from "./comparison.ts";

/** How the values of a date field are read as instants, and constants that are compared with it. */
export interface DateReader {
  readonly ofValue: InstantReader;
  readonly ofConstant: InstantReader;
}

const timestampReader: DateReader = { ofValue: timeOf, ofConstant: timeOf };

/** The reader of a field with these formats; without any, as the timestamp field is read (SEMANTICS 5b). */
export function dateReader(formats: readonly string[] | undefined): DateReader {
  if (formats === undefined) return timestampReader;
  return { ofValue: instantReader(formats), ofConstant: constantInstantReader(formats) };
}

function timeOf(value: NonNullable<Constant>): bigint | null {
  return typeof value === "boolean" ? null : parseTime(value);
}

/** True if two instants stand in this relation. */
export function areInstantsOrdered(left: bigint, operator: ComparisonOperator, right: bigint): boolean {
  return holds(left < right ? -1 : Number(left > right), operator);
}
