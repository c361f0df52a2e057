import { Choice } from "./choice.ts";
import type { Clock } from "./clock.ts";
import { draftDnsEvent } from "./dns-event.ts";
import { type EventDraft, writeEvent } from "./event-text.ts";
import { draftFileEvent } from "./file-event.ts";
import type { Host } from "./host.ts";
import { draftNetworkEvent } from "./network-event.ts";
import { draftProcessEnd, draftProcessStart } from "./process-event.ts";
import { passingPrograms, residentPrograms } from "./program.ts";
import type { Random } from "./random.ts";
import { draftRegistryEvent } from "./registry-event.ts";
import { type RunningProcess, startProcess } from "./running-process.ts";
import type { TemplateContext } from "./template.ts";

const processCount = 20;

type ActorEvent = (process: RunningProcess, context: TemplateContext) => EventDraft;

/** What processes do while they run. */
const actorEvents: Choice<ActorEvent> = Choice.weighted([
  [draftFileEvent, 34],
  [draftNetworkEvent, 29],
  [draftRegistryEvent, 22],
  [draftDnsEvent, 15],
]);

/** A host while its events are made: what runs there, and how many events it has sent. */
export class LiveHost {
  readonly host: Host;
  readonly #random: Random;
  /** The first ones run all day; the others come and go. */
  readonly #processes: RunningProcess[] = [];
  #sequence: number;

  constructor(host: Host, random: Random) {
    this.host = host;
    this.#random = random;
    this.#sequence = random.below(1_000_000);
    while (this.#processes.length < processCount) {
      const program = residentPrograms[this.#processes.length] ?? passingPrograms.draw(random);
      const parent = this.#processes.length === 0 ? null : this.drawProcess();
      this.#processes.push(startProcess({ random, host, program, parent }));
    }
  }

  /** One of the processes that run. */
  drawProcess(): RunningProcess {
    return this.#random.pick(this.#processes);
  }

  /** What happens next on this host: one in five times a process starts or ends, else one of them does something. */
  drawEvent(): EventDraft {
    if (this.#random.once(5)) return this.#drawLifecycle();
    const process = this.drawProcess();
    return actorEvents.draw(this.#random)(process, { random: this.#random, host: this.host, user: process.user });
  }

  /** Gives the event its time and number and writes it as nested JSON. */
  writeEvent(draft: EventDraft, clock: Clock): string {
    return writeEvent(
      draft,
      this.host,
      { time: clock.advance(this.#random), sequence: this.#sequence++ },
      this.#random,
    );
  }

  /** A process that came ends, or a new one starts and takes its place. */
  #drawLifecycle(): EventDraft {
    const random = this.#random;
    const place = random.between(residentPrograms.length, processCount - 1);
    const ending = this.#processes[place];
    if (ending !== undefined && random.once(2)) return draftProcessEnd(ending, random);
    const parent = this.drawProcess();
    const started = startProcess({ random, host: this.host, program: passingPrograms.draw(random), parent });
    this.#processes[place] = started;
    return draftProcessStart(started, parent, random);
  }
}
