import { beginOutput, document, handOver, outputEnd, restartDocuments, count } from "./facts";
import { enterWantedKeys } from "./keys";
import { countHandedOver, countLines, reasonNone } from "./layout";
import { clearMemo } from "./memo";
import { outputLimit, structurals } from "./regions";
import { indexStructurals, writeIndexVectors } from "./structural-index";
import { beginBlock, countLookups } from "./values";
import { objects, reason, restartObjects, walkLine } from "./walker";

export * from "./regions";

/** The next structural character, and where they end. */
let cursor: usize = 0;
let cursorEnd: usize = 0;
let lineStart: usize = 0;

/** To be called once the loader has written the program and set the regions. */
export function start(): void {
  restartDocuments();
  restartObjects();
  clearMemo();
  writeIndexVectors();
  enterWantedKeys();
}

/** Indexes the lines in `[from, end)`; at `end` there is a newline. */
export function indexLines(from: usize, end: usize): void {
  beginBlock(from);
  cursor = structurals;
  cursorEnd = indexStructurals(from, end);
  lineStart = from;
}

/**
 * Walks over the lines that were indexed, as long as there is room for candidates. Gives where the candidates end, from `output` on;
 * none: all lines are done.
 */
export function walkLines(): usize {
  beginOutput();
  let at = cursor;
  let from = lineStart;
  let lines: u32 = 0;
  while (at < cursorEnd && outputEnd < outputLimit) {
    let end = <usize>load<u32>(at);
    // A line without any structure is no object.
    if (load<u8>(end) != 0x0a) {
      at = walkLine(at, from);
      end = <usize>load<u32>(at);
      if (reason != reasonNone) {
        count(countHandedOver + ((reason - 1) << 2));
        handOver(from, end);
      }
    }
    at += 4;
    from = end + 1;
    lines++;
  }
  cursor = at;
  lineStart = from;
  count(countLines, lines);
  countLookups();
  return outputEnd;
}

/** The program has to be written anew before it reaches 32 bits: documents and objects are told apart by their number. */
export function serial(): u32 {
  return max(document, objects);
}
