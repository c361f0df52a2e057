import type { EntryPath, EntryPlaces } from "../diagnostics/entry-places.ts";
import { skipJsonString } from "./json-string.ts";

const blank = /[ \t\r\n]*/y;
const scalar = /[^,\]}\s]*/y;

/**
 * The places of the entries of the JSON object that starts at `start`, in a text of which `JSON.parse` accepts it. Of an
 * object or a list the place is its opening bracket; of a key that is there twice the last one counts, as it does for the
 * value. Linear in the object for each entry that is asked for, however deep it is.
 */
export function readJsonPlaces(text: string, start: number): EntryPlaces {
  return {
    find: (path) => {
      const at = findNearest(text, start, path);
      return { start: at, end: /[[{]/.test(text.charAt(at)) ? at + 1 : skipValue(text, at) };
    },
  };
}

function findNearest(text: string, start: number, path: EntryPath): number {
  let at = start;
  for (const step of path) {
    const next = typeof step === "number" ? findElement(text, at, step) : findMember(text, at, step);
    if (next === null) return at;
    at = next;
  }
  return at;
}

/** Where the value of a key starts, in the object that starts at `start`; `null` if there is no object or no such key. */
export function findMember(text: string, start: number, key: string): number | null {
  if (text.charAt(start) !== "{") return null;
  let found: number | null = null;
  let at = skip(blank, text, start + 1);
  while (text.charAt(at) === '"') {
    const keyEnd = skipJsonString(text, at);
    const value = skip(blank, text, skip(blank, text, keyEnd) + 1);
    if (isKey(text.slice(at, keyEnd), key)) found = value;
    at = skip(blank, text, skipValue(text, value));
    if (text.charAt(at) === ",") at = skip(blank, text, at + 1);
  }
  return found;
}

function isKey(written: string, key: string): boolean {
  return written.includes("\\") ? JSON.parse(written) === key : written.slice(1, -1) === key;
}

function findElement(text: string, start: number, index: number): number | null {
  if (text.charAt(start) !== "[") return null;
  let at = skip(blank, text, start + 1);
  for (let passed = 0; at < text.length && text.charAt(at) !== "]"; passed++) {
    if (passed === index) return at;
    at = skip(blank, text, skipValue(text, at));
    if (text.charAt(at) === ",") at = skip(blank, text, at + 1);
  }
  return null;
}

/** The offset after the value that starts at `start`. */
function skipValue(text: string, start: number): number {
  if (text.charAt(start) === '"') return skipJsonString(text, start);
  if (!/[[{]/.test(text.charAt(start))) return skip(scalar, text, start);
  const brackets = new BracketWalk(text, start);
  while (brackets.next()) if (brackets.depth === 0) return brackets.end;
  return text.length;
}

/** True if the brackets of a text nest deeper than `limit`; of what isn't JSON it may say either. */
export function isDeeper(text: string, limit: number): boolean {
  const brackets = new BracketWalk(text, 0);
  while (brackets.next()) if (brackets.depth > limit) return true;
  return false;
}

/** Goes from bracket to bracket, past strings. Without recursion: a hostile text may nest a million times. */
class BracketWalk {
  depth = 0;
  readonly #text: string;
  readonly #special = /["[\]{}]/g;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#special.lastIndex = start;
  }

  /** The offset after the bracket. */
  get end(): number {
    return this.#special.lastIndex;
  }

  next(): boolean {
    for (let found = this.#special.exec(this.#text); found !== null; found = this.#special.exec(this.#text)) {
      if (found[0] === '"') {
        this.#special.lastIndex = skipJsonString(this.#text, found.index);
      } else {
        this.depth += found[0] === "[" || found[0] === "{" ? 1 : -1;
        return true;
      }
    }
    return false;
  }
}

/** The offset after what a sticky pattern takes at `at`. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}
