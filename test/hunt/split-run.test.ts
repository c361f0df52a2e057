import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PartWriter } from "../../src/hunt/part-file.ts";
import { SplitRun, type TaskRunner } from "../../src/hunt/split-run.ts";
import { creditSlots, type WorkerResult } from "../../src/hunt/worker-task.ts";
import { noCategories } from "../../src/scan/category-counts.ts";
import type { Hit } from "../../src/scan/hit.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { emptySplit } from "./empty-input.ts";

const folder = useTemporaryFolder();
let runs = 0;

const split = emptySplit(3);

function hitOf(rule: number): Hit {
  const event = { matched: [], text: "{}" };
  return { kind: "event", filter: rule, offsetBytes: rule, source: 0, timeNs: null, tiebreaker: null, event };
}

function resultOf(batches: number, partPath: string | null = null): WorkerResult {
  const counts = { lines: null, validated: null, sources: [], combinationLimit: 0 };
  return {
    end: { status: "ok", bytes: 1, longLines: 0 },
    counts,
    categories: noCategories,
    batches,
    partPath,
    kept: null,
    disagreements: [],
  };
}

type Task = Parameters<TaskRunner["runTask"]>[0];
type Send = (...rules: readonly number[]) => void;

/** A worker's part in an attempt, played by a function. */
type Act = (task: Task, send: Send) => WorkerResult | Promise<WorkerResult>;

/** Runs one split with a worker for each attempt. */
function runSplit(
  acts: readonly Act[],
  failure: Error | null = null,
): { run: SplitRun; tasks: Task[]; ended: () => number } {
  const tasks: Task[] = [];
  let ended = 0;
  const runner: TaskRunner = {
    failure,
    runTask(task, onHits) {
      tasks.push(task);
      const act = acts[tasks.length - 1] ?? (() => fail("nobody works on it"));
      // A message never arrives while the one who sent it is still at it.
      const send: Send = (...rules) => {
        setImmediate(() => onHits(rules.map(hitOf)));
      };
      return { result: Promise.resolve().then(() => act(task, send)), end: () => ended++ };
    },
  };
  const name = `run-${runs++}`;
  const run = new SplitRun({ split, wanted: null, pass: null }, runner, (attempt) => folder.join(`${name}-${attempt}`));
  return { run, tasks, ended: () => ended };
}

async function rulesOf(run: SplitRun): Promise<number[]> {
  const rules: number[] = [];
  for await (const batch of run.batches()) rules.push(...batch.map(({ filter }) => filter));
  return rules;
}

function fail(message: string): never {
  throw new Error(message);
}

describe("a split's run", () => {
  it("gives batches that come after the result", async () => {
    const { run } = runSplit([
      (_task, send) => {
        setTimeout(() => send(0, 1), 20);
        setTimeout(() => send(2), 40);
        return resultOf(2);
      },
    ]);
    expect(await rulesOf(run)).toEqual([0, 1, 2]);
    expect(run.outcome).toEqual({ kind: "scanned", ...resultOf(2) });
  });

  it("ends when the result comes while the last batch is looked at", async () => {
    const result = Promise.withResolvers<WorkerResult>();
    const { run } = runSplit([
      (_task, send) => {
        send(0);
        return result.promise;
      },
    ]);
    const rules: number[] = [];
    for await (const batch of run.batches()) {
      rules.push(...batch.map(({ filter }) => filter));
      result.resolve(resultOf(1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(rules).toEqual([0]);
  });

  it("gives what came through the port, then the part, and removes it", async () => {
    const { run, tasks } = runSplit([
      (task, send) => {
        send(0);
        const part = new PartWriter(task.partPath);
        part.write(hitOf(1));
        part.write(hitOf(2));
        part.close();
        return resultOf(1, task.partPath);
      },
    ]);
    expect(await rulesOf(run)).toEqual([0, 1, 2]);
    expect(existsSync(tasks[0]?.partPath ?? "")).toBe(false);
  });

  it("gives credit for each batch that was taken, and says when its turn has come", async () => {
    const { run, tasks } = runSplit([
      async (_task, send) => {
        send(0);
        send(1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return resultOf(2);
      },
    ]);
    const credit = tasks[0]?.credit ?? new Int32Array();
    expect([...credit]).toEqual([0, 0]);
    const taken: number[] = [];
    for await (const _ of run.batches()) {
      taken.push(Atomics.load(credit, creditSlots.taken));
      expect(Atomics.load(credit, creditSlots.isHead)).toBe(1);
    }
    expect(taken).toEqual([0, 1]);
    expect(Atomics.load(credit, creditSlots.taken)).toBe(2);
    run.release();
    expect(Atomics.load(credit, creditSlots.isHead)).toBe(0);
  });

  it("tries again without giving a hit twice, wherever a batch ends, and with credit of its own", async () => {
    const { run, tasks, ended } = runSplit([
      async (_task, send) => {
        send(0, 1);
        send(2);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return fail("first");
      },
      async (task, send) => {
        expect(Atomics.load(task.credit, creditSlots.taken)).toBe(0);
        send(0);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return fail("second");
      },
      (_task, send) => {
        send(0, 1, 2, 3);
        send(4);
        return resultOf(2);
      },
    ]);
    expect(await rulesOf(run)).toEqual([0, 1, 2, 3, 4]);
    expect(run.outcome.kind).toBe("scanned");
    expect(tasks).toHaveLength(3);
    expect(ended()).toBe(3);
    expect(new Set(tasks.map(({ partPath }) => partPath)).size).toBe(3);
  });

  it("fails with the last reason after the third attempt, and has given what there was", async () => {
    const { run, tasks } = runSplit([
      () => fail("first"),
      async (_task, send) => {
        send(0);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return fail("second");
      },
      () => fail("third"),
    ]);
    expect(await rulesOf(run)).toEqual([0]);
    expect(run.outcome).toEqual({ kind: "failed", reason: "third" });
    expect(tasks).toHaveLength(3);
  });

  it("takes a part that can't be read for a failed attempt", async () => {
    const { run } = runSplit([
      (task, send) => {
        send(0);
        return resultOf(1, `${task.partPath}-that-is-gone`);
      },
      (_task, send) => {
        send(0, 1);
        return resultOf(1);
      },
    ]);
    expect(await rulesOf(run)).toEqual([0, 1]);
    expect(run.outcome.kind).toBe("scanned");
  });

  it("throws where no worker will ever work on it", async () => {
    const { run, tasks } = runSplit([() => fail("gone")], new Error("there are no workers"));
    await expect(rulesOf(run)).rejects.toThrow("there are no workers");
    expect(tasks).toHaveLength(1);
  });

  it("removes the part when its reader leaves early", async () => {
    const { run, tasks } = runSplit([
      (task) => {
        const part = new PartWriter(task.partPath);
        for (let rule = 0; rule < 20_000; rule++) part.write(hitOf(rule));
        part.close();
        return resultOf(0, task.partPath);
      },
    ]);
    for await (const _ of run.batches()) break;
    expect(existsSync(tasks[0]?.partPath ?? "")).toBe(false);
  });
});
