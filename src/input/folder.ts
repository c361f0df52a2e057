import { statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { describeProblem } from "./problem.ts";
import type { InputProblem } from "./problem.ts";
import { isSystemError } from "./system-error.ts";
import { readFolder, systemPath } from "./system-path.ts";

/** A file below a folder, or what else isn't a folder. */
export interface FolderEntry {
  /** The folder's name as given, and the way down from there, joined with `/`. */
  readonly name: string;
  /** It is a link, or below a link to a folder. */
  readonly viaLink: boolean;
}

/**
 * Finds everything below a folder, hidden files included. Links to folders are followed last, and no folder is
 * entered twice: so loops end, and what has a place of its own is found there.
 *
 * Entries and problems are sorted by the bytes of their names.
 */
export function walkFolder(folder: string): { entries: FolderEntry[]; problems: InputProblem[] } {
  const entries: FolderEntry[] = [];
  const problems: InputProblem[] = [];
  const links: FolderEntry[] = [{ name: folder.replace(/(?<=.)\/+$/, ""), viaLink: false }];
  const entered = new Set<string>();
  for (let link = links.shift(); link !== undefined; link = links.shift()) {
    const found: string[] = [];
    const folders = [link.name];
    for (let name = folders.pop(); name !== undefined; name = folders.pop()) {
      try {
        if (!enter(name, entered)) continue;
        for (const { name: own, entry } of readFolder(name)) {
          const path = joinName(name, own);
          if (entry.isDirectory()) folders.push(path);
          else if (entry.isSymbolicLink() && isFolder(path)) found.push(path);
          else entries.push({ name: path, viaLink: link.viaLink || entry.isSymbolicLink() });
        }
      } catch (error) {
        problems.push(describeProblem(name, error));
      }
    }
    links.push(...found.sort(compareBytes).map((name) => ({ name, viaLink: true })));
  }
  return { entries: entries.sort(compareNames), problems: problems.sort(compareNames) };
}

/** Orders names by their bytes in UTF-8, which is how strings compare unless there is half a pair where they differ. */
function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  if (hasSurrogate(left) || hasSurrogate(right)) return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return left < right ? -1 : 1;
}

function hasSurrogate(name: string): boolean {
  return /[\ud800-\udfff]/.test(name);
}

/** Orders what has names by {@link compareBytes}. */
export function compareNames(left: { readonly name: string }, right: { readonly name: string }): number {
  return compareBytes(left.name, right.name);
}

/** A name below a folder, whose own name is left as it is. */
export function joinName(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** Tells files and folders apart, by whatever name they are reached. Only whole as `bigint`: numbers lose bits. */
export function identityOf(path: string, stats: BigIntStats = statSync(systemPath(path), { bigint: true })): string {
  return `${stats.dev}:${stats.ino}`;
}

/** False where the folder has been entered before, by whatever name. */
function enter(path: string, entered: Set<string>): boolean {
  const key = identityOf(path);
  const isNew = !entered.has(key);
  entered.add(key);
  return isNew;
}

/** Where a link leads to a folder. One that leads nowhere is no folder: it is reported when it is opened. */
export function isFolder(path: string): boolean {
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
