import type { MaxSpan } from "./syntax.ts";

/** A unit of time, as `maxspan` takes it. */
export type TimeUnit = MaxSpan["unit"];

/** From small to large; `factor` is how many of it the next one has. */
const units: readonly { readonly unit: TimeUnit; readonly factor: number; readonly words: readonly string[] }[] = [
  { unit: "ms", factor: 1000, words: ["msec", "msecs", "milli", "millis", "millisecond", "milliseconds"] },
  { unit: "s", factor: 60, words: ["sec", "secs", "second", "seconds"] },
  { unit: "m", factor: 60, words: ["min", "mins", "minute", "minutes"] },
  { unit: "h", factor: 24, words: ["hr", "hrs", "hour", "hours"] },
  { unit: "d", factor: 1, words: ["day", "days"] },
];

/** True for `ms`, `s`, `m`, `h` and `d`. */
export function isTimeUnit(word: string): word is TimeUnit {
  return units.some(({ unit }) => unit === word);
}

/** The unit that a word like `MINUTES`, `sec` or `H` was meant to be; `null` for any other word. */
export function findTimeUnit(word: string): TimeUnit | null {
  const sought = word.toLowerCase();
  return units.find(({ unit, words }) => unit === sought || words.includes(sought))?.unit ?? null;
}

/** A broken span in the largest unit in which it is whole, such as `1500ms` for 1.5 s; `null` if there is none. */
export function writeWhole(count: number, unit: TimeUnit): string | null {
  let number = count;
  for (let i = units.findIndex((entry) => entry.unit === unit); i >= 0; i--) {
    const entry = units[i];
    if (entry !== undefined && Number.isSafeInteger(number) && number > 0) return `${number}${entry.unit}`;
    number *= units[i - 1]?.factor ?? 1;
  }
  return null;
}
