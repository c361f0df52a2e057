import { readdirSync, statSync } from "node:fs";

/** A folder with so many entries is a small one. */
const fewEntries = 64;

/** Whether there are only a few rule files: a look at no more than one folder's entries for each path tells. */
export function areFewRules(paths: readonly string[]): boolean {
  return paths.length <= fewEntries && paths.every((path) => isFile(path) || isSmallFolder(path));
}

/** Whether each input is one file. */
export function areSingleFiles(inputs: readonly string[]): boolean {
  return inputs.length <= fewEntries && inputs.every(isFile);
}

// Whoever reads what can't be looked at says why it can't be read.

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return true;
  }
}

function isSmallFolder(path: string): boolean {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.length <= fewEntries && entries.every((entry) => entry.isFile());
  } catch {
    return true;
  }
}
