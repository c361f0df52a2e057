import {
  addDottedMember,
  escapeBackslashes,
  escapeComparedValues,
  escapeFieldNames,
  escapeValueNames,
  repeatValueName,
} from "./disguise.ts";
import { describeProgram } from "./program.ts";
import type { Random } from "./random.ts";
import type { ServiceWrite, WriteForm } from "./service-write.ts";
import { compileTemplate } from "./template.ts";

const processExplorer = describeProgram("person", "Microsoft Corporation", "C:\\Tools\\Sysinternals\\procexp.exe", [
  "/accepteula",
]);
const processExplorer64 = describeProgram("person", "Microsoft Corporation", "C:\\Tools\\Sysinternals\\procexp64.exe", [
  "/t",
]);
const falseServices = describeProgram("system", null, "C:\\Windows\\Temp\\services.exe", ["-{digit}"]);
const falseSvchost = describeProgram("system", null, "C:\\Windows\\SysWOW64\\svchost.exe", ["-k {word}"]);
const procexpDriver = compileTemplate("{profile}\\AppData\\Local\\Temp\\PROCEXP{number}.SYS");
const elsewhere = compileTemplate("C:\\Windows\\System32\\spool\\drivers\\{word}.sys");
const library = compileTemplate("C:\\ProgramData\\{hex}.dll");
const driverWithTail = compileTemplate("system32\\drivers\\{word}.sys -{hex}");

function asImagePath(write: ServiceWrite): ServiceWrite {
  return { ...write, key: write.key.replace(/\\Parameters$/, ""), value: "ImagePath", pathValue: "ImagePath" };
}

/** The forms that the seed rule finds, all of them. They take turns. */
export const hitForms: readonly WriteForm[] = [
  { name: "image-path", change: asImagePath },
  { name: "escaped-value", change: (write) => ({ ...write, disguise: escapeValueNames }) },
  { name: "registry-machine", change: (write) => ({ ...write, root: "\\REGISTRY\\MACHINE\\" }) },
  { name: "dotted", change: (write) => ({ ...write, shape: "dotted" }) },
  {
    name: "service-dll",
    change: (write, context) => ({
      ...write,
      key: `${write.key.replace(/\\Parameters$/, "")}\\Parameters`,
      value: "ServiceDLL",
      pathValue: "ServiceDLL",
      data: [library(context)],
    }),
  },
  { name: "machine", change: (write) => ({ ...write, root: "MACHINE\\" }) },
  { name: "no-data", change: (write) => ({ ...write, data: null }) },
  {
    name: "case-variant",
    change: (write, { random }) => ({
      ...write,
      root: scrambleCase(write.root, random),
      key: scrambleCase(write.key, random),
      value: scrambleCase(write.value, random),
      pathValue: scrambleCase(write.pathValue, random),
    }),
  },
  {
    name: "several-data",
    change: (write, context) => ({ ...write, data: [elsewhere(context), "", ...[write.data ?? []].flat()] }),
  },
  {
    name: "escaped-dotted",
    change: (write) => ({ ...write, shape: "dotted", disguise: escapeValueNames }),
  },
  { name: "mixed", change: (write) => ({ ...write, shape: "mixed" }) },
  { name: "empty-data", change: (write) => ({ ...write, data: [] }) },
  { name: "reordered", change: (write) => ({ ...write, shape: "reordered" }) },
  { name: "escaped-names", change: (write) => ({ ...write, disguise: escapeFieldNames }) },
  {
    name: "procexp-lookalike",
    change: (write, context) => ({ ...write, program: processExplorer, data: [procexpDriver(context)] }),
  },
  { name: "spaced", change: (write) => ({ ...write, shape: "spaced" }) },
  { name: "single-data", change: (write, context) => ({ ...write, data: elsewhere(context) }) },
  {
    name: "several-types",
    change: (write) => ({ ...write, category: ["configuration", "registry"], type: ["info", "change"] }),
  },
  { name: "single-type", change: (write) => ({ ...write, category: "registry", type: "change" }) },
  { name: "escaped-compared", change: (write) => ({ ...write, disguise: escapeComparedValues }) },
  { name: "false-services", change: (write) => ({ ...write, program: falseServices }) },
  { name: "false-svchost", change: (write) => ({ ...write, program: falseSvchost }) },
  { name: "driver-with-tail", change: (write, context) => ({ ...write, data: [driverWithTail(context)] }) },
  { name: "no-executable", change: (write) => ({ ...write, executableKnown: false }) },
  { name: "escaped-backslashes", change: (write) => ({ ...write, disguise: escapeBackslashes }) },
  { name: "procexp-other-data", change: (write) => ({ ...write, program: processExplorer64 }) },
  { name: "deep-key", change: (write) => ({ ...write, key: `${write.key}\\Instances\\0` }) },
  {
    name: "control-set-bare",
    change: (write) => ({ ...write, key: write.key.replace(/ControlSet\d+/, "ControlSet") }),
  },
  { name: "overwritten", change: (write) => ({ ...write, disguise: (text) => repeatValueName(text, "Start") }) },
  {
    name: "two-spellings",
    change: (write) => ({ ...write, disguise: (text) => addDottedMember(text, "registry.value", '"Start"') }),
  },
];

function scrambleCase(text: string, random: Random): string {
  return text.replace(/[a-z]/gi, (letter) => (random.once(2) ? letter.toUpperCase() : letter.toLowerCase()));
}
