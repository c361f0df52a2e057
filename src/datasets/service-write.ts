import type { EventDraft } from "./event-text.ts";
import type { Host } from "./host.ts";
import { type Program, describeProgram } from "./program.ts";
import type { Random } from "./random.ts";
import { quoteEither, writeRegistry } from "./registry-object.ts";
import { type RunningProcess, startProcess, writeActor } from "./running-process.ts";
import type { Shape } from "./shape.ts";
import { type TemplateContext, compileTemplates } from "./template.ts";

/**
 * A write of a service's binary into the registry, as facts: what a form (`hit-form.ts`, `near-miss-form.ts`) changes
 * before it becomes an event. {@link drawServiceWrite} gives one that the seed rule finds.
 */
export interface ServiceWrite {
  /** `event.category` and `event.type`: a string or several. */
  readonly category: string | readonly string[];
  readonly type: string | readonly string[];
  readonly action: string;
  /** `host.os.type`; `null`: not there. */
  readonly osType: string | null;
  /** How the path starts, with its last backslash; the hive's usual one is `HKLM\`. */
  readonly root: string;
  /** The key without the root. */
  readonly key: string;
  /** The value's name, and how it is spelt at the end of the path. */
  readonly value: string;
  readonly pathValue: string;
  /** `registry.data.strings`; `null`: not there. */
  readonly data: string | readonly string[] | null;
  readonly program: Program;
  /** False: the event does not say where the program lies. */
  readonly executableKnown: boolean;
  readonly shape: Shape;
  /** Changes the finished line: hides names and values behind escapes, adds members. */
  readonly disguise: (text: string, random: Random) => string;
}

/** One way in which a service write differs from the plain one. */
export interface WriteForm {
  /** As the manifest names it. */
  readonly name: string;
  readonly change: (write: ServiceWrite, context: TemplateContext) => ServiceWrite;
}

/** Programs that the seed rule does not exclude. */
const writers: readonly Program[] = [
  describeProgram("person", "Microsoft Windows", "C:\\Windows\\System32\\reg.exe", [
    "import {profile}\\{word}{number}.reg",
  ]),
  describeProgram("person", "Microsoft Windows", "C:\\Windows\\regedit.exe", ["/s C:\\Temp\\{hex}.reg"]),
  describeProgram("system", "Microsoft Windows", "C:\\Windows\\SysWOW64\\cmd.exe", ["/c C:\\Temp\\{word}.cmd {guid}"]),
  describeProgram("system", "Microsoft Windows", "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", [
    "-nop -w hidden -enc {code}",
  ]),
  describeProgram("person", null, "{profile}\\AppData\\Local\\Temp\\{hex}\\{word}.exe", ["-i {word} --key {hash}", ""]),
  describeProgram("system", null, "C:\\ProgramData\\{word}\\{word}{digit}.exe", ["/install", "/svc {guid}"]),
  describeProgram("person", null, "D:\\deploy\\{word}-{version}\\setup.exe", ["--silent <{word}>"]),
];

const services = compileTemplates([
  "{word}Svc",
  "{word}_{hex}",
  "Dienst für {word}",
  "サービス{number}",
  "{word} 🚀",
  "{hex}",
]);
const binaries = compileTemplates([
  "C:\\Users\\Public\\{word}{number}.exe",
  "%SystemRoot%\\Temp\\{hex}.exe -k {word}",
  '"C:\\Program Files\\{word}\\{word}.exe" --service {guid}',
  "C:\\Windows\\System32\\cmd.exe /c powershell -enc {code}",
  "\\??\\{profile}\\AppData\\Local\\Temp\\{hex}.sys",
  "C:\\ProgramData\\Übung\\{word}.exe",
]);
const libraries = compileTemplates(["C:\\ProgramData\\{word}\\{word}.dll", "%SystemRoot%\\System32\\{word}{hex}.dll"]);

/** A write that the seed rule finds: into `ImagePath`, or one in three times `ServiceDll`. */
export function drawServiceWrite(context: TemplateContext): ServiceWrite {
  const { random } = context;
  const library = random.once(3);
  const controlSet = `ControlSet00${random.between(1, 3)}`;
  const value = library ? "ServiceDll" : "ImagePath";
  return {
    category: ["registry"],
    type: ["change"],
    action: "modification",
    osType: "windows",
    root: "HKLM\\",
    key: `SYSTEM\\${controlSet}\\Services\\${random.pick(services)(context)}${library ? "\\Parameters" : ""}`,
    value,
    pathValue: value,
    data: [random.pick(library ? libraries : binaries)(context)],
    program: random.pick(writers),
    executableKnown: true,
    shape: "nested",
    disguise: (text) => text,
  };
}

/** Where a service write happens. */
export interface ServiceWriteScene {
  readonly context: TemplateContext;
  readonly parent: RunningProcess;
}

/** Makes the event of a service write; shape and disguise come after it is written out. */
export function draftServiceWrite(write: ServiceWrite, { context, parent }: ServiceWriteScene): EventDraft {
  const { random, host } = context;
  const process = startProcess({ random, host, program: write.program, parent });
  return {
    dataset: "registry",
    categoryJson: quoteEither(write.category, host.style),
    typeJson: quoteEither(write.type, host.style),
    action: write.action,
    processJson: write.executableKnown
      ? writeActor(process, random)
      : `${process.actorHead}${random.below(9000)}},"entity_id":"${process.entityId}"}`,
    userJson: process.userJson,
    detailJson: writeRegistry(
      {
        hive: "HKLM",
        path: `${write.root}${write.key}\\${write.pathValue}`,
        key: write.key,
        value: write.value,
        data: write.data,
        dataType: "REG_EXPAND_SZ",
      },
      host.style,
    ),
    messageJson: "Endpoint registry event",
    hostJson: writeHostOfType(host, write.osType),
  };
}

/** Without a type nothing else says the system either: from its name or family it could be told, as in old events of Defend. */
function writeHostOfType({ hostJson }: Host, osType: string | null): string {
  if (osType === null) return hostJson.replace(/"os":\{[^}]*\}/, '"os":{}');
  return hostJson.replace('"type":"windows",', `"type":"${osType}",`);
}
