import { Choice } from "./choice.ts";
import type { EventDraft } from "./event-text.ts";
import { type RunningProcess, writeActor } from "./running-process.ts";
import type { TemplateContext } from "./template.ts";

const actions: Choice<readonly [action: string, type: string]> = Choice.weighted([
  [["connection_attempted", "start"], 52],
  [["disconnect_received", "end"], 38],
  [["connection_accepted", "start"], 10],
]);
const ports: Choice<string> = Choice.weighted([
  ["443", 70],
  ["80", 9],
  ["445", 8],
  ["389", 5],
  ["88", 4],
  ["3389", 2],
  ["5985", 1],
  ["8080", 1],
]);

/** A process opens, accepts or closes a connection. */
export function draftNetworkEvent(process: RunningProcess, { random, host }: TemplateContext): EventDraft {
  const [action, type] = actions.draw(random);
  const accepted = action === "connection_accepted";
  const internal = accepted || random.once(3);
  const peer = internal
    ? `10.${random.below(8)}.${random.below(256)}.${random.between(1, 254)}`
    : `${random.between(13, 199)}.${random.below(256)}.${random.below(64)}.${random.between(1, 254)}`;
  const port = ports.draw(random);
  const local = `"address":"${host.ip}","port":${random.between(49_152, 65_535)},"bytes":${random.below(80_000)},"ip":"${host.ip}"`;
  const remote = `"address":"${peer}","port":${port},"bytes":${random.below(2_000_000)},"ip":"${peer}"`;
  return {
    dataset: "network",
    categoryJson: '["network"]',
    typeJson: `["${type}"]`,
    action,
    processJson: writeActor(process, random),
    userJson: process.userJson,
    detailJson:
      `"destination":{${accepted ? local : remote}},"source":{${accepted ? remote : local}},` +
      `"network":{"transport":"tcp","type":"ipv4","direction":"${accepted ? "ingress" : "egress"}","community_id":"1:${random.base64(26)}0="},`,
    messageJson: "Endpoint network event",
  };
}
