import { type Host, type User, networkServiceUser, systemUser, writeUser } from "./host.ts";
import { flattenText, quoteJson, quoteJsonList } from "./json-text.ts";
import type { Program } from "./program.ts";
import { Random } from "./random.ts";
import type { TemplateContext } from "./template.ts";

/** A process that runs on a host, with its pieces of the events it causes. */
export interface RunningProcess {
  readonly name: string;
  readonly executable: string;
  readonly pid: number;
  readonly entityId: string;
  /** Entity ids of the processes above it, nearest first, at most two; none where the host is lean. */
  readonly ancestry: readonly string[];
  readonly user: User;
  readonly userJson: string;
  /** Members `args`, `args_count` and `command_line`. */
  readonly callJson: string;
  /** The `code_signature` object. */
  readonly signatureJson: string;
  /** Members `entity_id`, `executable`, `name`, `pid` and `code_signature`. */
  readonly identityJson: string;
  /** The `process` object of an event that this process causes, up to the thread's number, and after it. */
  readonly actorHead: string;
  readonly actorTail: string;
  /** The `parent` object of a process that this one starts. */
  readonly parentJson: string;
  /** The `hash` object of its file. */
  readonly hashJson: string;
}

/** What a process is made from. */
export interface ProcessOrigin {
  readonly random: Random;
  readonly host: Host;
  readonly program: Program;
  /** `null` for the first processes of a host. */
  readonly parent: RunningProcess | null;
}

/** Starts a process: fills in path and arguments and writes its fragments. */
export function startProcess({ random, host, program, parent }: ProcessOrigin): RunningProcess {
  const user = accountUser(program, host);
  const context: TemplateContext = { random, host, user };
  const name = program.name(context);
  const executable = `${program.folder(context)}\\${name}`;
  const pid = random.between(1, 8000) * 4;
  const entityId = random.base64(22);
  const ancestry = parent === null || host.lean ? [] : [parent.entityId, ...parent.ancestry].slice(0, 2);
  const call = random.pick(program.calls)(context);
  const commandLine = [executable.includes(" ") ? `"${executable}"` : executable, call].join(" ").trimEnd();
  const args = [executable, ...splitCall(call)];
  const commandJson = quoteJson(commandLine, host.style);
  const callJson = `"args":${quoteJsonList(args, host.style)},"args_count":${args.length},"command_line":${commandJson}`;
  const signatureJson = writeSignature(program);
  const pathJson = `"entity_id":"${entityId}","executable":${quoteJson(executable, host.style)}`;
  const nameJson = `"name":${quoteJson(name, host.style)},"pid":${pid}`;
  const identityJson = `${pathJson},${nameJson},"code_signature":${signatureJson}`;
  return {
    name,
    executable,
    pid,
    entityId,
    ancestry,
    user,
    userJson: writeUser(user, host.style),
    callJson,
    signatureJson,
    identityJson,
    actorHead: flattenText(
      `{"Ext":{"ancestry":${JSON.stringify(ancestry)}},${host.lean ? "" : `"code_signature":${signatureJson},`}` +
        `${nameJson},"thread":{"id":`,
    ),
    actorTail: flattenText(`},${pathJson}}`),
    parentJson: `{"command_line":${commandJson},${identityJson}}`,
    hashJson: writeHash(`${executable}|${host.order}`),
  };
}

function accountUser(program: Program, host: Host): User {
  if (program.account === "person") return host.person;
  return program.account === "system" ? systemUser : networkServiceUser;
}

/** Arguments as a C program sees them, near enough: blanks separate, quotes keep together. */
function splitCall(call: string): readonly string[] {
  return (call.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((argument) => argument.replaceAll('"', ""));
}

function writeSignature(program: Program): string {
  return program.signer === null
    ? '{"exists":false}'
    : `{"trusted":true,"subject_name":"${program.signer}","exists":true,"status":"trusted"}`;
}

/** The same file has the same hashes wherever it lies; they are made from its path. */
function writeHash(identity: string): string {
  let seed = 0x811c_9dc5;
  for (let at = 0; at < identity.length; at++) seed = Math.imul(seed ^ identity.charCodeAt(at), 0x0100_0193);
  const random = new Random(seed >>> 0);
  return `{"md5":"${random.hex(4)}","sha1":"${random.hex(5)}","sha256":"${random.hex(8)}"}`;
}

/** The `process` object of an event that a process causes. */
export function writeActor(process: RunningProcess, random: Random): string {
  return `${process.actorHead}${random.between(1, 6000) * 4}${process.actorTail}`;
}
