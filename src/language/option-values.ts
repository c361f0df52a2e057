import type { Mistakes } from "./mistakes.ts";
import type { MaxSpan } from "./syntax.ts";
import { findTimeUnit, isTimeUnit, writeWhole } from "./time-units.ts";
import type { TimeUnit } from "./time-units.ts";
import { isSign } from "./token.ts";
import type { TokenStream } from "./token-stream.ts";

/** A stage is repeated at most so often (SEMANTICS 2). */
const mostRuns = 100;

const unitHelp = "the units are `ms`, `s`, `m`, `h` and `d`";

/** A time span as written: the number, its unit if there is one, and where that stands. */
interface WrittenSpan {
  readonly value: number | bigint;
  readonly decimal: boolean;
  readonly unit: string | null;
  readonly start: number;
  readonly end: number;
}

/** Reads the `5m` of `maxspan=5m`: a positive whole number and a unit (E213). `null` if it is wrong, which is reported. */
export function readMaxSpan(stream: TokenStream, mistakes: Mistakes): MaxSpan | null {
  const sign = stream.current;
  const isNegative = isSign(sign, "-") && stream.acceptSign("-");
  const written = takeSpan(stream, mistakes);
  if (written === null) return null;
  const { value, decimal, unit, end } = written;
  const span = { start: isNegative ? sign.start : written.start, end };
  const reject = (message: string, meant: string | null, help = unitHelp): null => {
    mistakes.reportOnce("E213", span, message, meant === null ? { help } : { label: `did you mean \`${meant}\`?` });
    return null;
  };
  const isWhole = typeof value === "bigint" || Number.isInteger(value);
  if (unit === null) return reject("a time span without a unit", isWhole && !isNegative ? `${value}s` : null);
  const meant = findTimeUnit(unit);
  if (meant === null) return reject(`a time span with the unknown unit \`${unit.slice(0, 20)}\``, null);
  if (!isTimeUnit(unit))
    return reject(`a time span with the unknown unit \`${unit.slice(0, 20)}\``, writeSpan(value, meant));
  if (isNegative || value <= 0) return reject("a time span that is not positive", null, "write one like `maxspan=5m`");
  if (!isWhole || decimal) {
    return reject("a time span that is no whole number", writeSpan(value, unit), "the smallest time span is `1ms`");
  }
  if (typeof value === "bigint")
    return reject("a time span that is too long", null, "leave it out: without it any is allowed");
  return { count: value, unit, span };
}

function writeSpan(value: number | bigint, unit: TimeUnit): string | null {
  return writeWhole(Number(value), unit);
}

function takeSpan(stream: TokenStream, mistakes: Mistakes): WrittenSpan | null {
  const { current } = stream;
  if (current.kind === "duration") {
    stream.take();
    return current;
  }
  if (current.kind === "number") {
    stream.take();
    const word = stream.current;
    // Malformed, which was reported.
    if (current.value === null) return null;
    const isUnit = word.kind === "name" && word.plain && !word.tilde;
    if (isUnit) stream.take();
    return { ...current, value: current.value, unit: isUnit ? word.path : null, end: stream.previousEnd };
  }
  if (current.kind === "string") {
    stream.take();
    mistakes.reportOnce("E213", current, "a time span in quotes", { help: "write it without them: `maxspan=5m`" });
    return null;
  }
  mistakes.reportOnce("E204", stream.place, `expected a time span after \`=\`, found ${stream.describe(current)}`, {
    help: "write one like `maxspan=5m`",
  });
  return null;
}

/** Reads the `3` of `runs=3`: 1 to 100 (E214). `null` if it is wrong, which is reported. */
export function readRuns(stream: TokenStream, mistakes: Mistakes): number | null {
  const { current } = stream;
  const help = `a stage may be repeated 1 to ${mostRuns} times, as in \`with runs=3\``;
  if (current.kind === "number" && !current.decimal && typeof current.value === "number") {
    const { value } = current;
    if (Number.isInteger(value) && value >= 1 && value <= mostRuns) {
      stream.take();
      return value;
    }
  }
  mistakes.reportOnce("E214", stream.place, `expected a number of runs, found ${stream.describe(current)}`, { help });
  if (isSign(current, "-")) stream.take();
  if (["number", "duration", "string"].includes(stream.current.kind)) stream.take();
  return null;
}
