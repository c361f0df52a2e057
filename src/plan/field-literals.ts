import type { FieldAccessor, RawPath } from "../sources/accessor.ts";
import { type Certainty, noDocument, rarer, rarest, union } from "./literal-set.ts";
import { memberLiterals, type Writing } from "./raw-bytes.ts";
import { anyValue, type WantedText } from "./wanted-text.ts";

/** What is said of the values at a place, and how the event's line writes them. */
export interface ValuePlace {
  /** How the event is written; its envelope is plain JSON. */
  readonly writing: Writing;
  /** An explicit null may stand for any value, as a schema says. */
  readonly isNullable: boolean;
}

/** Of a table's rows each stands for a kind of event, which many lines are. */
const tableShare = 0.1;

/**
 * What the line of every event must hold in which the accessor gives a value of the wanted text: the inverse of
 * `compileAccessor`. It may ask less than it could, never more.
 */
export function fieldLiterals(accessor: FieldAccessor, wanted: WantedText, place: ValuePlace): Certainty {
  if (wanted.patterns.length === 0) return noDocument;
  const made = place.isNullable ? { writing: place.writing, isNullable: false } : place;
  switch (accessor.kind) {
    case "paths":
      return pathLiterals(accessor.paths, wanted, place);
    case "first":
    case "all":
      return union(accessor.of.map((part) => fieldLiterals(part, wanted, place)));
    case "constant": {
      const { value, when } = accessor;
      // A number has more than one text.
      if (typeof value !== "number" && !wanted.mayBe(String(value))) return noDocument;
      return when === null ? null : fieldLiterals(when, anyValue, made);
    }
    case "guarded":
      return rarer(fieldLiterals(accessor.of, wanted, made), fieldLiterals(accessor.when, anyValue, made));
    case "table": {
      const set = fieldLiterals(accessor.of, wanted.beforeTable(accessor), made);
      return set === null || set.texts.length === 0 || set.share > tableShare ? set : { ...set, share: tableShare };
    }
    case "join": {
      const { parts, separator } = accessor;
      const inParts = (text: WantedText): Certainty => union(parts.map((part) => fieldLiterals(part, text, made)));
      const runs = wanted.runsBetween(separator);
      return rarer(union(runs.map((ofPattern) => rarest(ofPattern, inParts))), inParts(anyValue));
    }
    case "step":
      return fieldLiterals(accessor.of, wanted.beforeStep(accessor.step), made);
  }
}

/** Whether the accessor gives every event a value of the wanted text. */
export function isSettled(accessor: FieldAccessor, wanted: WantedText): boolean {
  if (accessor.kind !== "constant" || accessor.when !== null) return false;
  return typeof accessor.value === "string" && wanted.isCertainly(accessor.value);
}

function pathLiterals(paths: readonly RawPath[], wanted: WantedText, place: ValuePlace): Certainty {
  const members = membersOf(paths, place);
  if (place.isNullable) return members;
  const [path, ...others] = paths;
  if (path === undefined) return noDocument;
  const writing = writingOf(path, place);
  if (others.some((other) => writingOf(other, place) !== writing)) return members;
  return rarer(wanted.literals(writing), members);
}

/** By places, and how the event is written: each of them is asked for thousands of predicates. */
const known = new WeakMap<readonly RawPath[], Map<Writing, Certainty>>();

function membersOf(paths: readonly RawPath[], place: ValuePlace): Certainty {
  let ofPaths = known.get(paths);
  if (ofPaths === undefined) known.set(paths, (ofPaths = new Map()));
  let members = ofPaths.get(place.writing);
  if (members === undefined) {
    members = union(paths.map((path) => memberLiterals(path, writingOf(path, place))));
    ofPaths.set(place.writing, members);
  }
  return members;
}

function writingOf({ within }: RawPath, { writing }: ValuePlace): Writing {
  return within === "envelope" ? "plain" : writing;
}
