import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mutate, RandomNumbers } from "./byte-mutator.ts";

/** A part of the project that takes anybody's bytes, and what must hold of it whatever they are. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs to bend. */
  readonly seeds: readonly Uint8Array[];
  /** What such inputs are made of. */
  readonly tokens: readonly string[];
  /** Of processor time; longer is a failure. */
  readonly slowestMs: number;
  /** Throws if something doesn't hold. */
  check(input: Uint8Array): void | Promise<void>;
}

/** An input for which something doesn't hold. */
export interface FuzzFailure {
  readonly input: Uint8Array;
  readonly error: unknown;
}

const corpusFolder = fileURLToPath(new URL("corpus/", import.meta.url));

/** Inputs that once failed, or came close. */
export function corpusOf({ name }: FuzzTarget): readonly (readonly [file: string, bytes: Uint8Array])[] {
  const folder = `${corpusFolder}${name}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((file) => [file, readFileSync(`${folder}/${file}`)] as const);
}

/** What doesn't hold for one input; `null` if all is well. */
export async function tryInput(target: FuzzTarget, input: Uint8Array): Promise<FuzzFailure | null> {
  const before = process.cpuUsage();
  try {
    await target.check(input);
  } catch (error) {
    return { input, error };
  }
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  return ms <= target.slowestMs ? null : { input, error: new Error(`it took ${Math.round(ms)} ms`) };
}

/** Tries random inputs until the time is over or something doesn't hold. Gives how many were tried. */
export async function fuzz(
  target: FuzzTarget,
  { seed, ms, runs = Number.POSITIVE_INFINITY }: { readonly seed: number; readonly ms: number; readonly runs?: number },
): Promise<{ readonly tried: number; readonly failure: FuzzFailure | null }> {
  const random = new RandomNumbers(seed);
  const inputs = [...target.seeds, ...corpusOf(target).map(([, bytes]) => bytes)];
  const endMs = performance.now() + ms;
  let tried = 0;
  while (tried < runs && performance.now() < endMs) {
    const start = random.pick(inputs) ?? new Uint8Array();
    const failure = await tryInput(target, mutate(random, start, { tokens: target.tokens, others: inputs }));
    tried++;
    if (failure !== null) return { tried, failure: await shrink(target, failure) };
  }
  return { tried, failure: null };
}

/** So many inputs are tried to find a smaller one that fails too. */
const mostShrinkings = 400;

async function shrink(target: FuzzTarget, failure: FuzzFailure): Promise<FuzzFailure> {
  let smallest = failure;
  let left = mostShrinkings;
  for (let size = smallest.input.length >> 1; size > 0 && left > 0; size >>= 1) {
    for (let at = 0; at < smallest.input.length && left > 0; left--) {
      const { input } = smallest;
      const smaller = Buffer.concat([input.subarray(0, at), input.subarray(at + size)]);
      const found = await tryInput(target, smaller);
      if (found === null) at += size;
      else smallest = found;
    }
  }
  return smallest;
}

/** A failure for people: what to type to see it again. */
export function describeFailure({ name }: FuzzTarget, { input, error }: FuzzFailure, seed: number): string {
  const bytes = Buffer.from(input);
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `${name} fails (seed ${seed}) for ${input.length} bytes: ${JSON.stringify(bytes.toString("latin1").slice(0, 2000))}`,
    `as base64: ${bytes.toString("base64").slice(0, 4000)}`,
    reason,
  ].join("\n");
}
