import type { Host } from "./host.ts";
import type { Random } from "./random.ts";

/** One event before it is put into a line. What ends in `Json` is JSON already, in the host's style. */
export interface EventDraft {
  /** The last part of `data_stream.dataset`: `registry`, `file`, `network`, `process`. */
  readonly dataset: string;
  /** Value of `event.category`; mostly an array. */
  readonly categoryJson: string;
  /** Value of `event.type`; mostly an array. */
  readonly typeJson: string;
  readonly action: string;
  readonly processJson: string;
  readonly userJson: string;
  /** Members of their own, such as `"registry":{…}`, each followed by a comma. Empty if there are none. */
  readonly detailJson: string;
  /** The message, as the inside of a JSON string. */
  readonly messageJson: string;
  /** The `host` object, where it is not the host's usual one. */
  readonly hostJson?: string;
}

/** When and as what number of its host an event came. */
export interface EventStamp {
  readonly time: string;
  /** Counts up for each host. */
  readonly sequence: number;
}

/** Puts an event together as one line of nested JSON, without the newline. */
export function writeEvent(draft: EventDraft, host: Host, stamp: EventStamp, random: Random): string {
  const { time, sequence } = stamp;
  const { detailJson: detail, messageJson: message } = draft;
  const hostJson = draft.hostJson ?? host.hostJson;
  const stream = host.lean
    ? ""
    : `"data_stream":{"namespace":"default","type":"logs","dataset":"endpoint.events.${draft.dataset}"},"ecs":{"version":"8.10.0"},`;
  const event =
    `"event":{"sequence":${sequence},"created":"${time}","kind":"event","module":"endpoint","action":"${draft.action}",` +
    `"id":"${host.eventIdPrefix}++${random.base64(10)}","category":${draft.categoryJson},"type":${draft.typeJson},` +
    `"dataset":"endpoint.events.${draft.dataset}"}`;
  if (host.order === "alphabetical") {
    return (
      `{"@timestamp":"${time}","agent":${host.agentJson},${stream}${event},"host":${hostJson},"message":"${message}",` +
      `${detail}"process":${draft.processJson},"user":${draft.userJson}}`
    );
  }
  if (host.order === "details-first") {
    return (
      `{${detail}"process":${draft.processJson},"user":${draft.userJson},"message":"${message}","host":${hostJson},` +
      `${event},${stream}"agent":${host.agentJson},"@timestamp":"${time}"}`
    );
  }
  return (
    `{"agent":${host.agentJson},"process":${draft.processJson},"@timestamp":"${time}",${detail}${stream}"host":${hostJson},` +
    `"message":"${message}",${event},"user":${draft.userJson}}`
  );
}
