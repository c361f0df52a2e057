import { readSync } from "node:fs";
import type { ByteSource } from "./byte-source.ts";
import { describeSystemError } from "./system-error.ts";

/** A decompressor that is fed less at a time waits longer for what it is fed than it works. */
const pieceBytes = 262_144;

/** The bytes of an open file, up to the size that it had when the run was planned. */
export class FileSource implements ByteSource {
  readonly #descriptor: number;
  readonly #sizeBytes: number;
  #positionBytes = 0;
  #failure: string | undefined;

  constructor(descriptor: number, sizeBytes: number) {
    this.#descriptor = descriptor;
    this.#sizeBytes = sizeBytes;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  async read(): Promise<Buffer> {
    const piece = this.readAgain(this.#positionBytes, this.#sizeBytes - this.#positionBytes);
    this.#positionBytes += piece.length;
    return piece;
  }

  readonly readAgain = (positionBytes: number, lengthBytes: number): Buffer => {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(0, lengthBytes)));
    if (piece.length === 0) return piece;
    try {
      return piece.subarray(0, readSync(this.#descriptor, piece, 0, piece.length, positionBytes));
    } catch (error) {
      this.#failure = `it can't be read from byte ${positionBytes} on: ${describeSystemError(error)}`;
      return piece.subarray(0, 0);
    }
  };
}
