const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const byteUnits = ["kB", "MB", "GB", "TB", "PB"] as const;

/**
 * A count with its digits in groups of three. Fractions are rounded.
 *
 * @example formatCount(1234567) // "1,234,567"
 */
export function formatCount(count: number): string {
  return integers.format(count);
}

/**
 * A count and the noun it counts; the plural takes an `s`.
 *
 * @example formatCounted(1, "rule") // "1 rule"
 */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/**
 * Bytes in decimal units (1 kB is 1,000 bytes) with one decimal.
 *
 * @example formatBytes(1_234_000_000) // "1.2 GB"
 */
export function formatBytes(bytes: number): string {
  // Told by the rounded value, so that 999,960 bytes are not "1000.0 kB".
  let unit: string = "bytes";
  let value = Math.round(bytes);
  if (value < 1000) return value === 1 ? "1 byte" : `${value} ${unit}`;
  for (const larger of byteUnits) {
    value /= 1000;
    unit = larger;
    if (Math.round(value * 10) < 10_000) break;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/**
 * A speed: in GB/s from a tenth of one on, so that the speeds people compare have one unit; slower ones as
 * {@link formatBytes} has them.
 *
 * @example formatBytesPerSecond(900_000_000) // "0.9 GB/s"
 */
export function formatBytesPerSecond(bytesPerSecond: number): string {
  return bytesPerSecond >= 1e8 ? `${(bytesPerSecond / 1e9).toFixed(1)} GB/s` : `${formatBytes(bytesPerSecond)}/s`;
}

/**
 * A length of time as precise as is of use: hundredths below a second, tenths below a minute, then two units.
 *
 * @example formatSeconds(4.08) // "4.1 s"
 * @example formatSeconds(7384) // "2 h 3 min"
 */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
