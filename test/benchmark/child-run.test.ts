import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runChild } from "../../src/benchmark/child-run.ts";

describe("running a child", () => {
  it("measures a fresh process and what it says", async () => {
    const run = await runChild(["-e", 'console.log("one\\ntwo"); console.error("trouble"); process.exitCode = 3;']);
    expect(run).toMatchObject({ status: 3, lines: 2, outputHead: "one\ntwo\n", errorTail: "trouble\n" });
    expect(run.sha256).toBe(createHash("sha256").update("one\ntwo\n").digest("hex"));
    expect(run.seconds).toBeGreaterThan(0);
  });

  it("keeps the beginning of a long output and the end of a long error, and counts all of it", async () => {
    const write =
      'process.stdout.write("0123456789\\n".repeat(50_000)); process.stderr.write("e".repeat(100_000) + "end");';
    const run = await runChild(["-e", write]);
    expect(run.lines).toBe(50_000);
    expect(run.outputHead).toBe("0123456789\n".repeat(400).slice(0, 4096));
    expect(run.errorTail).toBe(`${"e".repeat(1997)}end`);
  });

  it.runIf(process.platform === "linux")("sees how much memory it had at most, and not only at its end", async () => {
    const touch = `let block = Buffer.alloc(200e6, 1);
      setTimeout(() => { block = null; globalThis.gc(); setTimeout(() => {}, 100); }, 100);`;
    const [small, large] = [
      await runChild(["-e", "setTimeout(() => {}, 100)"]),
      await runChild(["--expose-gc", "-e", touch]),
    ];
    expect((large.peakMemoryBytes ?? 0) - (small.peakMemoryBytes ?? 0)).toBeGreaterThan(150e6);
    expect(small.peakMemoryBytes ?? 0).toBeLessThan(150e6);
  });

  it("has no status for a process that a signal ended", async () => {
    expect(await runChild(["-e", 'process.kill(process.pid, "SIGKILL")'])).toMatchObject({ status: null });
  });

  it("is ended by its signal", async () => {
    const running = runChild(["-e", "setTimeout(() => {}, 60_000)"], AbortSignal.timeout(50));
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
  });
});
