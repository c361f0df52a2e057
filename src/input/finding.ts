import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { compareNames, identityOf, walkFolder } from "./folder.ts";
import { expandGlob, isGlob } from "./glob.ts";
import { describeProblem } from "./problem.ts";
import type { InputProblem } from "./problem.ts";
import { openingBytes, recogniseOpening } from "./opening.ts";
import { encodingOf, formatOf } from "./signature.ts";
import type { InputFile } from "./split.ts";
import { shownPath, systemPath } from "./system-path.ts";

export type { InputProblem };

/** What the arguments of a run came to. */
export interface FoundInputs {
  /** In output order: as given, and below a folder or glob by the bytes of their names. */
  readonly inputs: readonly InputFile[];
  /** What was left out, and why. The run goes on, but isn't complete. */
  readonly problems: readonly InputProblem[];
}

/** What may be an input. */
interface Candidate {
  readonly name: string;
  /** Of the names that an argument gives a file, one that leads there by a link is the second choice. */
  readonly viaLink: boolean;
  /** Given or matched itself, and not merely found in a folder. */
  readonly named: boolean;
}

type Described = Omit<InputFile, "index">;

/** After so many files others get a turn: files are looked at one after the other, with one open at a time. */
const filesPerTurn = 500;

/**
 * Finds the inputs that the arguments name: files, folders (all that is below, hidden files included), globs where no
 * such file exists, FIFOs, and `-` for standard input. Each real file is an input once, however many names and links
 * lead to it. What it is, its first bytes tell, never its name.
 *
 * Never rejects for a bad argument. Problems have code E500 (missing, or a glob that matches nothing) or E501 (can't
 * be read, a device, or a FIFO that was only found in a folder: it could wait for ever).
 *
 * ```ts
 * const { inputs, problems } = await findInputs(["logs/", "archive/2024-*.ndjson.gz", "-"]);
 * ```
 */
export async function findInputs(args: readonly string[]): Promise<FoundInputs> {
  const inputs: InputFile[] = [];
  const problems = new Map<string, InputProblem>();
  const known = new Set<string>();
  for (const argument of args) {
    const own: Described[] = [];
    const { candidates, problems: ownProblems } = expandArgument(argument);
    for (const [position, candidate] of candidates.sort(compareRank).entries()) {
      if (position % filesPerTurn === filesPerTurn - 1) await turn();
      const found = describeOnce(candidate, known);
      if (found === undefined) continue;
      if ("code" in found) ownProblems.push(found);
      else own.push(found);
    }
    for (const input of own.sort(compareNames)) inputs.push({ ...input, index: inputs.length });
    for (const problem of ownProblems.sort(compareNames)) problems.set(problem.name, problem);
  }
  return { inputs, problems: [...problems.values()] };
}

/** First what has a place of its own, and of that what was named. */
function compareRank(left: Candidate, right: Candidate): number {
  return Number(left.viaLink) - Number(right.viaLink) || Number(right.named) - Number(left.named);
}

function expandArgument(argument: string): { candidates: Candidate[]; problems: InputProblem[] } {
  const candidate = { name: argument, viaLink: false, named: true };
  if (argument === "-") return { candidates: [candidate], problems: [] };
  const stats = statOf(argument);
  if (stats !== undefined && "code" in stats) {
    return stats.code === "E500" && isGlob(argument) ? expandPattern(argument) : { candidates: [], problems: [stats] };
  }
  return stats.isDirectory() ? expandFolder(argument, false) : { candidates: [candidate], problems: [] };
}

function expandFolder(folder: string, viaLink: boolean): { candidates: Candidate[]; problems: InputProblem[] } {
  const { entries, problems } = walkFolder(folder);
  const candidates = entries.map((entry) => ({
    name: entry.name,
    viaLink: viaLink || entry.viaLink,
    named: false,
  }));
  return { candidates, problems };
}

function expandPattern(pattern: string): { candidates: Candidate[]; problems: InputProblem[] } {
  const { entries, problems } = expandGlob(pattern);
  if (entries.length === 0 && problems.length === 0) {
    problems.push({ name: pattern, code: "E500", reason: "no file matches" });
  }
  const candidates: Candidate[] = [];
  for (const { name, viaLink } of entries) {
    const stats = statOf(name);
    if ("code" in stats || !stats.isDirectory()) {
      candidates.push({ name, viaLink, named: true });
    } else {
      const folder = expandFolder(name, viaLink);
      candidates.push(...folder.candidates);
      problems.push(...folder.problems);
    }
  }
  return { candidates, problems };
}

/** Describes a candidate; `undefined` if it is an input already, by whatever name. */
function describeOnce({ name, named }: Candidate, known: Set<string>): Described | InputProblem | undefined {
  const stats = name === "-" ? undefined : statOf(name);
  if (stats !== undefined && "code" in stats) return stats;
  const identity = stats === undefined ? "-" : identityOf(name, stats);
  if (known.has(identity)) return undefined;
  known.add(identity);
  if (stats === undefined) return describeStream(name, null);
  if (stats.isFile()) return describeFile(name);
  if (!stats.isFIFO()) return { name: shownPath(name), code: "E501", reason: `it is ${nameType(stats)}` };
  return named
    ? describeStream(name, name)
    : { name: shownPath(name), code: "E501", reason: "it is a FIFO, which is only read if it is named itself" };
}

function describeStream(name: string, path: string | null): Described {
  return {
    name: shownPath(name),
    path,
    format: "plain",
    encoding: "utf-8",
    layout: "lines",
    kind: "stream",
    sizeBytes: 0,
    modifiedMs: 0,
  };
}

/** Of a file the first bytes, as long as it is looked at: one memory for all of them. */
const head = Buffer.alloc(openingBytes);

function describeText(first: Buffer): Pick<InputFile, "encoding" | "layout"> {
  if (formatOf(first) !== "plain") return { encoding: "utf-8", layout: "lines" };
  const encoding = encodingOf(first);
  const opening = recogniseOpening(first, true);
  return { encoding, layout: encoding === "utf-8" && opening?.kind === "text" ? opening.layout : "lines" };
}

function describeFile(name: string): Described | InputProblem {
  try {
    // Whatever has taken the file's place meanwhile: opening it doesn't wait.
    const descriptor = openSync(systemPath(name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size, mtimeMs } = fstatSync(descriptor);
      const first = head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
      const common = { name: shownPath(name), path: name, kind: "file", sizeBytes: size, modifiedMs: mtimeMs } as const;
      return { ...common, format: formatOf(first), ...describeText(first) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return describeProblem(name, error);
  }
}

function statOf(path: string): BigIntStats | InputProblem {
  try {
    return statSync(systemPath(path), { bigint: true });
  } catch (error) {
    return describeProblem(path, error);
  }
}

function nameType(stats: BigIntStats): string {
  if (stats.isSocket()) return "a socket";
  return stats.isDirectory() ? "a folder" : "a device";
}
