/**
 * What of an input is in memory: a buffer of a chunk's size, over which bytes are put behind those that have not been
 * handed out yet. Something longer than a chunk gets a larger buffer, which is given up when it is no longer needed.
 */
export class Window {
  readonly #limitBytes: number;
  /** Of a chunk's size. */
  readonly #home: Buffer;
  /** For what is longer than that; kept from one to the next. */
  #large: Buffer | undefined;
  /** That of the two which is in use. */
  #buffer: Buffer;
  #offsetBytes: number;
  #filledBytes = 0;
  #takenBytes = 0;

  /**
   * @param chunkBytes how large the buffer is
   * @param limitBytes how large it may become, and is at most
   * @param offsetBytes where the first byte that will be put lies in the decompressed input
   * @param memory what to use as the buffer, of the chunk's size or more; memory of its own if absent
   */
  constructor(chunkBytes: number, limitBytes: number, offsetBytes: number, memory?: Buffer) {
    const homeBytes = Math.min(chunkBytes, limitBytes);
    this.#limitBytes = limitBytes;
    this.#home = memory?.subarray(0, homeBytes) ?? Buffer.allocUnsafeSlow(homeBytes);
    this.#buffer = this.#home;
    this.#offsetBytes = offsetBytes;
  }

  /** Bytes are put here, from `filledBytes` on. It may be another one after {@link makeRoom}. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  /** Where `buffer` starts, in bytes of the decompressed input. */
  get offsetBytes(): number {
    return this.#offsetBytes;
  }

  /** How much is held, at the start of the buffer. */
  get filledBytes(): number {
    return this.#filledBytes;
  }

  /** Of what is held, how much has been handed out or dropped. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Takes over what was put behind what is held. */
  fill(count: number): void {
    this.#filledBytes += count;
  }

  /** What is held is not needed any more up to here. */
  take(takenBytes: number): void {
    this.#takenBytes = takenBytes;
  }

  /**
   * Moves what was not taken to the front, of the chunk's buffer as soon as it fits in there: what was handed out is
   * no longer valid. Gives how many bytes may be put.
   *
   * @param spareBytes so many are to be left free behind them
   */
  makeRoom(spareBytes = 0): number {
    this.#moveRest(spareBytes);
    if (this.#filledBytes + spareBytes >= this.#buffer.length) this.#grow();
    return this.#buffer.length - this.#filledBytes - spareBytes;
  }

  #moveRest(spareBytes: number): void {
    const restBytes = this.#filledBytes - this.#takenBytes;
    const target = restBytes + spareBytes < this.#home.length ? this.#home : this.#buffer;
    if (this.#takenBytes === 0 && target === this.#buffer) return;
    // A chunk was enough, so that what comes doesn't look as if it needed more again soon.
    if (this.#takenBytes > 0 && this.#buffer === this.#home) this.#large = undefined;
    this.#buffer.copy(target, 0, this.#takenBytes, this.#filledBytes);
    this.#buffer = target;
    this.#offsetBytes += this.#takenBytes;
    this.#filledBytes = restBytes;
    this.#takenBytes = 0;
  }

  #grow(): void {
    const filled = this.#buffer;
    if (this.#large === undefined || this.#large.length <= filled.length) {
      this.#large = Buffer.allocUnsafeSlow(Math.min(this.#limitBytes, 2 * filled.length));
    }
    filled.copy(this.#large);
    this.#buffer = this.#large;
  }
}
