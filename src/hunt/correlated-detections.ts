import type { Finding, JoinKey } from "../correlate/candidate.ts";
import { ExternalSort } from "../correlate/external-sort.ts";
import type { InputFile } from "../input/split.ts";
import { type PlaceInInput, placeInInput, type ShownEvent } from "../scan/hit.ts";
import type { Detection } from "./detection.ts";
import type { DetectionBuilding, FoundEvent } from "./detection-building.ts";
import type { HuntAccount } from "./hunt-account.ts";
import { SecondReading } from "./second-reading.ts";
import type { SpillStorage } from "./spill-storage.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** What {@link correlatedDetections} works with. */
export interface CorrelationSetting {
  readonly pool: WorkerPool;
  readonly threads: number;
  readonly inputs: readonly InputFile[];
  /** Numbers from there on are free for splits. */
  readonly firstSplit: number;
  readonly building: DetectionBuilding;
  readonly account: HuntAccount;
  readonly storage: SpillStorage;
  /** A part of the input is missing, and it shall be said of each detection. */
  readonly partial: boolean;
  /** Whether an earlier run gave it: then it isn't given again. */
  readonly wasGiven: (detection: Detection) => boolean;
}

/**
 * Detections of findings, in their order. Their events are read again in the order of their places and then put back into
 * the order of the findings, so that memory stays bounded however many there are.
 */
export async function* correlatedDetections(
  findings: Iterable<Finding<ShownEvent>>,
  setting: CorrelationSetting,
): AsyncGenerator<Detection> {
  const { pool, threads, inputs, firstSplit, account, storage } = setting;
  const pieces = new ExternalSort<Piece>(comparePieces, { name: "pieces", ...storage });
  const reading = new SecondReading(inputs, storage);
  try {
    let number = 0;
    for (const { rule, keys, stages } of findings) {
      if (!account.countDetection(rule)) continue;
      const finding = number++;
      pieces.add({ kind: "head", finding, stage: -1, rule, keys }, headBytes);
      for (const [stage, candidate] of stages.entries()) {
        if (candidate === null) {
          pieces.add({ kind: "missing", finding, stage }, headBytes);
          continue;
        }
        const { input, filter, source, timeNs, event } = candidate;
        const place = placeInInput(candidate);
        pieces.add({ kind: "place", finding, stage, input, ...place, source, timeNs }, headBytes);
        if (event === null) reading.add({ input, ...place, filter, finding, stage });
        else pieces.add({ kind: "event", finding, stage, event }, eventBytes(event));
      }
    }
    if (number === 0) return;
    for await (const { events, end } of reading.read(pool, threads, firstSplit)) {
      if (end !== null) account.addSecondReading(end.split, end.outcome);
      for (const { unread, event } of events) {
        const { finding, stage, input } = unread;
        if (event === null) account.addLostEvent(inputs[input]?.name ?? "");
        else pieces.add({ kind: "event", finding, stage, event }, eventBytes(event));
      }
    }
    yield* assemble(pieces.sorted(), setting);
  } finally {
    reading.remove();
    pieces.remove();
  }
}

/** What a detection is put together from: its head, and of each stage that nothing comes, or where its event is and what. */
type Piece = { readonly finding: number; readonly stage: number } & (
  | { readonly kind: "head"; readonly rule: number; readonly keys: readonly JoinKey[] }
  | { readonly kind: "missing" }
  | ({
      readonly kind: "place";
      readonly input: number;
      readonly source: number;
      readonly timeNs: bigint | null;
    } & PlaceInInput)
  | { readonly kind: "event"; readonly event: ShownEvent }
);

const kindOrder = { head: 0, missing: 1, place: 1, event: 2 } as const;

function comparePieces(left: Piece, right: Piece): number {
  return left.finding - right.finding || left.stage - right.stage || kindOrder[left.kind] - kindOrder[right.kind];
}

function* assemble(
  pieces: Iterable<Piece>,
  { inputs, building, account, partial, wasGiven }: CorrelationSetting,
): Generator<Detection> {
  let head: (Piece & { readonly kind: "head" }) | null = null;
  let place: (Piece & { readonly kind: "place" }) | null = null;
  let events: (FoundEvent | null)[] = [];
  let stages = 0;
  const finish = function* (): Generator<Detection> {
    if (head === null) return;
    // An event that is no longer there was reported; what it was part of can't be shown.
    const detection = events.length === stages ? building.buildCorrelated(head.rule, head.keys, events, partial) : null;
    if (detection !== null && !wasGiven(detection)) yield detection;
    else account.uncountDetection(head.rule);
  };
  for (const piece of pieces) {
    switch (piece.kind) {
      case "head":
        yield* finish();
        head = piece;
        events = [];
        stages = 0;
        break;
      case "missing":
        events.push(null);
        stages++;
        break;
      case "place":
        place = piece;
        stages++;
        break;
      case "event":
        if (place === null) break;
        events.push({
          file: inputs[place.input]?.name ?? "",
          ...placeInInput(place),
          source: place.source,
          timeNs: place.timeNs,
          event: piece.event,
        });
    }
  }
  yield* finish();
}

/** What a piece takes in memory; an event by its text. */
const headBytes = 120;

function eventBytes({ text }: ShownEvent): number {
  return 2 * text.length + headBytes;
}
