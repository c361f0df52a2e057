import type { Detection } from "../hunt/detection.ts";
import { csvHeader, detectionToCsv } from "./csv.ts";
import { detectionToJsonLine, escapeJsonControl } from "./json-lines.ts";
import { createTableWriter } from "./table.ts";

/** `--format`: a table for people, one JSON document a line, or CSV for a spreadsheet. */
export type DetectionFormat = "table" | "jsonl" | "csv";

/**
 * Turns detections into text, in the order in which they are given. It is pure: whoever calls it owns the stream, waits for
 * it to drain, and writes each result, which may be empty, as it is. Results are whole lines and well-formed.
 */
export interface DetectionWriter {
  /** What can be written now. */
  write(detection: Detection): string;
  /** What a table holds back to fill a page: for a caller that has waited long enough for the next detection. */
  flush(): string;
  /** The rest. Nothing may be given afterwards. */
  end(): string;
}

/** Options of {@link createDetectionWriter}. */
export interface DetectionWriterOptions {
  /** Colours severities; only of a table. */
  readonly color: boolean;
  /** The terminal's width in columns; only of a table. */
  readonly width: number;
  /**
   * The output goes to a terminal: JSON lines then show control and bidi characters as `\u` escapes, which is the same JSON.
   * In a file or pipe `event` is the document's own text. Tables and CSV are always escaped.
   */
  readonly terminal: boolean;
}

/**
 * Makes a writer for a format.
 *
 * @example
 * const writer = createDetectionWriter("jsonl", { color: false, width: 80, terminal: false });
 * for await (const detection of detections) await write(writer.write(detection));
 * await write(writer.end());
 */
export function createDetectionWriter(format: DetectionFormat, options: DetectionWriterOptions): DetectionWriter {
  return writers[format](options);
}

const writers: Readonly<Record<DetectionFormat, (options: DetectionWriterOptions) => DetectionWriter>> = {
  table: createTableWriter,
  jsonl: createJsonLinesWriter,
  csv: createCsvWriter,
};

function createJsonLinesWriter({ terminal }: DetectionWriterOptions): DetectionWriter {
  return {
    write(detection) {
      const line = detectionToJsonLine(detection);
      return `${terminal ? escapeJsonControl(line) : line}\n`;
    },
    flush: () => "",
    end: () => "",
  };
}

/** A file without detections still has its header. */
function createCsvWriter(): DetectionWriter {
  let pending = csvHeader;
  function withHeader(rows: string): string {
    const text = pending + rows;
    pending = "";
    return text;
  }
  return {
    write: (detection) => withHeader(detectionToCsv(detection)),
    flush: () => "",
    end: () => withHeader(""),
  };
}
