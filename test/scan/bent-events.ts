import type { Choices } from "../evaluate/choices.ts";
import { addMember, type JsonObjectTree, type JsonTree, writeJson } from "../evaluate/json-tree.ts";

/** Values of the seed rule's fields: with the first ones it matches, with the others it does not. */
interface FieldForms {
  readonly path: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** The rule asks for the field; else an event without it matches too. */
  readonly mandatory: boolean;
}

const forms: readonly FieldForms[] = [
  { path: "event.category", good: ["registry"], bad: ["Registry", "registr", "file", "registry "], mandatory: true },
  {
    path: "host.os.type",
    good: ["windows"],
    bad: ["Windows", "WINDOWS", "window", "windowsx", "linux"],
    mandatory: true,
  },
  { path: "event.type", good: ["change"], bad: ["Change", "changed", "access", ""], mandatory: true },
  {
    path: "registry.value",
    good: ["ImagePath", "ServiceDLL", "imagepath", "IMAGEPATH", "servicedll", "ServiceDll", "ImAgEpAtH"],
    bad: ["ImagePath2", "xServiceDll", "Image", "ImagePat", "ſervicedll", "ımagepath", "\\u0049magePath", "Image Path"],
    mandatory: true,
  },
  {
    path: "registry.path",
    good: [
      "HKLM\\SYSTEM\\ControlSet001\\Services\\evil\\ImagePath",
      "hklm\\system\\controlset\\services\\\\servicedll",
      "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet002\\Services\\a\\b\\ServiceDLL",
      "MACHINE\\SYSTEM\\ControlSet001\\Services\\é😀\\ImagePath",
      "machine\\system\\ControlSet\n\\services\\x\\IMAGEPATH",
    ],
    bad: [
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\evil\\ImagePath",
      "HKLM\\SYSTEM\\ControlSet001\\Services\\ImagePath",
      "HKLM\\SYSTEM\\ControlSet001\\Services\\evil\\ImagePath\\",
      "xHKLM\\SYSTEM\\ControlSet001\\Services\\evil\\ImagePath",
      "\\\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet002\\Services\\a\\ServiceDLL",
      "HKLM/SYSTEM/ControlSet001/Services/evil/ImagePath",
    ],
    mandatory: true,
  },
  {
    path: "registry.data.strings",
    good: ["C:\\temp\\evil.exe", "", "system32\\drivers\\x.sys ", 'cmd.exe /c "a"', "D:\\x\\procexp.exe"],
    bad: [
      "C:\\Windows\\System32\\drivers\\x.sys",
      "\\SystemRoot\\System32\\DRIVERS\\.SYS",
      "\\??\\D:\\windows\\SysWOW64\\x.sys",
      "SYSTEM32\\drivers\\usbstor",
      '"C:\\ProgramData\\McAfee\\Agent\\Current\\',
      '"c:\\program files (x86)\\veritas\\vxpbx\\bin\\pbx_exchange.exe"',
      "😀:\\windows\\system32\\drivers\\x.sys",
    ],
    mandatory: false,
  },
  { path: "process.name", good: ["evil.exe", "procexp.exe", "procexp1.exe"], bad: ["procexp64.exe"], mandatory: false },
  {
    path: "process.executable",
    good: [
      "C:\\temp\\evil.exe",
      "C:\\Program Files\\x.dll",
      "\\Device\\HarddiskVolume1\\Windows\\System32\\svchost.exe",
    ],
    bad: [
      "C:\\Program Files\\x\\y.exe",
      "c:\\program files (x86)\\.EXE",
      "C:\\WINDOWS\\system32\\svchost.exe",
      "X:\\Windows\\winsxs\\a\\b\\tiworker.exe",
      "C:\\Windows\\UUS\\amd64\\WaaSMedicAgent.exe",
    ],
    mandatory: false,
  },
];

const noise: readonly JsonTree[] = [
  { kind: "plain", text: "null" },
  { kind: "plain", text: "17" },
  { kind: "plain", text: "true" },
  { kind: "plain", text: "1e400" },
  { kind: "array", items: [] },
  { kind: "object", members: [] },
  { kind: "object", members: [["value", { kind: "string", value: "ImagePath" }]] },
  { kind: "string", value: "\ud800" },
];

/**
 * One event bent from a hit of the seed rule: now and then a condition is just missed, and everything is spelt in one of
 * the ways that JSON and ECS have for it. A fifth of the events are hits.
 */
export function writeBentEvent(choices: Choices): string {
  const root: JsonObjectTree = { kind: "object", members: [] };
  for (const form of shuffled(choices, forms)) putField(choices, root, form);
  if (choices.once(3))
    root.members.push(["message", { kind: "string", value: "ImagePath ServiceDLL \\u0049 / registry" }]);
  const time: JsonTree = { kind: "string", value: "2025-08-18T10:00:00.000Z" };
  if (choices.once(2)) root.members.push(["@timestamp", time]);
  return writeJson(choices, choices.once(12) ? searchHit(choices, root) : root);
}

function putField(choices: Choices, root: JsonObjectTree, form: FieldForms): void {
  const wrap = (inner: JsonObjectTree): JsonTree =>
    choices.once(12) ? { kind: "array", items: [structuredClone(choices.pick(noise)), inner] } : inner;
  const put = (value: JsonTree): void => addMember(choices, root, form.path, value, wrap);
  const text = choices.once(14) ? choices.pick(form.bad) : choices.pick(form.good);
  if (choices.once(form.mandatory ? 24 : 4)) return;
  // A name that comes twice in one object: the last one wins.
  if (choices.once(16)) root.members.push([form.path, { kind: "string", value: choices.pick(form.bad) }]);
  if (choices.once(16)) root.members.push([form.path, { kind: "string", value: choices.pick(form.good) }]);
  put(around(choices, { kind: "string", value: choices.once(10) ? swapCase(choices, text) : text }));
  if (choices.once(30)) put({ kind: "string", value: choices.pick(form.good) });
}

function around(choices: Choices, value: JsonTree): JsonTree {
  if (choices.once(40)) return structuredClone(choices.pick(noise));
  if (!choices.once(3)) return value;
  const others = (): JsonTree[] => (choices.once(2) ? [structuredClone(choices.pick(noise))] : []);
  const items = [...others(), value, ...others()];
  return { kind: "array", items: choices.once(5) ? [{ kind: "array", items }] : items };
}

function searchHit(choices: Choices, source: JsonObjectTree): JsonObjectTree {
  const index: JsonTree = choices.once(5) ? { kind: "plain", text: "7" } : { kind: "string", value: "logs-registry" };
  return {
    kind: "object",
    members: shuffled(choices, [
      ["_index", index],
      ["_source", choices.once(8) ? { kind: "array", items: [source] } : source],
    ]),
  };
}

function swapCase(choices: Choices, text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => (choices.once(2) ? letter.toUpperCase() : letter.toLowerCase()));
}

function shuffled<Item>(choices: Choices, items: readonly Item[]): Item[] {
  const shuffled: Item[] = [];
  for (const item of items) shuffled.splice(choices.below(shuffled.length + 1), 0, item);
  return shuffled;
}
