const dayMs = 86_400_000;
/** 0000-01-01 and 10000-01-01 in milliseconds since 1970: four digits have to do for a year. */
const earliestMs = -62_167_219_200_000;
const endMs = 253_402_300_800_000;

const digitsOnly = /^[0-9]+$/;

/**
 * Reads an instant: nanoseconds since 1970, or `null` if the value is no readable time (SEMANTICS 5b).
 *
 * A text is an ISO 8601 date, alone (midnight) or with a time after `T` or one blank, with up to 9 fraction digits
 * and a zone `Z`, `+hh`, `+hhmm` or `+hh:mm` (none: UTC). A number, or a text of digits, is milliseconds since 1970;
 * a number may have a fraction. Days that the calendar doesn't have, leap seconds and years outside 0000 to 9999
 * are no times. Blanks around the text aren't removed.
 *
 * @example
 * parseTime("2025-08-18T10:00:00.5+02:00"); // 1755504000500000000n
 * parseTime(1755504000500); // 1755504000500000000n
 * parseTime("2025-02-29"); // null
 */
export function parseTime(value: string | number | bigint): bigint | null {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value === "bigint") return fromWholeMs(value);
  return digitsOnly.test(value) ? fromDigits(value) : fromIso(value);
}

/**
 * Writes an instant in UTC: `2025-08-18T10:00:00.500Z`, with 9 fraction digits if 3 don't say it all.
 * Takes nanoseconds since 1970 within the years 0000 to 9999, which is all that {@link parseTime} gives.
 */
export function formatTime(ns: bigint): string {
  const remainderNs = ((ns % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const text = new Date(Number((ns - remainderNs) / 1_000_000n)).toISOString();
  return remainderNs === 0n ? text : `${text.slice(0, -1)}${String(remainderNs).padStart(6, "0")}Z`;
}

function fromNumber(ms: number): bigint | null {
  if (!(ms >= earliestMs && ms < endMs)) return null;
  const whole = Math.floor(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}

function fromWholeMs(ms: bigint): bigint | null {
  return ms >= BigInt(earliestMs) && ms < BigInt(endMs) ? ms * 1_000_000n : null;
}

function fromDigits(text: string): bigint | null {
  // Fifteen significant digits hold every allowed instant; BigInt would take its time over a million.
  const significant = text.length > 15 ? text.replace(/^0+/, "") : text;
  return significant.length > 15 ? null : fromNumber(Number(significant));
}

/** Reads from left to right by character codes: this runs once for every event that matches a sequence stage. */
function fromIso(text: string): bigint | null {
  const end = text.length;
  if (end < 10 || text[4] !== "-" || text[7] !== "-") return null;
  const year = readDigits(text, 0, 4);
  const month = readDigits(text, 5, 2);
  const day = readDigits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const dateMs = daysSince1970(year, month, day) * dayMs;
  if (end === 10) return BigInt(dateMs) * 1_000_000n;
  if (text[10] !== "T" && text[10] !== " ") return null;

  const hour = readDigits(text, 11, 2);
  let minute = 0;
  let second = 0;
  let fractionNs = 0;
  let at = 13;
  if (text[at] === ":") {
    minute = readDigits(text, at + 1, 2);
    at += 3;
    if (text[at] === ":") {
      second = readDigits(text, at + 1, 2);
      at += 3;
      if (text[at] === "." || text[at] === ",") {
        const start = ++at;
        while (isDigit(text, at)) at++;
        const digits = at - start;
        if (digits < 1 || digits > 9) return null;
        fractionNs = readDigits(text, start, digits) * 10 ** (9 - digits);
      }
    }
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const zoneMinutes = readZone(text, at);
  if (zoneMinutes === null) return null;
  const ms = dateMs + ((hour * 60 + minute - zoneMinutes) * 60 + second) * 1000;
  return ms < earliestMs || ms >= endMs ? null : BigInt(ms) * 1_000_000n + BigInt(fractionNs);
}

/** Minutes east of UTC of the zone that is all of the rest of the text; `null` if it is none. */
function readZone(text: string, at: number): number | null {
  const rest = text.length - at;
  if (rest === 0) return 0;
  const sign = text[at];
  if (sign === "Z") return rest === 1 ? 0 : null;
  if (sign !== "+" && sign !== "-") return null;
  const hasColon = text[at + 3] === ":";
  if (rest !== 3 && rest !== (hasColon ? 6 : 5)) return null;
  const hours = readDigits(text, at + 1, 2);
  const minutes = rest === 3 ? 0 : readDigits(text, at + (hasColon ? 4 : 3), 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

/** The number that `count` digits make; -1 if one of them is none. */
function readDigits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    if (!isDigit(text, i)) return -1;
    value = value * 10 + text.charCodeAt(i) - 48;
  }
  return value;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
