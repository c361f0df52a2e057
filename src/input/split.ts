/** How an input's bytes are packed, told by its content. */
export type InputFormat = "plain" | "gzip" | "zstd";

/** How an input's text is written, told by its first bytes. */
export type InputEncoding = "utf-8" | "utf-16le" | "utf-16be";

/**
 * How events lie in an input's text, told by its first bytes: one on each line; or over any number of lines, in an array
 * or one after the other.
 */
export type InputLayout = "lines" | "documents";

/** One input of a run. Pure data. */
export interface InputFile {
  /** Position in output order, from 0. */
  readonly index: number;
  /** As it is shown in results: the argument as given; of a folder's or glob's files joined with `/`; `-` for standard input. */
  readonly name: string;
  /** Where it is opened; `null` for standard input. */
  readonly path: string | null;
  /** Of a stream always `plain`: what it is is told while it is read. */
  readonly format: InputFormat;
  /** Of a plain file. What is compressed or streamed says `utf-8` here, and is told while it is read. */
  readonly encoding: InputEncoding;
  /** Of a plain file in UTF-8. What is anything else says `lines` here, and is told while it is read. */
  readonly layout: InputLayout;
  /** A regular file, that can be looked at and cut; or a pipe, FIFO or standard input, that can only be streamed once. */
  readonly kind: "file" | "stream";
  /** Of the file as it lies there; 0 for a stream. */
  readonly sizeBytes: number;
  /** Modification time in milliseconds since 1970; 0 for a stream. */
  readonly modifiedMs: number;
}

/**
 * A piece of an input that one worker reads: of a plain file the lines whose first byte lies in
 * `[startBytes, endBytes)`; everything else is one split. Pure data.
 */
export interface Split {
  /** Position in output order over all inputs, from 0. */
  readonly index: number;
  readonly input: InputFile;
  readonly startBytes: number;
  /** `null`: to the end of the stream. For a compressed file its size as it lies there. */
  readonly endBytes: number | null;
}
