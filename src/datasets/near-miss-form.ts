import { addDottedMember, escapeValueNames, repeatValueName } from "./disguise.ts";
import { type Program, describeProgram } from "./program.ts";
import type { WriteForm } from "./service-write.ts";
import { compileTemplate, compileTemplates } from "./template.ts";

const windows = "Microsoft Windows";

function excludedForm(name: string, program: Program): WriteForm {
  return { name, change: (write) => ({ ...write, program }) };
}

const drivers = compileTemplates([
  "system32\\drivers\\{word}{digit}.sys",
  "\\SystemRoot\\System32\\drivers\\{word}.sys",
  "\\??\\C:\\Windows\\system32\\Drivers\\{hex}.SYS",
  "C:\\WINDOWS\\system32\\drivers\\{word}.sys",
  "\\??\\C:\\Windows\\syswow64\\{word}.sys",
  "System32\\Drivers\\UsbStor",
]);
const excludedProducts = compileTemplates([
  "C:\\WindowsAzure\\GuestAgent_{version}\\WaAppAgent.exe",
  '"C:\\Program Files\\Common Files\\McAfee\\{word}\\{word}.exe"',
  '"C:\\ProgramData\\McAfee\\Agent\\Current\\{word}.exe" /ServiceStart',
  "C:\\Program Files (x86)\\VERITAS\\VxPBX\\bin\\pbx_exchange.exe",
]);
const procexpDriver = compileTemplate("{profile}\\AppData\\Local\\Temp\\PROCEXP152.SYS");
const elsewhere = compileTemplate("SOFTWARE\\{word}\\{word}\\Services\\{word}");
const ownDriver = compileTemplate("system32\\drivers\\{word}.sys");

/**
 * Service writes that the seed rule must not find, each for one reason, which its name says; but for that they are hits.
 * They take turns with the mentions (`mention.ts`).
 */
export const nearMissForms: readonly WriteForm[] = [
  {
    name: "current-control-set",
    change: (write) => ({ ...write, key: write.key.replace(/ControlSet\d+/, "CurrentControlSet") }),
  },
  { name: "query", change: (write) => ({ ...write, type: ["access"], action: "query" }) },
  { name: "creation", change: (write) => ({ ...write, type: ["creation"], action: "creation" }) },
  { name: "deletion", change: (write) => ({ ...write, type: ["deletion"], action: "deletion" }) },
  excludedForm("by-services", describeProgram("system", windows, "C:\\Windows\\System32\\services.exe", [""])),
  excludedForm("by-msiexec", describeProgram("system", windows, "C:\\Windows\\System32\\msiexec.exe", ["/V"])),
  excludedForm(
    "by-svchost",
    describeProgram("system", windows, "C:\\WINDOWS\\system32\\svchost.exe", ["-k netsvcs -p -s {word}"]),
  ),
  excludedForm(
    "by-program-files",
    describeProgram("system", "Example Tools GmbH", "C:\\Program Files\\{word}\\{word}.exe", ["/i"]),
  ),
  excludedForm(
    "by-program-files-x86",
    describeProgram("system", null, "D:\\Program Files (x86)\\{word}\\setup.exe", ["/S"]),
  ),
  excludedForm(
    "by-tiworker",
    describeProgram(
      "system",
      windows,
      "C:\\Windows\\WinSxS\\amd64_microsoft-windows-servicingstack_{hash}\\TiWorker.exe",
      ["-Embedding"],
    ),
  ),
  excludedForm(
    "by-drvinst",
    describeProgram("system", windows, "C:\\Windows\\System32\\drvinst.exe", ['"{digit}" "11" "{hex}"']),
  ),
  { name: "driver-data", change: (write, context) => ({ ...write, data: [context.random.pick(drivers)(context)] }) },
  {
    name: "product-data",
    change: (write, context) => ({ ...write, data: [context.random.pick(excludedProducts)(context)] }),
  },
  {
    name: "one-of-several-data",
    change: (write, context) => ({ ...write, data: [...[write.data ?? []].flat(), ownDriver(context)] }),
  },
  { name: "single-driver-data", change: (write, context) => ({ ...write, data: ownDriver(context) }) },
  {
    name: "procexp",
    change: (write, context) => ({
      ...write,
      program: describeProgram("person", "Microsoft Corporation", "C:\\Tools\\Sysinternals\\procexp64.exe", ["/t"]),
      data: [procexpDriver(context)],
    }),
  },
  { name: "elsewhere", change: (write, context) => ({ ...write, key: elsewhere(context) }) },
  { name: "no-service", change: (write) => ({ ...write, key: "SYSTEM\\ControlSet001\\Services" }) },
  {
    name: "longer-value",
    change: (write, { random }) => {
      const value = random.pick(["ServiceDllUnloadOnStop", "ImagePathBackup", "ServiceDll2"]);
      return { ...write, value, pathValue: value };
    },
  },
  {
    name: "longer-before",
    change: (write) => ({ ...write, value: `Old${write.value}`, pathValue: `Old${write.value}` }),
  },
  { name: "value-only", change: (write) => ({ ...write, pathValue: "(default)" }) },
  { name: "path-only", change: (write) => ({ ...write, value: "Start" }) },
  { name: "long-root", change: (write) => ({ ...write, root: "HKEY_LOCAL_MACHINE\\" }) },
  {
    name: "other-system",
    change: (write, { random }) => ({ ...write, osType: random.pick(["Windows", "linux", "WINDOWS"]) }),
  },
  { name: "no-system", change: (write) => ({ ...write, osType: null }) },
  {
    name: "other-category",
    change: (write, { random }) => ({ ...write, category: random.pick([["configuration"], ["Registry"]]) }),
  },
  { name: "other-case-type", change: (write) => ({ ...write, type: ["Change"] }) },
  {
    name: "unicode-lookalike",
    change: (write) => {
      const value = write.value === "ImagePath" ? "ımagePath" : "ſerviceDll";
      return { ...write, value, pathValue: value };
    },
  },
  {
    name: "literal-escape",
    change: (write) => {
      const value = write.value === "ImagePath" ? "\\u0049magePath" : "\\u0053erviceDll";
      return { ...write, value, pathValue: value };
    },
  },
  {
    name: "escaped-query",
    change: (write) => ({ ...write, type: ["access"], action: "query", disguise: escapeValueNames }),
  },
  {
    name: "dotted-driver-data",
    change: (write, context) => ({ ...write, data: [ownDriver(context)], shape: "dotted" }),
  },
  { name: "mixed-creation", change: (write) => ({ ...write, type: ["creation"], action: "creation", shape: "mixed" }) },
  {
    name: "overwritten-value",
    change: (write) => ({ ...write, value: "Start", disguise: (text) => repeatValueName(text, write.value) }),
  },
  {
    name: "data-in-two-spellings",
    change: (write) => ({
      ...write,
      disguise: (text) => addDottedMember(text, "registry.data.strings", '["system32\\\\drivers\\\\disk.sys"]'),
    }),
  },
];
