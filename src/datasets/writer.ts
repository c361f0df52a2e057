import { createHash } from "node:crypto";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { type GeneratorOptions, generateEvents } from "./generator.ts";
import { type Manifest, type ManifestHit, seedRuleId } from "./manifest.ts";

/** How much to write: so many events, or whole events until the file has so many bytes. */
type DatasetExtent = { readonly events: number } | { readonly targetBytes: number };

/** Where generated events go, and what they are made from. */
export type WriteOptions = DatasetExtent &
  Omit<GeneratorOptions, "events"> & {
    /** The NDJSON file; one that is there is overwritten. */
    readonly outputPath: string;
    /** The manifest's file, written last; without it the manifest is only returned. */
    readonly manifestPath?: string;
  };

const chunkBytes = 4 * 1024 * 1024;
/** No line is longer, newline included: three bytes for each of its UTF-16 units, as Buffer.write may need. */
const lineReserveBytes = 3 * 4096;

/**
 * Writes events as NDJSON and says what must be found in them. One chunk is filled while the one before it is written.
 * The promise is rejected with Node's error if a file can't be written (`ENOSPC`, `EACCES`, …), with a RangeError if an
 * option is out of its range.
 *
 * @example const { hits } = await writeEvents({ targetBytes: 500e6, seed: 7, outputPath: "events.ndjson" });
 */
export async function writeEvents(options: WriteOptions): Promise<Manifest> {
  const events = "events" in options ? options.events : Number.POSITIVE_INFINITY;
  const targetBytes = "events" in options ? Number.POSITIVE_INFINITY : options.targetBytes;
  const file = await open(options.outputPath, "w");
  try {
    const manifest = await writeLines(file, { ...options, events }, targetBytes);
    if (options.manifestPath !== undefined)
      await writeFile(options.manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return manifest;
  } finally {
    await file.close();
  }
}

async function writeLines(file: FileHandle, options: GeneratorOptions, targetBytes: number): Promise<Manifest> {
  const hash = createHash("sha256");
  const hits: ManifestHit[] = [];
  const nearMisses = new Map<string, number>();
  let filling = Buffer.allocUnsafe(chunkBytes + lineReserveBytes);
  let spare = Buffer.allocUnsafe(chunkBytes + lineReserveBytes);
  let filledBytes = 0;
  let offsetBytes = 0;
  let lines = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const chunk = filling.subarray(0, filledBytes);
    hash.update(chunk);
    await writing;
    writing = writeFully(file, chunk);
    [filling, spare] = [spare, filling];
    offsetBytes += filledBytes;
    filledBytes = 0;
  };
  for (const { text, hit, form } of generateEvents(options)) {
    if (offsetBytes + filledBytes >= targetBytes) break;
    lines++;
    if (hit) hits.push({ offset: offsetBytes + filledBytes, line: lines, form: form ?? "" });
    else if (form !== null) nearMisses.set(form, (nearMisses.get(form) ?? 0) + 1);
    filledBytes += filling.write(text, filledBytes);
    filling[filledBytes++] = 0x0a;
    if (filledBytes >= chunkBytes) await flush();
  }
  await flush();
  await writing;
  return {
    seed: options.seed,
    events: lines,
    bytes: offsetBytes,
    lines,
    sha256: hash.digest("hex"),
    rule: seedRuleId,
    hits,
    nearMisses: Object.fromEntries([...nearMisses].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/**
 * Writes all of a chunk, in one call where the system takes it whole: `FileHandle.writeFile` cuts it into pieces, and each
 * would wait for the next turn of the event loop, which only comes when the other chunk is full.
 */
async function writeFully(file: FileHandle, chunk: Buffer): Promise<void> {
  let writtenBytes = 0;
  while (writtenBytes < chunk.length) writtenBytes += (await file.write(chunk, writtenBytes)).bytesWritten;
}
