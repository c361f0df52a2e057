import type { MaxSpan } from "./syntax.ts";

const unitNs = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
} as const;

/** How long a span is, in nanoseconds. */
export function spanInNanoseconds({ count, unit }: MaxSpan): bigint {
  return BigInt(count) * unitNs[unit];
}

/** A span as EQL writes it, in the largest unit that gives a whole number. */
export function formatSpan(spanNs: bigint): string {
  const unit = (["d", "h", "m", "s"] as const).find((candidate) => spanNs % unitNs[candidate] === 0n) ?? "ms";
  return `${spanNs / unitNs[unit]}${unit}`;
}
