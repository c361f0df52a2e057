/** The names of the hives in the forms that products write, longest first where one begins another. */
const hives: readonly { readonly names: readonly string[]; readonly short: string }[] = [
  { names: ["HKEY_LOCAL_MACHINE", "HKLM", "\\REGISTRY\\MACHINE", "MACHINE"], short: "HKLM" },
  { names: ["HKEY_USERS", "HKU", "\\REGISTRY\\USER", "USER"], short: "HKU" },
  { names: ["HKEY_CLASSES_ROOT", "HKCR"], short: "HKCR" },
  { names: ["HKEY_CURRENT_USER", "HKCU"], short: "HKCU" },
  { names: ["HKEY_CURRENT_CONFIG", "HKCC"], short: "HKCC" },
];

const hiveForm = new RegExp(
  `^(?:${hives.map(({ names }) => `(${names.map((name) => name.replaceAll("\\", "\\\\")).join("|")})`).join("|")})(?=\\\\|$)`,
  "i",
);

const controlSetForm = /^(HKLM\\SYSTEM\\)(CurrentControlSet|ControlSet[0-9]{3})(?=\\|$)/i;

/**
 * A registry path as its product wrote it, and then as others would: the hive abbreviated (`HKLM`, `HKU`, `HKCR`, `HKCU`,
 * `HKCC`), and with the control set in its other name: `ControlSet001` for `CurrentControlSet`, `CurrentControlSet` for a
 * numbered one. Each once; the rest of the path stays as it is. A path in no known hive is only itself.
 *
 * @example
 * registrySpellings("MACHINE\\System\\ControlSet002\\Services");
 * // [itself, "HKLM\\System\\ControlSet002\\Services", "HKLM\\System\\CurrentControlSet\\Services"]
 */
export function registrySpellings(path: string): readonly string[] {
  const found = hiveForm.exec(path);
  if (found === null) return [path];
  const [name, ...groups] = found;
  const hive = hives[groups.findIndex((group) => group !== undefined)];
  const canonical = `${hive?.short ?? name}${path.slice(name.length)}`;
  const spellings = new Set([path, canonical]);
  const controlSet = controlSetForm.exec(canonical);
  if (controlSet !== null) {
    const [start, system = "", set = ""] = controlSet;
    const other = set.toLowerCase() === "currentcontrolset" ? "ControlSet001" : "CurrentControlSet";
    spellings.add(`${system}${other}${canonical.slice(start.length)}`);
  }
  return [...spellings];
}
