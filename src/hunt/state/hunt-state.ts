import { hash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import type { InputFile } from "../../input/split.ts";
import { isSystemError } from "../../input/system-error.ts";
import { systemPath } from "../../input/system-path.ts";
import { HuntError, stateWriteError } from "../hunt-error.ts";
import type { SplitJob, SplitKeeping } from "../split-job.ts";
import type { WorkerResult } from "../worker-task.ts";
import { linkExclusively, syncFile, syncLater } from "./durable-file.ts";
import { Journal, JournalEntries, type JournalEntry } from "./journal.ts";
import { KeptPasses } from "./kept-passes.ts";
import { createManifest, type Manifest, type ManifestRequest, settleManifest } from "./manifest.ts";
import { verifySection } from "./part-reading.ts";
import { KeptPartWriter, type WrittenSection } from "./part-writer.ts";
import { type KeptOutcome, outcomeOf, splitId, type SplitRecord } from "./split-record.ts";
import { StateLock } from "./state-lock.ts";

/** What a state folder is opened for. */
export interface StateRequest extends ManifestRequest {
  readonly folder: string;
}

/** A split whose results were kept, and where its hits are; `null` if it has none. */
export interface KeptSplit {
  readonly record: SplitRecord;
  readonly hits: { readonly path: string; readonly startBytes: number } | null;
}

/** An input up to this size that is one split shares its part with others: many small inputs make few parts. */
const smallInputBytes = 1 << 20;

/** A shared part is ended at this size, or this long after it was begun. */
const packBytes = 4 << 20;
const packMs = 1_000;

/** What everything in a folder is called that can be thrown away. */
const temporary = ".tmp";

/** After a part has its name, the folder is put on the disk at most this often. */
const folderSyncMs = 1_000;

/**
 * The state folder of one hunt (`--state`): what was found in which split, so that no split is scanned twice however often the hunt
 * is interrupted. Parts are the truth: whatever else says, a part is used only if it is whole.
 */
export class HuntState {
  /** What the folder was begun for. */
  readonly manifest: Manifest;
  readonly passes: KeptPasses;
  readonly #folder: string;
  readonly #partsFolder: string;
  readonly #lock: StateLock;
  readonly #journal: Journal;
  readonly #key: string;
  readonly #entries: JournalEntries;
  readonly #parts: ReadonlySet<string>;
  readonly #pending = new Set<Promise<unknown>>();
  #pack: Pack | null = null;
  #failure: { readonly error: unknown } | null = null;
  #isStopped = false;
  #isComplete = false;
  #lastFolderSyncMs = Number.NEGATIVE_INFINITY;
  #isFolderUnsynced = false;

  /** Throws a {@link HuntError}: E520 to E523. */
  constructor({ folder, ...request }: StateRequest) {
    this.#folder = folder;
    this.#partsFolder = join(folder, "parts");
    let lock: StateLock | null = null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      checkFolder(folder, request.inputs);
      lock = new StateLock(folder);
      this.#lock = lock;
      const wanted = createManifest(request);
      this.manifest = settleManifest(folder, wanted);
      this.#key = hash("sha256", JSON.stringify({ ...this.manifest, inputs: null }));
      this.passes = new KeptPasses(folder, this.manifest === wanted);
      mkdirSync(this.#partsFolder, { recursive: true, mode: 0o700 });
      this.#entries = new JournalEntries(join(folder, "journal"));
      this.#parts = this.#cleanParts();
      this.#journal = new Journal(join(folder, "journal"), this.#noteFailure);
    } catch (error) {
      lock?.release();
      throw stateWriteError(folder, error);
    }
  }

  /** The results of a job if they were kept and are whole. */
  kept(job: SplitJob): KeptSplit | null {
    if (!isKeepable(job)) return null;
    const id = this.#idOf(job);
    const entry = this.#entries.get(id);
    if (entry?.part === null) return { record: entry.record, hits: null };
    const name = entry?.part.name ?? partName(id);
    if (!this.#parts.has(name)) return null;
    const path = join(this.#partsFolder, name);
    const record = verifySection(path, entry?.part ?? null);
    if (record?.id === id) return { record, hits: { path, startBytes: entry?.part.startBytes ?? 0 } };
    // Nothing else may stand in the way of the part that will be written now.
    if (name === partName(id)) rmSync(path, { force: true });
    return null;
  }

  /** How the results of a job that is about to be scanned are kept; `null` if they can't be. */
  keeping(job: SplitJob): SplitKeeping | null {
    if (!isKeepable(job)) return null;
    const id = this.#idOf(job);
    const isPacked = isPackable(job);
    return {
      id,
      temporaryPath: (attempt) => (isPacked ? null : join(this.#partsFolder, `${id}-${attempt}${temporary}`)),
      keep: (result) => this.#keep(id, result),
    };
  }

  /** Where the hits of a job are to be put one by one, since its worker doesn't; `null` if it does. */
  packing(job: SplitJob): SplitPacking | null {
    if (!isKeepable(job) || !isPackable(job)) return null;
    return new SplitPacking(this.#idOf(job), this.#openPack, this.#endPacked);
  }

  /** From now on nothing is kept: what workers say of splits is no longer of the whole of them. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Throws what went wrong while others were at work: a {@link HuntError}. */
  throwFailure(): void {
    if (this.#failure !== null) throw stateWriteError(this.#folder, this.#failure.error);
  }

  /** Resolves when all that was kept by now is on the disk. Rejects as {@link throwFailure} throws. */
  async flush(): Promise<void> {
    try {
      this.#sealPack();
      while (this.#pending.size > 0) await Promise.all(this.#pending);
      this.#journal.flush();
      if (this.#isFolderUnsynced) syncFile(this.#partsFolder);
      this.#isFolderUnsynced = false;
    } catch (error) {
      this.#noteFailure(error);
    }
    this.throwFailure();
  }

  /** All is done and on the disk: what can't be cleared away now is no reason to fail. */
  complete(): void {
    this.#isComplete = true;
  }

  /** To be called when no worker is at work any more. Throws as {@link throwFailure}; the folder is free in any case. */
  async close(): Promise<void> {
    try {
      if (!this.#isComplete) await this.flush();
      this.#removeTemporaries();
    } catch (error) {
      this.#noteFailure(error);
    } finally {
      this.#journal.close();
      this.#lock.release();
    }
    if (!this.#isComplete) this.throwFailure();
  }

  #idOf(job: SplitJob): string {
    return splitId(job, this.#key);
  }

  readonly #noteFailure = (error: unknown): void => {
    this.#failure ??= { error };
  };

  /** Removes what an earlier run left unfinished; gives the names of the parts there are. */
  #cleanParts(): ReadonlySet<string> {
    const names = readdirSync(this.#partsFolder);
    const isWanted = (name: string): boolean =>
      name.endsWith(temporary) ? false : !name.endsWith(packEnding) || this.#entries.hasPart(name);
    for (const name of names) if (!isWanted(name)) rmSync(join(this.#partsFolder, name), { force: true });
    return new Set(names.filter(isWanted));
  }

  #removeTemporaries(): void {
    for (const name of readdirSync(this.#partsFolder))
      if (name.endsWith(temporary)) rmSync(join(this.#partsFolder, name), { force: true });
  }

  async #keep(id: string, result: WorkerResult): Promise<string | null> {
    const { kept, end, batches, partPath } = result;
    // What could not be read whole may be readable when the hunt is run again.
    if (end.status !== "ok" || this.#isStopped) return kept?.path ?? null;
    if (kept === null) {
      const isEmpty = batches === 0 && partPath === null;
      if (isEmpty) this.#journal.add({ record: { id, hits: 0, hitBytes: 0, outcome: outcomeOf(result) }, part: null });
      return null;
    }
    const { hits, hitBytes, sizeBytes: endBytes } = kept;
    const name = partName(id);
    const record = { id, hits, hitBytes, outcome: outcomeOf(result) };
    const entries = [{ record, part: { name, startBytes: 0, endBytes } }];
    const isCommitted = await this.#track(this.#commit(kept.path, name, entries));
    return isCommitted ? join(this.#partsFolder, name) : kept.path;
  }

  /** Puts a part on the disk, then gives it its name, then notes it. False if that failed, which {@link throwFailure} tells. */
  async #commit(path: string, name: string, entries: readonly JournalEntry[]): Promise<boolean> {
    try {
      await syncLater(path);
      linkExclusively(path, join(this.#partsFolder, name));
      rmSync(path, { force: true });
      this.#isFolderUnsynced = true;
      for (const entry of entries) this.#journal.add(entry);
      const now = performance.now();
      if (now - this.#lastFolderSyncMs >= folderSyncMs) {
        this.#lastFolderSyncMs = now;
        this.#isFolderUnsynced = false;
        await syncLater(this.#partsFolder);
      }
      return true;
    } catch (error) {
      this.#noteFailure(error);
      return false;
    }
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    try {
      return await work;
    } finally {
      this.#pending.delete(work);
    }
  }

  readonly #openPack = (): KeptPartWriter => {
    this.#pack ??= {
      writer: new KeptPartWriter(join(this.#partsFolder, `${randomUUID()}${temporary}`)),
      beganMs: performance.now(),
      sections: [],
    };
    return this.#pack.writer;
  };

  readonly #endPacked = (id: string, outcome: KeptOutcome | null): void => {
    const pack = this.#pack;
    if (pack === null) return;
    if (outcome === null || outcome.end.status !== "ok" || this.#isStopped) {
      pack.writer.dropSection();
      return;
    }
    const { hits, hitBytes, ...place } = pack.writer.endSection({ id, outcome });
    pack.sections.push({ record: { id, hits, hitBytes, outcome }, place });
    if (pack.writer.sizeBytes >= packBytes || performance.now() - pack.beganMs >= packMs) this.#sealPack();
  };

  #sealPack(): void {
    const pack = this.#pack;
    this.#pack = null;
    if (pack === null) return;
    pack.writer.close();
    if (pack.sections.length === 0 || this.#failure !== null) return;
    const name = `${randomUUID()}${packEnding}`;
    const entries = pack.sections.map(({ record, place }) => ({ record, part: { name, ...place } }));
    void this.#track(this.#commit(pack.writer.path, name, entries));
  }
}

/** A shared part that is being written. */
interface Pack {
  readonly writer: KeptPartWriter;
  readonly beganMs: number;
  readonly sections: {
    readonly record: SplitRecord;
    readonly place: Pick<WrittenSection, "startBytes" | "endBytes">;
  }[];
}

const packEnding = ".pack";

function partName(id: string): string {
  return `${id}.part`;
}

/** A stream can't be read again, so that nobody would ask. */
function isKeepable({ split, wanted }: SplitJob): boolean {
  return split.input.kind === "file" && wanted === null;
}

function isPackable({ split: { input, startBytes, endBytes } }: SplitJob): boolean {
  return input.sizeBytes <= smallInputBytes && startBytes === 0 && endBytes === input.sizeBytes;
}

/** Hits of one job on their way to a shared part. */
export class SplitPacking {
  readonly #id: string;
  readonly #open: () => KeptPartWriter;
  readonly #end: (id: string, outcome: KeptOutcome | null) => void;
  #writer: KeptPartWriter | null = null;

  constructor(id: string, open: () => KeptPartWriter, end: (id: string, outcome: KeptOutcome | null) => void) {
    this.#id = id;
    this.#open = open;
    this.#end = end;
  }

  write(hit: Parameters<KeptPartWriter["write"]>[0]): void {
    this.#writer ??= this.#open();
    this.#writer.write(hit);
  }

  /** `null`: the job was not done. */
  end(outcome: KeptOutcome | null): void {
    if (this.#writer !== null) this.#end(this.#id, outcome);
  }
}

/** What a state folder may hold: one with anything else is somebody's own. */
const ownNames = /^(?:manifest\.json|passes\.json|journal|parts|lock|baseline|(?:given|recent)-\d+|.*\.tmp)$/;

function checkFolder(folder: string, inputs: readonly InputFile[]): void {
  const strange = readdirSync(folder).find((name) => !ownNames.test(name));
  if (strange !== undefined) {
    throw new HuntError(
      "E522",
      `${folder} is no state folder: it holds ${strange}. Give a folder that isn't there yet`,
    );
  }
  const inside = realpathSync(folder) + sep;
  for (const { path, name } of inputs) {
    if (path === null) continue;
    if (realPathOf(path)?.startsWith(inside) === true) {
      throw new HuntError("E522", `the state folder ${folder} lies where the inputs are: ${name} is a part of it`);
    }
  }
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(systemPath(path));
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
