import { Choice } from "./choice.ts";
import type { EventDraft } from "./event-text.ts";
import { type RunningProcess, writeActor } from "./running-process.ts";
import { type Template, type TemplateContext, compileTemplate } from "./template.ts";

const names: Choice<Template> = Choice.weighted([
  [compileTemplate("{word}.{domain}"), 60],
  [compileTemplate("{domain}"), 40],
  [compileTemplate("{word}-{number}.{word}.{domain}"), 30],
  [compileTemplate("{hex}{hex}.{word}.{domain}"), 20],
  [compileTemplate("_ldap._tcp.{word}._sites.dc._msdcs.corp.example"), 8],
  [compileTemplate("{hash}.tunnel.{domain}"), 2],
]);
const recordTypes: Choice<string> = Choice.weighted([
  ["A", 70],
  ["AAAA", 24],
  ["PTR", 3],
  ["SRV", 2],
  ["TXT", 1],
]);

/** A process looks a name up, or gets the answer. */
export function draftDnsEvent(process: RunningProcess, context: TemplateContext): EventDraft {
  const { random } = context;
  const answered = random.once(2);
  const name = names.draw(random)(context);
  const type = recordTypes.draw(random);
  const question = `"question":{"name":"${name}","type":"${type}"}`;
  const addresses = Array.from(
    { length: answered ? random.between(1, 4) : 0 },
    () => `"${random.between(13, 199)}.${random.below(256)}.${random.below(64)}.${random.between(1, 254)}"`,
  );
  return {
    dataset: "network",
    categoryJson: '["network"]',
    typeJson: answered ? '["protocol","info"]' : '["protocol","start"]',
    action: answered ? "lookup_result" : "lookup_requested",
    processJson: writeActor(process, random),
    userJson: process.userJson,
    detailJson: answered
      ? `"dns":{"Ext":{"options":0,"status":${random.once(12) ? 9003 : 0}},${question},"resolved_ip":[${addresses.join(",")}]},"network":{"protocol":"dns"},`
      : `"dns":{"Ext":{"options":${random.below(65_536)}},${question}},"network":{"protocol":"dns"},`,
    messageJson: `DNS query for ${name} (${type}) ${answered ? "completed" : "sent"}`,
  };
}
