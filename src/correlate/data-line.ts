/**
 * Data as a line of JSON, with what JSON has no way to write: `{"bigint":"…"}` for a bigint, `{"number":"Infinity"}` for an
 * infinite number. So data must not hold objects of these forms of their own.
 */
export function encodeLine(data: unknown): string {
  return JSON.stringify(data, replaceNumber);
}

/** The data of a line that {@link encodeLine} wrote a moment ago, so that its shape is taken as given. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- only who wrote the line knows what it holds
export function decodeLine<Data>(line: string): Data {
  // A reviver would take six times as long (5.1 µs instead of 0.9 for a candidate of a sequence).
  return restoreNumbers(JSON.parse(line));
}

function replaceNumber(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return { bigint: value.toString() };
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

/** Changes containers in place. As deep as our own records are: events are in them as texts. */
function restoreNumbers<Data>(value: Data): Data;
function restoreNumbers(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("bigint" in value && typeof value.bigint === "string") return BigInt(value.bigint);
  if ("number" in value && typeof value.number === "string") return Number(value.number);
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== "object" || item === null) continue;
    const restored = restoreNumbers<unknown>(item);
    if (restored !== item) Reflect.set(value, key, restored);
  }
  return value;
}
