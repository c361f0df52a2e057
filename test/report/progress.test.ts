import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

/** A terminal that remembers what was written to it. */
class FakeTerminal extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  written = "";

  constructor(isTTY: boolean, columns: number) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += chunk.toString();
    done();
  }

  /** The lines drawn so far, without cursor movements. */
  get drawn(): string[] {
    return this.written.split("\u001b[1G").flatMap((part) => (part.endsWith("\u001b[0K") ? [part.slice(0, -4)] : []));
  }
}

function shown(columns: number, totalBytes: number | null, eventsExact: boolean): string | undefined {
  const stream = new FakeTerminal(true, columns);
  const progress = createProgress({ stream, totalBytes, enabled: true });
  for (let second = 1; second <= 4; second++) {
    progress.update({ bytes: second * 9e8, events: second * 562_513, eventsExact, detections: 3 });
    vi.advanceTimersByTime(1000);
  }
  const line = stream.drawn.at(-1);
  progress.stop();
  return line;
}

describe("createProgress", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ["no terminal", false, true],
    ["not enabled", true, false],
  ])("writes nothing: %s", (_why, isTTY, enabled) => {
    const stream = new FakeTerminal(isTTY, 80);
    const progress = createProgress({ stream, totalBytes: 10, enabled });
    progress.update({ bytes: 5, events: 1, eventsExact: true, detections: 0 });
    progress.pause();
    progress.resume();
    vi.advanceTimersByTime(1000);
    progress.stop();
    expect(stream.written).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on with what is read for a second time, of which no events are counted", () => {
    const stream = new FakeTerminal(true, 100);
    const progress = createProgress({ stream, totalBytes: 1e9, enabled: true });
    for (const gigabytes of [0.5, 1, 1.25, 1.5]) {
      progress.update({
        bytes: gigabytes * 1e9,
        events: Math.min(1, gigabytes) * 1000,
        eventsExact: true,
        detections: 3,
        totalBytes: gigabytes > 1 ? 2e9 : 1e9,
      });
      vi.advanceTimersByTime(4000);
    }
    progress.stop();
    expect(stream.drawn.at(-1)).toMatch(/^75% {2}1\.5 GB of 2\.0 GB {2}[\d.]+ MB\/s {2}3 detections {2}\d+ s left$/);
  });

  it("shows all there is room for", () => {
    expect(shown(160, 1e10, true)).toBe(
      "[=======-------------]  36%  3.6 GB of 10.0 GB  0.9 GB/s  562,513 events/s  3 detections  8 s left",
    );
    expect(shown(100, 1e10, true)).toBe("36%  3.6 GB of 10.0 GB  0.9 GB/s  562,513 events/s  3 detections  8 s left");
    expect(shown(60, 1e10, true)).toBe("36%  3.6 GB of 10.0 GB  0.9 GB/s  3 detections  8 s left");
    expect(shown(40, 1e10, true)).toBe("36%  3.6 GB of 10.0 GB  3 detections");
    expect(shown(10, 1e10, true)).toBe("3.6 GB of ");
  });

  it("says about where events are estimated", () => {
    expect(shown(100, 1e12, false)).toBe(
      "0%  3.6 GB of 1.0 TB  0.9 GB/s  about 560,000 events/s  3 detections  18 min 28 s left",
    );
  });

  it.each([
    ["unknown", null],
    ["less than what was read", 1e9],
    ["nothing", 0],
  ])("shows no percentage where the size is %s", (_size, totalBytes) => {
    expect(shown(160, totalBytes, true)).toBe("3.6 GB  0.9 GB/s  562,513 events/s  3 detections");
  });

  it("draws at most eight times a second", () => {
    const stream = new FakeTerminal(true, 120);
    const progress = createProgress({ stream, totalBytes: 1e9, enabled: true });
    for (let step = 1; step <= 1000; step++) {
      progress.update({ bytes: step * 1e6, events: step, eventsExact: true, detections: step });
      vi.advanceTimersByTime(1);
    }
    expect(stream.drawn.length).toBeGreaterThan(4);
    expect(stream.drawn.length).toBeLessThanOrEqual(9);
    progress.stop();
  });

  it("gets slower while nothing happens", () => {
    const stream = new FakeTerminal(true, 120);
    const progress = createProgress({ stream, totalBytes: null, enabled: true });
    vi.advanceTimersByTime(1000);
    progress.update({ bytes: 2e9, events: 0, eventsExact: true, detections: 0 });
    vi.advanceTimersByTime(3000);
    expect(stream.drawn.at(-1)).toContain("2.0 GB  0.5 GB/s");
    progress.stop();
  });

  it("takes its line away while paused and at the end, and leaves no timer", () => {
    const stream = new FakeTerminal(true, 80);
    const progress = createProgress({ stream, totalBytes: 100, enabled: true });
    const state = { bytes: 50, events: 1, eventsExact: true, detections: 0 };
    progress.update(state);
    progress.pause();
    expect(stream.written.endsWith("\u001b[2K")).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    const before = stream.written;
    progress.update({ ...state, bytes: 60 });
    progress.pause();
    vi.advanceTimersByTime(1000);
    expect(stream.written).toBe(before);
    progress.resume();
    progress.resume();
    expect(stream.drawn.at(-1)).toContain("60 bytes of 100 bytes");
    progress.stop();
    expect(stream.written.endsWith("\u001b[2K")).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    const end = stream.written;
    progress.resume();
    progress.update({ ...state, bytes: 70 });
    progress.stop();
    vi.advanceTimersByTime(1000);
    expect(stream.written).toBe(end);
  });
});
