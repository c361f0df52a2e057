/** Whole lines, one after the other, each ended by a newline byte, but maybe for the input's last one. */
export interface LineBlock {
  /** A view into memory that is used again: valid until the next block is asked for. No byte-order mark in it. */
  readonly bytes: Buffer;
  /** Where `bytes` starts, in bytes of the decompressed input. */
  readonly offsetBytes: number;
  /** The last line has no newline: the input ended, or what could be recovered of it did. */
  readonly unterminated: boolean;
}

/** What became of a split once its blocks have been read. */
export interface SplitEnd {
  readonly status: "ok" | "damaged" | "unreadable" | "changed";
  /** Why, where the status isn't `ok`: a clause for people. */
  readonly reason?: string;
  /** Decompressed bytes that belong to this split, the skipped ones included. */
  readonly bytes: number;
  /** Lines longer than the cap; they are in no block. */
  readonly longLines: number;
}

/** Options of {@link readBlocks}. */
export interface ReadOptions {
  /** A longer line is skipped and counted. */
  readonly maxLineBytes: number;
  /** How much is read at a time; 256 KiB by default (PERFORMANCE.md: more leaves the L2 cache). A block may be smaller, or larger where a line is. */
  readonly chunkBytes?: number;
  /** Memory to read into, of the chunk's size or more: a kernel's own. Blocks lie in it, but where a line is longer. */
  readonly memory?: Buffer;
}

/** The same with the chunk's size settled. */
export type ReadSettings = ReadOptions & { readonly chunkBytes: number };
