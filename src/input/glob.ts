import type { Dirent, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type * as tinyglobby from "tinyglobby";
import { compareNames, identityOf, isFolder, joinName } from "./folder.ts";
import type { FolderEntry } from "./folder.ts";
import { describeProblem } from "./problem.ts";
import type { InputProblem } from "./problem.ts";
import { readFolder } from "./system-path.ts";

const require = createRequire(import.meta.url);

/** Most inputs are named as they are: then this package is not waited for. */
function globbing(): typeof tinyglobby {
  return require("tinyglobby");
}

/** True where a name that isn't there can be meant as a pattern. */
export function isGlob(argument: string): boolean {
  return /[*?]/.test(argument) || globbing().isDynamicPattern(argument);
}

/**
 * The files and folders that a glob matches, hidden ones and links that lead nowhere too, sorted by their bytes.
 * The part before the first wildcard stays as it was given. Folders that can't be searched are problems.
 */
export function expandGlob(pattern: string): { entries: FolderEntry[]; problems: InputProblem[] } {
  const { base, rest } = splitPattern(pattern);
  const root = resolve(base);
  const problems = new Map<string, InputProblem>();
  const report = (path: string, error: unknown): void => {
    const below = relative(root, path);
    const name = nameBelow(base, below === "" ? "." : below);
    problems.set(name, describeProblem(name, error));
  };
  const links = new Set<string>();
  const matches = globbing().globSync(rest, {
    cwd: root,
    dot: true,
    expandDirectories: false,
    onlyFiles: false,
    fs: createAdapter({ root, links, report }),
  });
  const entries = matches.map((match) => {
    const name = nameBelow(base, match.replace(/\/$/, ""));
    return { name, viaLink: isBelowAny(join(root, match), links) };
  });
  return { entries: entries.sort(compareNames), problems: [...problems.values()] };
}

/** True if a path, or one of the folders on its way, is among the links. */
function isBelowAny(path: string, links: ReadonlySet<string>): boolean {
  if (links.size === 0) return false;
  for (let part = path.replace(/\/$/, ""); part !== dirname(part); part = dirname(part)) {
    if (links.has(part)) return true;
  }
  return false;
}

function nameBelow(base: string, name: string): string {
  return base === "" ? name : joinName(base, name);
}

/** Cuts a pattern before its first part with a wildcard. */
function splitPattern(pattern: string): { base: string; rest: string } {
  const parts = pattern.split("/");
  // A brace that spans a slash makes a pattern, but none of its parts: it is matched as a whole.
  const cut = Math.max(
    0,
    parts.findIndex((part) => globbing().isDynamicPattern(part) || /[{}()[\]]/.test(part)),
  );
  const base = parts.slice(0, cut).join("/");
  return { base: cut > 0 && base === "" ? "/" : base, rest: parts.slice(cut).join("/") };
}

/**
 * Shows folders to the glob in a way that makes it pass over nothing in silence, as it would over folders that can't
 * be read, links that lead nowhere, FIFOs, and links to folders whose name begins like another's. So whatever is no
 * folder is shown as a file, and a link to a folder as a folder, unless it leads back to where it was reached from.
 */
function createAdapter({ root, links, report }: AdapterOptions): tinyglobby.FileSystemAdapter {
  const read = (path: string): ShownEntry[] => {
    try {
      return readFolder(path).map(({ name, entry }) => {
        const below = join(path, name);
        if (entry.isSymbolicLink()) links.add(below);
        return new ShownEntry(name, entry.isDirectory() || (entry.isSymbolicLink() && leadsOn(below, root)));
      });
    } catch (error) {
      report(path, error);
      throw error;
    }
  };
  // The glob asks with no other options, and an entry for nothing else.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { readdirSync: read as unknown as typeof readdirSync };
}

interface AdapterOptions {
  /** Where the search starts. */
  readonly root: string;
  /** Is filled with the paths of all links that were met. */
  readonly links: Set<string>;
  readonly report: (path: string, error: unknown) => void;
}

class ShownEntry implements Pick<Dirent, "name" | "isDirectory" | "isFile" | "isSymbolicLink"> {
  readonly name: string;
  readonly #isFolder: boolean;

  constructor(name: string, isFolder: boolean) {
    this.name = name;
    this.#isFolder = isFolder;
  }

  isDirectory(): boolean {
    return this.#isFolder;
  }

  isFile(): boolean {
    return !this.#isFolder;
  }

  isSymbolicLink(): boolean {
    return false;
  }
}

/** True for a link to a folder that isn't one of those on the way to the link. */
function leadsOn(link: string, root: string): boolean {
  if (!isFolder(link)) return false;
  const target = identityOf(link);
  for (let folder = dirname(link); ; folder = dirname(folder)) {
    if (identityOf(folder) === target) return false;
    if (folder === root || folder === dirname(folder)) return true;
  }
}
