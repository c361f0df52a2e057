import { shownName } from "./shown-name.ts";
import { parseTime } from "./time.ts";

/** Reads a value as an instant, in nanoseconds since 1970; `null` if it is none. */
export type InstantReader = (value: string | number | bigint | boolean) => bigint | null;

const digitsOnly = /^[0-9]+$/;
const quotedForm = /'(?:[^']|'')*'/y;
/** The parts of a pattern by their letters, with the range of their numbers. */
const partNames = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"] as const;

type PartName = (typeof partNames)[number];

/** A piece of a pattern: digits of a part of the time, or text that must stand there. */
type Piece = { readonly kind: "part"; readonly name: PartName } | { readonly kind: "text"; readonly text: string };

/** What is wrong with a date format, as the rest of "the format … "; `null` if it can be used. */
export function dateFormatFault(format: string): string | null {
  if (format === "iso" || format === "epoch_millis") return null;
  const pieces = readPattern(format);
  if (typeof pieces === "string") return pieces;
  const parts = pieces.flatMap((piece) => (piece.kind === "part" ? [piece.name] : []));
  const twice = parts.find((name, position) => parts.indexOf(name) !== position);
  if (twice !== undefined) return `has \`${twice}\` twice`;
  return parts.includes("yyyy") ? null : "has no year, `yyyy`";
}

/**
 * A reader that tries the formats in their order; one that {@link dateFormatFault} rejects reads nothing. `iso` takes the
 * texts and `epoch_millis` the numbers and texts of digits that `parseTime` takes; a pattern takes text of its form, in
 * UTC, and whole numbers by their digits. What a pattern doesn't name is the first: month and day 1, midnight.
 *
 * @example
 * instantReader(["dd-MM-yyyy", "iso"])("17-12-2022"); // 1671235200000000000n
 */
export function instantReader(formats: readonly string[]): InstantReader {
  const readers = formats.map(readerOf);
  return (value) => {
    if (typeof value === "boolean") return null;
    for (const read of readers) {
      const instant = read(value);
      if (instant !== null) return instant;
    }
    return null;
  };
}

/** Reads a constant of a rule beside a date: by the field's formats, else as one beside the timestamp (SEMANTICS 5). */
export function constantInstantReader(formats: readonly string[]): InstantReader {
  return instantReader([...formats, "iso", "epoch_millis"]);
}

type FormatReader = (value: string | number | bigint) => bigint | null;

function readerOf(format: string): FormatReader {
  if (format === "iso")
    return (value) => (typeof value === "string" && !digitsOnly.test(value) ? parseTime(value) : null);
  if (format === "epoch_millis") {
    return (value) => (typeof value !== "string" || digitsOnly.test(value) ? parseTime(value) : null);
  }
  const pieces = readPattern(format);
  return typeof pieces === "string" ? () => null : (value) => readByPattern(pieces, String(value));
}

/** The pieces of a pattern; a text says what is wrong with it. Text between single quotes is taken as it is. */
function readPattern(pattern: string): readonly Piece[] | string {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length;) {
    const letter = pattern.charAt(at);
    if (letter === "'") {
      quotedForm.lastIndex = at;
      const [quoted] = quotedForm.exec(pattern) ?? [];
      if (quoted === undefined) return "has a quote that is not closed";
      // A doubled quote is one, inside quotes and outside.
      const text = quoted === "''" ? "'" : quoted.slice(1, -1).replaceAll("''", "'");
      pieces.push({ kind: "text", text });
      at += quoted.length;
    } else if (/[A-Za-z]/.test(letter)) {
      const run = letterRun(pattern, at);
      const name = partNames.find((part) => part === run);
      if (name === undefined) return `has \`${shownName(run)}\`, which is no part of a time here`;
      pieces.push({ kind: "part", name });
      at += name.length;
    } else {
      pieces.push({ kind: "text", text: letter });
      at++;
    }
  }
  return pieces;
}

function letterRun(pattern: string, at: number): string {
  let end = at;
  while (pattern[end] === pattern[at]) end++;
  return pattern.slice(at, end);
}

/** Builds the ISO text of it, so that there is one calendar only. */
function readByPattern(pieces: readonly Piece[], text: string): bigint | null {
  const found: Record<PartName, string> = { yyyy: "", MM: "01", dd: "01", HH: "00", mm: "00", ss: "00", SSS: "000" };
  let at = 0;
  for (const piece of pieces) {
    if (piece.kind === "text") {
      if (!text.startsWith(piece.text, at)) return null;
      at += piece.text.length;
    } else {
      const digits = text.slice(at, at + piece.name.length);
      if (digits.length !== piece.name.length || !digitsOnly.test(digits)) return null;
      found[piece.name] = digits;
      at += digits.length;
    }
  }
  if (at !== text.length) return null;
  const { yyyy, MM, dd, HH, mm, ss, SSS } = found;
  return parseTime(`${yyyy}-${MM}-${dd}T${HH}:${mm}:${ss}.${SSS}`);
}
