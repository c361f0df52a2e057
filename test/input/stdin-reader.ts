import { isMainThread, Worker } from "node:worker_threads";
import { readSplit, wholeSplit } from "./reading.ts";

// Reads standard input in a worker thread and writes what came out as JSON: run by a test as a process of its own.
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.on("error", (error) => {
    throw error;
  });
} else {
  const common = { index: 0, name: "-", path: null, format: "plain", encoding: "utf-8", layout: "lines" } as const;
  const input = { ...common, kind: "stream", sizeBytes: 0, modifiedMs: 0 } as const;
  process.stdout.write(JSON.stringify(await readSplit(wholeSplit(input))));
}
