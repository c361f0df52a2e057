import { Choice } from "./choice.ts";
import type { EventDraft } from "./event-text.ts";
import { writeRegistry } from "./registry-object.ts";
import { type RunningProcess, writeActor } from "./running-process.ts";
import { type Template, type TemplateContext, compileTemplate } from "./template.ts";

/** A value in the registry, and what is written into it. */
interface RegistryWrite {
  readonly hive: string;
  readonly key: Template;
  readonly value: Template;
  /** `null` for binary data, which has no strings. */
  readonly data: Template | null;
  readonly dataType: string;
}

function describeWrite(hive: string, key: string, value: string, dataType: string, data: string | null): RegistryWrite {
  return {
    hive,
    key: compileTemplate(key),
    value: compileTemplate(value),
    data: data === null ? null : compileTemplate(data),
    dataType,
  };
}

/** What a Windows host writes all day, with how often it does. Nothing here comes near the rules that ship with the project. */
const ordinaryWrites: Choice<RegistryWrite> = Choice.weighted([
  [
    describeWrite(
      "HKEY_USERS",
      "{sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\UserAssist\\{{guid}}\\Count",
      "P:\\Hfref\\{user}\\{word}-{number}.rkr",
      "REG_BINARY",
      null,
    ),
    160,
  ],
  [
    describeWrite(
      "HKLM",
      "SYSTEM\\ControlSet001\\Services\\bam\\State\\UserSettings\\{sid}",
      "\\Device\\HarddiskVolume{digit}\\Windows\\System32\\{word}.exe",
      "REG_BINARY",
      null,
    ),
    120,
  ],
  [
    describeWrite(
      "HKLM",
      "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tasks\\{{guid}}",
      "Path",
      "REG_SZ",
      "\\Microsoft\\Windows\\{word}\\{word}-{number}",
    ),
    100,
  ],
  [describeWrite("HKLM", "SYSTEM\\ControlSet001\\Services\\{word}Svc", "Start", "REG_DWORD", "{digit}"), 50],
  [
    describeWrite(
      "HKLM",
      "SYSTEM\\ControlSet001\\Services\\{word}_{hex}",
      "DisplayName",
      "REG_SZ",
      "{word} {word} ({number})",
    ),
    40,
  ],
  [
    describeWrite(
      "HKLM",
      "SYSTEM\\ControlSet001\\Services\\Tcpip\\Parameters\\Interfaces\\{{guid}}",
      "DhcpIPAddress",
      "REG_SZ",
      "{ip}",
    ),
    60,
  ],
  [
    describeWrite(
      "HKEY_USERS",
      "{sid}\\Software\\Microsoft\\Office\\16.0\\Word\\User MRU\\ADAL_{hash}\\File MRU",
      "Item {digit}",
      "REG_SZ",
      "[F00000000][T01DB{hex}][O00000000]*{profile}\\Documents\\{document}.docx",
    ),
    70,
  ],
  [
    describeWrite(
      "HKEY_USERS",
      "{sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs\\.{extension}",
      "MRUListEx",
      "REG_BINARY",
      null,
    ),
    50,
  ],
  [
    describeWrite(
      "HKLM",
      "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{{guid}}",
      "InstallSource",
      "REG_SZ",
      "C:\\ProgramData\\Package Cache\\{{guid}}v{version}\\",
    ),
    40,
  ],
  [
    describeWrite(
      "HKEY_USERS",
      "{sid}\\Software\\{word}\\{word}\\Settings",
      "Last{word}Url",
      "REG_SZ",
      "https://{domain}/{word}/{word}?session={guid}&lang=de",
    ),
    60,
  ],
  [
    describeWrite(
      "HKEY_USERS",
      "{sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run",
      "{word} {word}",
      "REG_SZ",
      '"{profile}\\AppData\\Local\\{word}\\{word}.exe" --minimized',
    ),
    12,
  ],
  [describeWrite("HKLM", "SOFTWARE\\Policies\\{word}\\{word}", "{word}Enabled", "REG_DWORD", "{digit}"), 50],
  [
    describeWrite(
      "HKLM",
      "SOFTWARE\\Microsoft\\Windows Defender\\Scan",
      "LastScan{word}",
      "REG_QWORD",
      "13{large}{number}",
    ),
    40,
  ],
  [
    describeWrite(
      "HKLM",
      "SYSTEM\\ControlSet001\\Control\\DeviceClasses\\{{guid}}\\##?#USB#VID_{hex}",
      "DeviceInstance",
      "REG_SZ",
      "USB\\VID_{hex}&PID_{number}\\{large}",
    ),
    30,
  ],
  [
    describeWrite(
      "HKLM",
      "SYSTEM\\ControlSet001\\Control\\Session Manager\\Environment",
      "Path",
      "REG_EXPAND_SZ",
      "%SystemRoot%\\system32;%SystemRoot%;C:\\Tools\\{word}\\bin;C:\\ProgramData\\{word}",
    ),
    10,
  ],
]);

const actions: Choice<readonly [action: string, type: string]> = Choice.weighted([
  [["modification", "change"], 86],
  [["query", "access"], 8],
  [["creation", "creation"], 3],
  [["deletion", "deletion"], 3],
]);

/** A process does something ordinary to the registry. */
export function draftRegistryEvent(process: RunningProcess, context: TemplateContext): EventDraft {
  const { random, host } = context;
  const write = ordinaryWrites.draw(random);
  const [action, type] = actions.draw(random);
  const key = write.key(context);
  const value = write.value(context);
  const strings = write.data === null || action === "query" ? [] : [write.data(context)];
  return {
    dataset: "registry",
    categoryJson: '["registry"]',
    typeJson: `["${type}"]`,
    action,
    processJson: writeActor(process, random),
    userJson: process.userJson,
    detailJson: writeRegistry(
      {
        hive: write.hive,
        key,
        value,
        path: `${write.hive}\\${key}\\${value}`,
        data: strings,
        dataType: write.dataType,
      },
      host.style,
    ),
    messageJson: "Endpoint registry event",
  };
}
