/** Reused by every call: nothing here is kept longer than one match, and matching is synchronous. */
const scratch = Buffer.allocUnsafeSlow(65_536);

/**
 * A value as UTF-8, for RE2. Valid until the next call. RE2 takes a string of 40 characters in 1.5 µs, bytes in 0.17 µs,
 * 0.39 µs with making them here (node-re2 1.27, Node 24).
 */
export function encodeUtf8(value: string): Buffer {
  // A UTF-16 unit takes at most three bytes.
  if (value.length * 3 > scratch.length) return Buffer.from(value);
  return scratch.subarray(0, scratch.write(value));
}
