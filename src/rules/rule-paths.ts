import { readdir, realpath, stat } from "node:fs/promises";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { looksLikeExport } from "./export-lines.ts";
import { readHead, reasonOf, unreadable } from "./rule-source.ts";

/** A file that should hold a rule, or an export of many. `name` is the path as the user would write it. */
export interface RulePath {
  readonly kind: "toml" | "eql" | "ndjson";
  readonly path: string;
  readonly name: string;
}

/** What a path of the command line stands for. */
export interface FoundRules {
  /** Of a folder: sorted by the bytes of their names, `/` between folders. */
  readonly paths: readonly RulePath[];
  /** E100 and E106, all of them errors. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the rule files that a path stands for: the file itself, or all `.toml`, `.eql` and `.ndjson` files below a folder.
 * Links are followed, each folder is visited once. A file of another kind is an error if it is named, and passed over in a
 * folder; so is an `.ndjson` file that doesn't look like an export of rules, which may be a log.
 */
export async function findRulePaths(path: string): Promise<FoundRules> {
  try {
    return (await stat(path)).isDirectory() ? await findInFolder(path) : findFile(path);
  } catch (error) {
    return { paths: [], diagnostics: [unreadable(path, reasonOf(error))] };
  }
}

function findFile(path: string): FoundRules {
  const kind = kindOfFile(path);
  if (kind !== null) return { paths: [{ kind, path, name: path }], diagnostics: [] };
  const problem = unreadable(path, "it is no `.toml`, `.eql` or `.ndjson` file");
  return { paths: [], diagnostics: [problem] };
}

async function findInFolder(root: string): Promise<FoundRules> {
  const paths: RulePath[] = [];
  const diagnostics: Diagnostic[] = [];
  const visited = new Set<string>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    try {
      const real = await realpath(folder);
      if (visited.has(real)) continue;
      visited.add(real);
      const entries = await listFolder(folder);
      paths.push(...entries.files);
      waiting.push(...entries.folders);
    } catch (error) {
      diagnostics.push(unreadable(folder, reasonOf(error)));
    }
  }
  if (paths.length === 0 && diagnostics.length === 0) {
    const message = "there is no rule in this folder";
    const help = "rules are files that end in `.toml` or `.eql`, and Kibana's exports, which end in `.ndjson`";
    diagnostics.push({ code: "E106", severity: "error", message, help, source: { name: root, text: "" } });
  }
  return { paths: sortByBytes(paths), diagnostics };
}

interface FolderEntries {
  readonly files: readonly RulePath[];
  /** The last one is to be visited first. */
  readonly folders: readonly string[];
}

async function listFolder(folder: string): Promise<FolderEntries> {
  const files: RulePath[] = [];
  const folders: { readonly name: string }[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const name = `${folder.replace(/\/+$/, "")}/${entry.name}`;
    const kind = kindOfFile(entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(name)))) folders.push({ name });
    else if (kind !== null && (kind !== "ndjson" || (await mayBeExport(name)))) files.push({ kind, path: name, name });
  }
  return {
    files,
    folders: sortByBytes(folders)
      .map(({ name }) => name)
      .reverse(),
  };
}

/** A link that leads nowhere is no folder; if it should be a rule, opening it says so. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

/** What can't be opened may be one: reading it says why it can't. */
async function mayBeExport(path: string): Promise<boolean> {
  return readHead(path).then(
    (head) => head !== null && looksLikeExport(head),
    () => true,
  );
}

function kindOfFile(name: string): RulePath["kind"] | null {
  const ending = /\.(toml|eql|ndjson)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === "toml" || ending === "eql" || ending === "ndjson" ? ending : null;
}

/** By UTF-8 bytes, which is not JavaScript's own order. */
function sortByBytes<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  return list
    .map((item) => ({ item, bytes: Buffer.from(item.name) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ item }) => item);
}
