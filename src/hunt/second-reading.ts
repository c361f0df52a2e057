import { ExternalSort } from "../correlate/external-sort.ts";
import type { InputFile, Split } from "../input/split.ts";
import { isDivisible } from "../input/splitting.ts";
import { compareHits, placeInInput, type ShownEvent } from "../scan/hit.ts";
import type { WantedEvent } from "../scan/split-scanner.ts";
import type { SplitJob } from "./split-job.ts";
import { mergeSplits } from "./split-merge.ts";
import type { SplitOutcome } from "./split-run.ts";
import type { SpillStorage } from "./spill-storage.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** An event that was found before and whose text is wanted now. */
export interface UnreadEvent extends WantedEvent {
  /** Position of the input in output order. */
  readonly input: number;
  /** What it is wanted for: given back with its text. */
  readonly finding: number;
  readonly stage: number;
}

/** The event, or `null` if it is no longer there. */
export interface ReadEvent {
  readonly unread: UnreadEvent;
  readonly event: ShownEvent | null;
}

/** Events that were read; and, after those of a piece of an input, how reading it ended. */
export interface ReadEvents {
  readonly events: readonly ReadEvent[];
  readonly end: { readonly split: Split; readonly outcome: SplitOutcome } | null;
}

/** Of a plain file of lines events that are not farther apart than this are read in one go. */
const longestGapBytes = 1 << 20;

/** More events are not asked for in one go. Of a packed file, which is unpacked for each go, more. */
const mostEventsOfPlain = 4_096;
const mostEventsOfPacked = 262_144;

/**
 * Reads events again, each input from its start to its end, on all threads: candidates of sequences carry no text, since
 * hardly any of them becomes part of one.
 */
export class SecondReading {
  readonly #unread: ExternalSort<UnreadEvent>;
  readonly #inputs: readonly InputFile[];

  /** `inputs` by their position. */
  constructor(inputs: readonly InputFile[], storage: SpillStorage) {
    this.#inputs = inputs;
    this.#unread = new ExternalSort(compareUnread, { name: "events", ...storage });
  }

  /** To be called for every event before {@link read}. */
  add(event: UnreadEvent): void {
    this.#unread.add(event, unreadBytes);
  }

  /** The events in the order of their places. `firstSplit`: numbers from there on are free for splits. */
  async *read(pool: WorkerPool, threads: number, firstSplit: number): AsyncGenerator<ReadEvents> {
    for await (const result of mergeSplits(pool, this.#jobs(firstSplit), threads)) {
      const { job } = result;
      if (result.kind === "hits") {
        for (const hit of result.hits) {
          if (hit.kind === "event") yield { events: takeRead(job, hit.event, hit), end: null };
        }
      } else {
        yield { events: takeRead(job, null, null), end: { split: job.split, outcome: result.outcome } };
      }
    }
  }

  /** To be called at the end. */
  remove(): void {
    this.#unread.remove();
  }

  *#jobs(firstSplit: number): Generator<ReadingJob> {
    let events: UnreadEvent[] = [];
    let index = firstSplit;
    for (const event of this.#unread.sorted()) {
      const last = events.at(-1);
      if (last !== undefined && !this.#belongTogether(last, event, events.length)) {
        yield this.#job(events, index++);
        events = [];
      }
      events.push(event);
    }
    if (events.length > 0) yield this.#job(events, index);
  }

  #belongTogether(last: UnreadEvent, next: UnreadEvent, count: number): boolean {
    if (last.input !== next.input) return false;
    // Of a line all events are in one go: it is read once.
    if (last.offsetBytes === next.offsetBytes) return true;
    const input = this.#inputs[last.input];
    return input !== undefined && isDivisible(input)
      ? next.offsetBytes - last.offsetBytes <= longestGapBytes && count < mostEventsOfPlain
      : count < mostEventsOfPacked;
  }

  #job(events: readonly UnreadEvent[], index: number): ReadingJob {
    const [first] = events;
    const last = events.at(-1);
    const input = this.#inputs[first?.input ?? 0];
    if (input === undefined || first === undefined || last === undefined) {
      throw new RangeError("an event of an input that is not there");
    }
    const split: Split = isDivisible(input)
      ? { index, input, startBytes: first.offsetBytes, endBytes: last.offsetBytes + 1 }
      : { index, input, startBytes: 0, endBytes: input.sizeBytes };
    const wanted = events.filter(
      (event, position) => position === 0 || compareHits(event, events[position - 1] ?? event) !== 0,
    );
    return {
      split,
      wanted: wanted.map((event) => ({ ...placeInInput(event), filter: event.filter })),
      pass: null,
      events,
      taken: 0,
    };
  }
}

interface ReadingJob extends SplitJob {
  readonly events: readonly UnreadEvent[];
  /** How many of the events have been given back. */
  taken: number;
}

/** The events up to the one that a hit is of, which comes with its text; without a hit all that are left. */
function takeRead(job: ReadingJob, shown: ShownEvent | null, hit: WantedEvent | null): readonly ReadEvent[] {
  const read: ReadEvent[] = [];
  for (; job.taken < job.events.length; job.taken++) {
    const unread = job.events[job.taken];
    if (unread === undefined) break;
    if (hit === null) {
      read.push({ unread, event: null });
      continue;
    }
    const order = compareHits(unread, hit);
    if (order > 0) break;
    read.push({ unread, event: order === 0 ? shown : null });
  }
  return read;
}

function compareUnread(left: UnreadEvent, right: UnreadEvent): number {
  return (
    left.input - right.input || compareHits(left, right) || left.finding - right.finding || left.stage - right.stage
  );
}

/** What one takes in memory. */
const unreadBytes = 100;
