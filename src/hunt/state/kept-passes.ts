import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describeSystemError, isSystemError } from "../../input/system-error.ts";
import { HuntError } from "../hunt-error.ts";
import { createDurably } from "./durable-file.ts";

const schema = v.object({ left: v.array(v.number()) });

/**
 * Which stages a hunt leaves to its second pass, if a sample of the inputs told: kept in its state folder, so that whoever goes on
 * asks the same of the same splits, also when the inputs have grown.
 */
export class KeptPasses {
  /** Nothing was kept in this folder before: a sample may tell. */
  readonly isNew: boolean;
  /** Numbers of filters, ascending; `null` if no sample told. */
  readonly left: readonly number[] | null;
  readonly #path: string;

  /** Throws a `HuntError` E522 if what is there can't be read. */
  constructor(folder: string, isNew: boolean) {
    this.#path = join(folder, "passes.json");
    this.isNew = isNew;
    this.left = readLeft(this.#path, folder);
  }

  /** Throws the system's error. */
  keep(left: readonly number[]): void {
    createDurably(this.#path, Buffer.from(`${JSON.stringify({ left })}\n`), `${this.#path}.tmp`);
  }
}

function readLeft(path: string, folder: string): readonly number[] | null {
  try {
    return v.parse(schema, JSON.parse(readFileSync(path, "utf8"))).left;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    const reason = isSystemError(error) ? describeSystemError(error) : "it is none that this version has written";
    throw new HuntError("E522", `passes.json of the state folder ${folder} can't be read: ${reason}`, { cause: error });
  }
}
