import { deserialize, serialize } from "node:v8";
import type { WorkerSetup } from "./worker-task.ts";

/** What is in memory of its own already, or is no data that can be written. */
type Shared = "pass" | "progress" | "aborted";

/** A {@link WorkerSetup} on its way: the plan, which is large, is written once for all workers. Survives `structuredClone`. */
export interface PackedSetup extends Pick<WorkerSetup, Shared> {
  /** All else. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Writes it. */
export function packSetup({ pass, progress, aborted, ...rest }: WorkerSetup): PackedSetup {
  const written = serialize(rest);
  const bytes = new Uint8Array(new SharedArrayBuffer(written.length));
  bytes.set(written);
  return { bytes, pass, progress, aborted };
}

/** Reads what {@link packSetup} wrote. */
export function unpackSetup({ bytes, ...shared }: PackedSetup): WorkerSetup {
  const rest: Omit<WorkerSetup, Shared> = deserialize(bytes);
  return { ...rest, ...shared };
}
