import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { InputFile } from "../../input/split.ts";
import { describeSystemError, isSystemError } from "../../input/system-error.ts";
import { HuntError } from "../hunt-error.ts";
import { createDurably } from "./durable-file.ts";
import { engineVersion } from "../engine-version.ts";

/** Of the files in a state folder. */
const format = 1;

const optionSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));

/** Every option that can change what a hunt gives, by its name; `null` where it isn't given. */
export type StateOptions = v.InferOutput<typeof optionSchema>;

const manifestSchema = v.object({
  format: v.literal(format),
  engine: v.string(),
  /** The plan's hash. */
  rules: v.string(),
  options: optionSchema,
  /** How large the pieces of plain files are, whoever said so. */
  splitSizeBytes: v.number(),
  /** Those that the hunt was begun with: name, size in bytes, modification time in milliseconds since 1970. */
  inputs: v.array(v.tuple([v.string(), v.number(), v.number()])),
});

/** What a state folder is for; written once, before anything else. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** What a manifest is made of. */
export interface ManifestRequest extends Pick<Manifest, "rules" | "options" | "splitSizeBytes"> {
  readonly inputs: readonly InputFile[];
}

/** For a hunt that is about to begin. */
export function createManifest({ inputs, ...asked }: ManifestRequest): Manifest {
  return {
    format,
    engine: engineVersion(),
    ...asked,
    inputs: inputs.map(({ name, sizeBytes, modifiedMs }) => [name, sizeBytes, modifiedMs]),
  };
}

/**
 * Writes the manifest into a folder that has none; of a folder that has one gives that, if the hunt is the same but for its inputs
 * and the size of pieces that nobody asked for.
 * Throws a {@link HuntError} E521 if it isn't, E522 if the manifest can't be read, else the system's error.
 */
export function settleManifest(folder: string, wanted: Manifest): Manifest {
  const path = join(folder, "manifest.json");
  if (createDurably(path, Buffer.from(`${JSON.stringify(wanted)}\n`), `${path}.tmp`)) return wanted;
  const known = readManifest(folder, path);
  const differences = [
    ...(known.engine === wanted.engine ? [] : [`it is of version ${known.engine}, and this is ${wanted.engine}`]),
    ...(known.rules === wanted.rules ? [] : ["the rules are others, or are read otherwise"]),
    ...differingOptions(known.options, wanted.options),
  ];
  if (differences.length === 0) return known;
  throw new HuntError(
    "E521",
    `the state folder ${folder} is that of another hunt: ${differences.join("; ")}. Give a new folder, or hunt as before`,
  );
}

function readManifest(folder: string, path: string): Manifest {
  try {
    return v.parse(manifestSchema, JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const reason = isSystemError(error) ? describeSystemError(error) : "it is none that this version has written";
    throw new HuntError("E522", `the manifest of the state folder ${folder} can't be read: ${reason}`, {
      cause: error,
    });
  }
}

function differingOptions(known: StateOptions, wanted: StateOptions): string[] {
  const names = [...new Set([...Object.keys(known), ...Object.keys(wanted)])];
  return names
    .map((name) => [name, known[name] ?? null, wanted[name] ?? null] as const)
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `${name} was ${show(before)} and is ${show(now)}`);
}

function show(value: StateOptions[string]): string {
  return value === null ? "not given" : String(value);
}
