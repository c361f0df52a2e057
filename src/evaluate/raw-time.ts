import { formatTime, parseTime } from "../language/time.ts";
import type { TimeFormat } from "../sources/accessor.ts";

const digitsOnly = /^[0-9]+$/;
/** More digits before the dot are beyond every time there is. */
const decimalForm = /^(-?)0*([0-9]{1,19})(?:\.([0-9]+))?$/;
/** 0000-01-01 and 10000-01-01 in nanoseconds since 1970. */
const earliestNs = -62_167_219_200_000_000_000n;
const endNs = 253_402_300_800_000_000_000n;
/** 1601-01-01, where FILETIME begins. */
const filetimeStartNs = -11_644_473_600_000_000_000n;

const unitNs = { epoch_millis: 1_000_000n, epoch_seconds: 1_000_000_000n, filetime: 100n } as const;

/**
 * A time in some form as ISO text in UTC; `null` if it can't be read, or lies outside the years 0000 to 9999.
 *
 * `iso` is what the timestamp field takes (SEMANTICS 5b) but for bare digits, with no zone as UTC. The others are decimal
 * numbers, whose fraction counts down to the nanosecond. FILETIME counts 100 ns from 1601 on.
 */
export function readRawTime(text: string, format: TimeFormat): string | null {
  const ns = format === "iso" ? isoTime(text) : decimalTime(text, format);
  return ns === null ? null : formatTime(ns);
}

function isoTime(text: string): bigint | null {
  return digitsOnly.test(text) ? null : parseTime(text);
}

function decimalTime(text: string, format: keyof typeof unitNs): bigint | null {
  const [, sign, whole, fraction = ""] = decimalForm.exec(text) ?? [];
  if (whole === undefined) return null;
  const unit = unitNs[format];
  const places = String(unit).length - 1;
  const magnitude = BigInt(whole) * unit + BigInt(fraction.slice(0, places).padEnd(places, "0"));
  const ns = (sign === "-" ? -magnitude : magnitude) + (format === "filetime" ? filetimeStartNs : 0n);
  return ns < earliestNs || ns >= endNs ? null : ns;
}
