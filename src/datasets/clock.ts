import type { Random } from "./random.ts";

const ticksPerSecond = 10_000_000;
/** 2025-08-18T06:00:00Z. */
const firstSecond = 1_755_496_800;

/** The time of the events: it moves on by a millisecond on average, in ticks of 100 nanoseconds as Windows counts them. */
export class Clock {
  #second = firstSecond;
  #tick = 0;
  #shownSecond = -1;
  #shownText = "";

  /** Moves on and gives the time of the next event: `2025-08-18T06:00:00.1283846Z`. One in sixteen comes up to two seconds late. */
  advance(random: Random): string {
    this.#tick += 1 + random.below(20_000);
    if (this.#tick >= ticksPerSecond) {
      this.#tick -= ticksPerSecond;
      this.#second++;
    }
    if (!random.once(16)) return this.#show(this.#second, this.#tick);
    const tick = this.#tick - random.below(1_000_000) * 20;
    return tick >= 0
      ? this.#show(this.#second, tick)
      : this.#show(
          this.#second + Math.floor(tick / ticksPerSecond),
          ((tick % ticksPerSecond) + ticksPerSecond) % ticksPerSecond,
        );
  }

  #show(second: number, tick: number): string {
    if (second !== this.#shownSecond) {
      this.#shownSecond = second;
      this.#shownText = new Date(second * 1000).toISOString().slice(0, 20);
    }
    return `${this.#shownText}${String(tick).padStart(7, "0")}Z`;
  }
}
