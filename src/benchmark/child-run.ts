import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A fresh process, from its start to its end. */
export interface ChildRun {
  /** Exit status; null if a signal ended it. */
  readonly status: number | null;
  /** Wall time from the start of the process until it had ended and its output was read. */
  readonly seconds: number;
  /** Lines on its standard output. */
  readonly lines: number;
  /** Of its standard output, lower-case hexadecimal. */
  readonly sha256: string;
  /** The beginning of its standard output, 4,096 bytes at most. */
  readonly outputHead: string;
  /** The end of its standard error, 2,000 characters at most. */
  readonly errorTail: string;
  /** The most memory it had at one time (resident set), of all its threads together; null where the system doesn't tell. */
  readonly peakMemoryBytes: number | null;
}

const outputHeadBytes = 4096;
const errorTailLength = 2000;
/** Often enough for runs of tenths of a second; a look takes some 30 µs. */
const memoryPollMs = 20;
const newline = 0x0a;

/**
 * Runs a program (Node, if no other is named) on `args` in a fresh process, with nothing on standard input, and measures it.
 * Rejects if the process can't be started; aborting ends it (SIGTERM), and rejects.
 */
export async function runChild(
  args: readonly string[],
  signal?: AbortSignal,
  executable = process.execPath,
): Promise<ChildRun> {
  const startedMs = performance.now();
  const child = spawn(executable, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  const memory = new PeakMemory(child.pid);
  const hash = createHash("sha256");
  const head: Buffer[] = [];
  let headBytes = 0;
  let lines = 0;
  let errorTail = "";
  child.stdout.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    lines += countNewlines(chunk);
    if (headBytes < outputHeadBytes) head.push(chunk.subarray(0, outputHeadBytes - headBytes));
    headBytes += chunk.length;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errorTail = (errorTail + text).slice(-errorTailLength);
  });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return {
      status,
      seconds: (performance.now() - startedMs) / 1000,
      lines,
      sha256: hash.digest("hex"),
      outputHead: Buffer.concat(head).toString("utf8"),
      errorTail,
      peakMemoryBytes: memory.bytes,
    };
  } finally {
    memory.end();
  }
}

function countNewlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) count++;
  return count;
}

/**
 * Watches the high-water mark of a process's resident memory. It is read from /proc while the process runs, since what the
 * process says of itself at its end (`maxRSS`) begins with the size of the parent that it was forked from.
 */
class PeakMemory {
  readonly #pid: number | undefined;
  readonly #timer: NodeJS.Timeout;
  bytes: number | null = null;

  constructor(pid: number | undefined) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), memoryPollMs);
    this.#look();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#pid === undefined || process.platform !== "linux") return;
    try {
      const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, "utf8")) ?? [];
      if (kibibytes !== undefined) this.bytes = Number(kibibytes) * 1024;
    } catch {
      // It has ended.
      this.end();
    }
  }
}
