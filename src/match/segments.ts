import type { Pattern } from "../plan/pattern.ts";

/** What stands between two stars: literal texts, and as numbers how many code points are passed over between them. */
export type Segment = readonly (string | number)[];

/** A pattern cut at its stars. */
export interface SegmentedPattern {
  /** At the start of the value. Empty if the pattern begins with a star. */
  readonly start: Segment;
  /** Somewhere in between, in this order, without overlap. None is empty. */
  readonly middle: readonly Segment[];
  /** At the end of the value. Empty if the pattern ends with a star. */
  readonly end: Segment;
  /** Whether there is a star at all; if not, `start` is the whole value. */
  readonly hasRun: boolean;
}

/** Cuts a pattern at its stars. Texts and their order are kept. */
export function segmentPattern(pattern: Pattern): SegmentedPattern {
  const segments: (string | number)[][] = [[]];
  for (const token of pattern.tokens) {
    const segment = segments.at(-1) ?? [];
    const last = segment.at(-1);
    if (token.kind === "any-run") segments.push([]);
    else if (token.kind === "literal") segment.push(token.text);
    else if (typeof last === "number") segment[segment.length - 1] = last + 1;
    else segment.push(1);
  }
  const hasRun = segments.length > 1;
  return {
    start: segments[0] ?? [],
    middle: segments.slice(1, -1).filter((segment) => segment.length > 0),
    end: hasRun ? (segments.at(-1) ?? []) : [],
    hasRun,
  };
}

/**
 * The number of parts above which a segment's search may become slow: every place of a value can cost a step per part.
 * No pattern of the prebuilt rules has more than 8 in one segment.
 */
const MAX_SEGMENT_PARTS = 16;

/** Whether {@link matchSegments} is a good way to match a pattern: none of its segments has too many parts. */
export function hasShortSegments({ start, middle, end }: SegmentedPattern): boolean {
  return [start, end, ...middle].every((segment) => segment.length <= MAX_SEGMENT_PARTS);
}

/**
 * Whether a pattern matches the whole of a value that is folded as the pattern is. The ends are settled first, then each
 * segment in between at its leftmost place, by the engine's own `indexOf`: once over the value, whatever the number of
 * stars. A segment has the same length in code points wherever it matches, so a place further right is never better.
 */
export function matchSegments({ start, middle, end, hasRun }: SegmentedPattern, value: string): boolean {
  const to = matchBackward(end, value, value.length);
  if (to < 0) return false;
  let from = matchForward(start, value, 0);
  if (!hasRun) return from === value.length;
  for (const segment of middle) {
    if (from < 0) return false;
    from = findSegment(segment, value, from);
  }
  return from >= 0 && from <= to;
}

/** The offset behind a segment that begins at `from`, -1 if it doesn't stand there. */
function matchForward(segment: Segment, value: string, from: number, firstPart = 0): number {
  let at = from;
  for (let i = firstPart; i < segment.length; i++) {
    const part = segment[i];
    if (typeof part === "string") {
      if (!value.startsWith(part, at)) return -1;
      at += part.length;
    } else {
      at = skipForward(value, at, part ?? 0);
      if (at < 0) return -1;
    }
  }
  return at;
}

/** The offset at which the parts before `lastPart` begin if they end at `to`, -1 if they don't. */
function matchBackward(segment: Segment, value: string, to: number, lastPart = segment.length): number {
  let at = to;
  for (let i = lastPart - 1; i >= 0; i--) {
    const part = segment[i];
    if (typeof part === "string") {
      if (!value.endsWith(part, at)) return -1;
      at -= part.length;
    } else {
      at = skipBackward(value, at, part ?? 0);
      if (at < 0) return -1;
    }
  }
  return at;
}

/** The offset behind the leftmost place of a segment at or after `from`, -1 if there is none. */
function findSegment(segment: Segment, value: string, from: number): number {
  const anchor = longestLiteral(segment);
  const literal = segment[anchor];
  if (typeof literal !== "string") return matchForward(segment, value, from);
  if (segment.length === 1) {
    const at = value.indexOf(literal, from);
    return at < 0 ? -1 : at + literal.length;
  }
  for (let at = value.indexOf(literal, from); at >= 0; at = value.indexOf(literal, at + 1)) {
    if (matchBackward(segment, value, at, anchor) < from) continue;
    const end = matchForward(segment, value, at + literal.length, anchor + 1);
    if (end >= 0) return end;
  }
  return -1;
}

/** The place in the segment of its longest text, -1 if it has none. */
function longestLiteral(segment: Segment): number {
  let longest = -1;
  let length = 0;
  for (const [i, part] of segment.entries()) {
    if (typeof part !== "string" || part.length <= length) continue;
    longest = i;
    length = part.length;
  }
  return longest;
}

/** The offset `count` code points after `at`, -1 if there are fewer. */
export function skipForward(value: string, at: number, count: number): number {
  let offset = at;
  for (let i = 0; i < count; i++) {
    if (offset >= value.length) return -1;
    offset += isHighSurrogate(value.charCodeAt(offset)) ? 2 : 1;
  }
  return offset;
}

function skipBackward(value: string, at: number, count: number): number {
  let offset = at;
  for (let i = 0; i < count; i++) {
    if (offset <= 0) return -1;
    offset -= isLowSurrogate(value.charCodeAt(offset - 1)) ? 2 : 1;
  }
  return offset;
}

/** Well-formed texts only: the other half is there. */
function isHighSurrogate(codeUnit: number): boolean {
  return (codeUnit & 0xfc00) === 0xd800;
}

function isLowSurrogate(codeUnit: number): boolean {
  return (codeUnit & 0xfc00) === 0xdc00;
}
