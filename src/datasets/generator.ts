import { Choice } from "./choice.ts";
import { Clock } from "./clock.ts";
import { hitForms } from "./hit-form.ts";
import { type Host, createFleet } from "./host.ts";
import { LiveHost } from "./live-host.ts";
import { type Mention, mentions } from "./mention.ts";
import { nearMissForms } from "./near-miss-form.ts";
import { Random } from "./random.ts";
import { Schedule } from "./schedule.ts";
import { type ServiceWriteScene, type WriteForm, draftServiceWrite, drawServiceWrite } from "./service-write.ts";
import { type Shape, reshapeDocument } from "./shape.ts";

/** What to generate. */
export interface GeneratorOptions {
  /** How many events, from 0; `Infinity` for as many as are taken. */
  readonly events: number;
  /** A whole number from 0 to 2^53 - 1. The same seed gives the same events; a longer run begins with those of a shorter one. */
  readonly seed: number;
  /** One event that the seed rule finds in every so many, from 1; 20,000 by default. The first is among the first 1,000. */
  readonly hitEvery?: number;
  /** One event that looks like a hit and is none in every so many, from 1; 500 by default. */
  readonly nearMissEvery?: number;
}

/** One event of the generator. */
export interface GeneratedEvent {
  /** JSON on one line, without the newline; 600 to 3,000 bytes of UTF-8. */
  readonly text: string;
  /** The seed rule finds it. */
  readonly hit: boolean;
  /** The form of a hit or of a near miss; `null` for an ordinary event. */
  readonly form: string | null;
}

const fleetSize = 300;
const shapes: Choice<Shape> = Choice.weighted([
  ["nested", 980],
  ["dotted", 12],
  ["reordered", 4],
  ["mixed", 2],
  ["spaced", 2],
]);
/** Longer texts keep their shape: dotted names make a text up to a third longer, and no event may pass 3,000 bytes. */
const reshapedLength = 2000;

/**
 * Makes events as Elastic Defend writes them on a fleet of Windows hosts: process, network, file, registry and DNS events
 * with the weights of real fleets, and among them service writes that the seed rule finds, or just does not find. The same
 * options give the same events on every machine.
 *
 * @throws RangeError if an option is out of its range.
 * @example for (const { text, hit } of generateEvents({ events: 1000, seed: 7 })) console.log(hit, text);
 */
export function* generateEvents(options: GeneratorOptions): Generator<GeneratedEvent, void, undefined> {
  checkOptions(options);
  const { events, seed, hitEvery = 20_000, nearMissEvery = 500 } = options;
  const random = new Random(seed);
  const clock = new Clock();
  const hosts = Choice.skewed(createFleet(random, fleetSize));
  const liveHosts = new Map<Host, LiveHost>();
  const hits = new Schedule(random, hitForms, hitEvery, Math.min(hitEvery, 1000));
  const nearMisses = new Schedule<WriteForm | Mention>(
    random,
    [...nearMissForms, ...mentions],
    nearMissEvery,
    nearMissEvery,
  );
  for (let eventNumber = 0; eventNumber < events; eventNumber++) {
    const host = hosts.draw(random);
    const live = liveHosts.get(host) ?? new LiveHost(host, random);
    liveHosts.set(host, live);
    const hitForm = hits.take(eventNumber);
    const form = hitForm ?? nearMisses.take(eventNumber);
    yield form === undefined
      ? { text: writeOrdinary(live, random, clock), hit: false, form: null }
      : { text: writePlanted(live, form, random, clock), hit: hitForm !== undefined, form: form.name };
  }
}

function checkOptions({ events, seed, hitEvery = 1, nearMissEvery = 1 }: GeneratorOptions): void {
  if (!(events >= 0)) throw new RangeError(`events is ${events}: it must be a number from 0`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed is ${seed}: it must be a whole number from 0 to 2^53 - 1`);
  for (const [name, every] of Object.entries({ hitEvery, nearMissEvery })) {
    if (!Number.isInteger(every) || every < 1 || every > 2 ** 21)
      throw new RangeError(`${name} is ${every}: it must be a whole number from 1 to 2^21`);
  }
}

function writeOrdinary(live: LiveHost, random: Random, clock: Clock): string {
  const text = live.writeEvent(live.drawEvent(), clock);
  const shape = shapes.draw(random);
  return text.length > reshapedLength ? text : reshapeDocument(text, shape, live.host.style);
}

/** A hit or a near miss: a service write in some form, or an event that mentions its words. */
function writePlanted(live: LiveHost, form: WriteForm | Mention, random: Random, clock: Clock): string {
  const { host } = live;
  const scene: ServiceWriteScene = { context: { random, host, user: host.person }, parent: live.drawProcess() };
  if ("draft" in form) return live.writeEvent(form.draft(scene), clock);
  const write = form.change(drawServiceWrite(scene.context), scene.context);
  const nested = live.writeEvent(draftServiceWrite(write, scene), clock);
  return write.disguise(reshapeDocument(nested, write.shape, host.style), random);
}
