import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseTime } from "../language/time.ts";

/** Parsers of option values, for commander: what is wrong is said in a sentence behind the option's name. */

/** A whole number from 1 on. */
export function positiveInteger(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError("It takes a whole number from 1 on.");
  }
  return number;
}

/** A whole number from 0 on. */
export function nonNegativeInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("It takes a whole number from 0 on.");
  return value;
}

const unitBytes: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1024],
  ["m", 1024 ** 2],
  ["g", 1024 ** 3],
  ["kib", 1024],
  ["mib", 1024 ** 2],
  ["gib", 1024 ** 3],
  ["kb", 1e3],
  ["mb", 1e6],
  ["gb", 1e9],
]);

/** A number of bytes: `65536`, `64k`, `64KiB` (1,024 each), `64kB` (1,000 each). */
export function byteSize(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)\s*([a-z]*)$/i.exec(text) ?? [];
  const size = Number(digits) * (unitBytes.get(unit.toLowerCase()) ?? Number.NaN);
  if (digits === "" || !Number.isSafeInteger(size) || size < 1) {
    throw new InvalidArgumentError("It takes a number of bytes, such as 65536, 64KiB or 32MiB.");
  }
  return size;
}

/** An instant, in nanoseconds since 1970. Fewer digits than milliseconds have since 1973 are a year or seconds, taken for them. */
export function instant(text: string): bigint {
  const time = /^\d{1,11}$/.test(text) ? null : parseTime(text);
  if (time === null) {
    throw new InvalidArgumentError(
      "It takes a time, such as 2025-08-18, 2025-08-18T10:00:00Z or epoch milliseconds (1755511200000).",
    );
  }
  return time;
}

/** For options that may be repeated. */
export function collect(text: string, previous: readonly string[]): readonly string[] {
  return [...previous, text];
}

/** Where an event is: `logs/a.ndjson:1234`, and of a line with several events `logs/a.ndjson:1234#2`. */
export function eventPlace(text: string): {
  readonly file: string;
  readonly offsetBytes: number;
  readonly index: number | null;
} {
  const [, file = "", offset = "", index] = /^(.+):(\d+)(?:#(\d+))?$/s.exec(text) ?? [];
  const offsetBytes = Number(offset);
  if (file === "" || !Number.isSafeInteger(offsetBytes)) {
    throw new InvalidArgumentError(
      "It takes a file and where the event's line starts, as detections say it: FILE:OFFSET.",
    );
  }
  return { file, offsetBytes, index: index === undefined ? null : Number(index) };
}
