import { resolve } from "node:path";
import type { InputFile, Split } from "../../input/split.ts";
import { isDivisible } from "../../input/splitting.ts";
import { isSystemError } from "../../input/system-error.ts";
import type { TakenInput } from "./baseline.ts";
import { markInput } from "./input-mark.ts";

/** What of an input is new since the last complete run. */
export interface NewInput {
  readonly input: InputFile;
  /** Lines from there on are new. */
  readonly fromBytes: number;
  /** What of it was seen before, maybe by another name; `null` if nothing was. Then nothing of it can have been given. */
  readonly known: TakenInput | null;
}

/**
 * What of an input is new; `null` if nothing is. It is known by its path or, if it got another name, by its
 * place in the file system, as long as it begins with the bytes that were seen. A plain file that grew is new from its old end on,
 * any other one as a whole.
 */
export class InputRecognition {
  readonly #byPath: ReadonlyMap<string, TakenInput>;
  readonly #byIdentity: ReadonlyMap<string, TakenInput>;

  constructor(inputs: readonly TakenInput[]) {
    this.#byPath = new Map(inputs.map((input) => [input.path, input]));
    this.#byIdentity = new Map(inputs.map((input) => [input.identity, input]));
  }

  recognise(input: InputFile): {
    readonly known: TakenInput | null;
    readonly isNew: boolean;
    readonly fromBytes: number;
  } {
    const known = this.#find(input);
    if (known === null || !known.isTaken) return { known, isNew: true, fromBytes: 0 };
    if (input.sizeBytes === known.sizeBytes && (known.markedBytes === known.sizeBytes || isUntouched(input, known)))
      return { known, isNew: false, fromBytes: input.sizeBytes };
    return { known, isNew: true, fromBytes: isDivisible(input) ? known.takenBytes : 0 };
  }

  #find(input: InputFile): TakenInput | null {
    if (input.path === null || input.kind === "stream") return null;
    const byPath = this.#byPath.get(resolve(input.path));
    if (byPath !== undefined) {
      if (isUntouched(input, byPath)) return byPath;
      if (beginsAs(input.path, byPath)) return byPath;
    }
    const byIdentity = this.#byIdentity.get(identityOf(input.path));
    return byIdentity !== undefined && byIdentity !== byPath && beginsAs(input.path, byIdentity) ? byIdentity : null;
  }
}

function isUntouched(input: InputFile, known: TakenInput): boolean {
  return input.sizeBytes === known.sizeBytes && input.modifiedMs === known.modifiedMs;
}

function beginsAs(path: string, { markedBytes, content }: TakenInput): boolean {
  try {
    return markInput(path, markedBytes)?.content === content;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function identityOf(path: string): string {
  try {
    return markInput(path, 0)?.identity ?? "";
  } catch (error) {
    if (isSystemError(error)) return "";
    throw error;
  }
}

/** Of the splits of inputs those that hold something new, numbered from 0. `fromBytes` by the index of the input. */
export function newSplits(splits: readonly Split[], fromBytes: ReadonlyMap<number, number>): Split[] {
  return splits
    .map((split) => ({ ...split, startBytes: Math.max(split.startBytes, fromBytes.get(split.input.index) ?? 0) }))
    .filter(({ startBytes, endBytes, input }) => startBytes < (endBytes ?? Infinity) || input.sizeBytes === 0)
    .map((split, index) => ({ ...split, index }));
}
