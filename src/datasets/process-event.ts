import type { EventDraft } from "./event-text.ts";
import type { Random } from "./random.ts";
import type { RunningProcess } from "./running-process.ts";

/** A process starts. */
export function draftProcessStart(process: RunningProcess, parent: RunningProcess, random: Random): EventDraft {
  return draftProcess(process, "start", `"parent":${parent.parentJson},"uptime":${random.below(3)}`);
}

/** A process ends. */
export function draftProcessEnd(process: RunningProcess, random: Random): EventDraft {
  const exitCode = random.once(6) ? random.between(1, 255) : 0;
  return draftProcess(process, "end", `"exit_code":${exitCode},"uptime":${random.below(90_000)}`);
}

function draftProcess(process: RunningProcess, action: "start" | "end", members: string): EventDraft {
  const level = process.user.id === "S-1-5-18" ? "system" : "medium";
  return {
    dataset: "process",
    categoryJson: '["process"]',
    typeJson: `["${action}"]`,
    action,
    processJson:
      `{"Ext":{"ancestry":${JSON.stringify(process.ancestry)},"code_signature":[${process.signatureJson}],` +
      `"token":{"integrity_level_name":"${level}","elevation":${level === "system"}}},${members},"hash":${process.hashJson},` +
      `${process.callJson},${process.identityJson}}`,
    userJson: process.userJson,
    detailJson: "",
    messageJson: "Endpoint process event",
  };
}
