import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { runChild } from "../src/benchmark/child-run.ts";
import type { Contestant } from "../src/benchmark/contest.ts";
import type { HuntPlan } from "../src/plan/plan.ts";
import { countMatches, preparations } from "./rule-sql.ts";

const location = fileURLToPath(new URL("duckdb-count.ts", import.meta.url));

/** What the process prints. */
const answerSchema = v.object({ found: v.number(), querySeconds: v.number() });

/** DuckDB counts the events of a generated file that the plan's rule matches, in a fresh process. */
export function duckDbContestant(plan: HuntPlan, path: string, threads: number): Contestant {
  const args = [location, String(threads), ...preparations, countMatches(plan, path)];
  return {
    name: nameDuckDb(threads),
    async run(signal) {
      const { status, seconds, outputHead, errorTail, peakMemoryBytes } = await runChild(args, signal);
      if (status !== 0) return { kind: "failed", reason: `it ended with status ${status}: ${errorTail.trim()}` };
      const { found, querySeconds } = v.parse(answerSchema, JSON.parse(outputHead));
      const startSeconds = seconds - querySeconds;
      return { kind: "finished", seconds, startSeconds, found, answer: null, peakMemoryBytes };
    },
  };
}

/** How it is named in results. */
export function nameDuckDb(threads: number): string {
  return `DuckDB, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}
