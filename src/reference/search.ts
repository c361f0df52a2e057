import type { EventQuery, Pipe, Query } from "../language/syntax.ts";
import type { Document } from "./document.ts";
import { compareEvents, type EventPlace, type TimedPlace } from "./event-order.ts";
import { evaluateQuery, type ReferenceOptions } from "./evaluator.ts";
import { findSamples } from "./sample.ts";
import { findSequences } from "./sequence.ts";
import type { PlacedDocument, StageHit } from "./stage-hits.ts";
import { eventTime, fieldValuesOf } from "./typed-field.ts";
import { canonicalText } from "./value.ts";

/** Which fields of the events have a meaning of their own, and how many results are wanted. */
export interface SearchOptions extends ReferenceOptions {
  /** What decides the order of events with the same time. Default: their order in the input. */
  readonly tiebreakerField?: string;
  /** Keeps so many results, before any pipe: the last ones, of a sample the first ones. Default: all. */
  readonly size?: number;
  /** How many samples there may be for one combination of join keys. Default 1. */
  readonly maxSamplesPerKey?: number;
}

/** One result of a query. */
export interface SearchResult {
  readonly kind: Query["kind"];
  /** The numbers of its documents, in the order of the stages; null where a stage is missing. */
  readonly events: readonly (number | null)[];
  /** Canonical texts of its first event's join keys; null for an optional key without a value. */
  readonly joinKeys: readonly (string | null)[];
}

/**
 * All results of a query over a whole data set, whose documents are in input order, by the letter of SEMANTICS 7 to 9. With a
 * schema the query is one that `resolveQuery` has settled by it. Events come by time, tiebreaker and input order, those without a time first; sequences by their last event, then by their keys;
 * samples by their keys.
 *
 * @example
 * const { query } = parseQuery("sequence by host [process where true] [file where true]");
 * searchEvents(query, documents); // [{ kind: "sequence", events: [0, 4], joinKeys: ["ws-1"] }]
 */
export function searchEvents(
  query: Query,
  documents: readonly Document[],
  options: SearchOptions = {},
): readonly SearchResult[] {
  const placed = documents.map((document, position) => ({ document, place: placeOf(document, position, options) }));
  const found = findResults(query, placed, options).map((stages) => resultOf(query, stages));
  const size = options.size ?? found.length;
  const kept = query.kind === "sample" ? found.slice(0, size) : lastOf(found, size);
  return query.pipes.reduce(applyPipe, kept);
}

function findResults(
  query: Query,
  documents: readonly PlacedDocument[],
  options: SearchOptions,
): readonly (readonly (StageHit | null)[])[] {
  if (query.kind === "sample") return findSamples(query, documents, options, options.maxSamplesPerKey ?? 1);
  const ordered = documents.toSorted((left, right) => compareEvents(left.place, right.place));
  if (query.kind === "event") return findEvents(query, ordered, options);
  return findSequences(query, ordered.flatMap(withTime), options);
}

function findEvents(
  query: EventQuery,
  documents: readonly PlacedDocument[],
  options: ReferenceOptions,
): readonly (readonly StageHit[])[] {
  return documents
    .filter(({ document }) => evaluateQuery(query, document, options).matches)
    .map(({ place }) => [{ place, keys: [] }]);
}

/** Events without a readable time take part in no sequence (SEMANTICS 5b). */
function withTime({ document, place }: PlacedDocument): readonly PlacedDocument<TimedPlace>[] {
  const { timeNs } = place;
  return timeNs === null ? [] : [{ document, place: { ...place, timeNs } }];
}

/** Of an array the first value counts. */
function placeOf(document: Document, position: number, options: SearchOptions): EventPlace {
  const { tiebreakerField } = options;
  const [tiebreaker = null] = tiebreakerField === undefined ? [] : fieldValuesOf(document, tiebreakerField, options);
  return { timeNs: eventTime(document, options), tiebreaker, position };
}

function resultOf(query: Query, stages: readonly (StageHit | null)[]): SearchResult {
  const keys = stages.find((hit) => hit !== null)?.keys ?? [];
  return {
    kind: query.kind,
    events: stages.map((hit) => hit?.place.position ?? null),
    joinKeys: keys.map(({ value }) => canonicalText(value)),
  };
}

function applyPipe(results: readonly SearchResult[], { kind, count }: Pipe): readonly SearchResult[] {
  return kind === "head" ? results.slice(0, count) : lastOf(results, count);
}

function lastOf(results: readonly SearchResult[], count: number): readonly SearchResult[] {
  return results.slice(Math.max(0, results.length - count));
}
