/** The conditions of the seed rule that must all hold, the negated ones as they stand in it, `not` included. */
export type SeedRuleCondition = "category" | "system" | "type" | "value" | "path" | "data" | "procexp" | "program";

/**
 * "Unusual Persistence via Services Registry" by hand, from the semantics alone (SEMANTICS 2 to 5): an independent judge of
 * what the generator says it planted. It shares nothing with the engine.
 */
export function judgeSeedRule(document: unknown): Readonly<Record<SeedRuleCondition, boolean>> {
  const event = unwrap(document);
  const strings = (field: string): readonly string[] =>
    collect(event, field).filter((value) => typeof value === "string");
  const some = (field: string, patterns: readonly string[]): boolean =>
    strings(field).some((value) => patterns.some((pattern) => matchesWildcard(foldAscii(value), foldAscii(pattern))));
  return {
    category: strings("event.category").includes("registry"),
    system: strings("host.os.type").includes("windows"),
    type: strings("event.type").includes("change"),
    value: some("registry.value", ["ServiceDLL", "ImagePath"]),
    path: some("registry.path", servicePaths),
    data: !some("registry.data.strings", excludedData),
    procexp: !(some("process.name", ["procexp??.exe"]) && some("registry.data.strings", ["?:\\*\\procexp*.sys"])),
    program: !some("process.executable", excludedPrograms),
  };
}

/** Whether the rule finds the event. */
export function seedRuleFinds(document: unknown): boolean {
  return Object.values(judgeSeedRule(document)).every(Boolean);
}

/** All values of a field, whichever way its name is spelt: an object's member may hold one or more parts of the name. */
export function collect(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, field));
  if (value === null) return [];
  if (typeof value !== "object") return field === "" ? [value] : [];
  if (field === "") return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === field) return collect(member, "");
    return field.startsWith(`${name}.`) ? collect(member, field.slice(name.length + 1)) : [];
  });
}

function unwrap(document: unknown): unknown {
  if (typeof document !== "object" || document === null) return document;
  const members = new Map<string, unknown>(Object.entries(document));
  const source = members.get("_source");
  const isHit = typeof members.get("_index") === "string" && typeof source === "object" && source !== null;
  return isHit && !Array.isArray(source) ? source : document;
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}

/** `*` stands for any run, `?` for one character; the whole value must match. */
function matchesWildcard(value: string, pattern: string): boolean {
  const characters = Array.from(value);
  const tokens = Array.from(pattern);
  let reachable = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (token === "*") for (let to = at; to <= characters.length; to++) next.add(to);
      else if (at < characters.length && (token === "?" || token === characters[at])) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(characters.length);
}

const servicePaths = [
  "HKLM\\SYSTEM\\ControlSet*\\Services\\*\\ServiceDLL",
  "HKLM\\SYSTEM\\ControlSet*\\Services\\*\\ImagePath",
  "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet*\\Services\\*\\ServiceDLL",
  "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet*\\Services\\*\\ImagePath",
  "MACHINE\\SYSTEM\\ControlSet*\\Services\\*\\ServiceDLL",
  "MACHINE\\SYSTEM\\ControlSet*\\Services\\*\\ImagePath",
];
const excludedData = [
  "?:\\windows\\system32\\Drivers\\*.sys",
  "\\SystemRoot\\System32\\drivers\\*.sys",
  "\\??\\?:\\Windows\\system32\\Drivers\\*.SYS",
  "\\??\\?:\\Windows\\syswow64\\*.sys",
  "system32\\DRIVERS\\USBSTOR",
  "system32\\drivers\\*.sys",
  "C:\\WindowsAzure\\GuestAgent*.exe",
  '"C:\\Program Files\\Common Files\\McAfee\\*',
  "C:\\Program Files (x86)\\VERITAS\\VxPBX\\bin\\pbx_exchange.exe",
  '"C:\\Program Files (x86)\\VERITAS\\VxPBX\\bin\\pbx_exchange.exe"',
  '"C:\\ProgramData\\McAfee\\Agent\\Current\\*',
];
const excludedPrograms = [
  "?:\\Program Files\\*.exe",
  "?:\\Program Files (x86)\\*.exe",
  "?:\\Windows\\System32\\svchost.exe",
  "?:\\Windows\\winsxs\\*\\TiWorker.exe",
  "?:\\Windows\\System32\\drvinst.exe",
  "?:\\Windows\\System32\\services.exe",
  "?:\\Windows\\System32\\msiexec.exe",
  "?:\\Windows\\System32\\regsvr32.exe",
  "?:\\Windows\\System32\\WaaSMedicAgent.exe",
  "?:\\Windows\\UUS\\amd64\\WaaSMedicAgent.exe",
];
