import { type Detection, type DetectionEvent, isPresent } from "../hunt/detection.ts";
import { formatTime, parseTime } from "../language/time.ts";
import { readEventField } from "./event-field.ts";

/** Of an event: its time in UTC with 3 or 9 fraction digits, `null` without a readable one, `undefined` if it isn't known. */
type StageTime = string | null | undefined;

/**
 * When the events of a sequence or sample happened, in the order of its stages; `undefined` for a missing one.
 *
 * A detection says only the time of its last event, and not in which field its rule reads times. So the others' `@timestamp`
 * is believed where the last event's gives the detection's own time, and else their times are not known: better none than
 * one by another clock.
 */
export function stageTimes({ events, timestamp }: Detection): readonly StageTime[] {
  const last = events.findLastIndex(isPresent);
  const times = events.map((event) => (isPresent(event) ? readTime(event) : undefined));
  if (times[last] === timestamp) return times;
  return times.map((_time, stage) => (stage === last ? timestamp : undefined));
}

function readTime({ event }: DetectionEvent): string | null {
  const [value] = readEventField(event, "@timestamp");
  const ns = value === undefined || typeof value === "boolean" ? null : parseTime(value);
  return ns === null ? null : formatTime(ns);
}
