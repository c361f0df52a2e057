import { createReadStream, openSync, closeSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Hit } from "../scan/hit.ts";

/** How much is gathered before it is written. */
const bufferLength = 262_144;

/**
 * Hits of one split on disk, one line of JSON each, in order: what a split finds before its turn and that is too much to
 * hold in memory. Whole numbers beyond 2^53 are written as `{"bigint":"…"}`.
 */
export class PartWriter {
  readonly #descriptor: number;
  #buffer = "";

  /** Creates the file, which must not be there. */
  constructor(path: string) {
    this.#descriptor = openSync(path, "wx", 0o600);
  }

  write(hit: Hit): void {
    this.#buffer += `${JSON.stringify(hit, replaceBigint)}\n`;
    if (this.#buffer.length >= bufferLength) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = "";
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
  }
}

/** The hits of a part, in order, without ever holding all of them. */
export async function* readPart(path: string): AsyncGenerator<Hit> {
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield parseHit(line);
}

function replaceBigint(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? { bigint: value.toString() } : value;
}

/** Only what {@link PartWriter} wrote a moment ago is read here, so its shape is taken as given. */
function parseHit(line: string): Hit {
  return JSON.parse(line, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("bigint" in value)) return value;
    return typeof value.bigint === "string" ? BigInt(value.bigint) : value;
  }) as Hit;
}
