import { exactNumber, type FieldValue } from "../evaluate/document.ts";
import { isInexact } from "../plan/exact-number.ts";

const quote = 0x22;
const numberText = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * The value of a scalar as it stands in a JSON text, as `FieldPath` reads it from the parsed document; `null` for null, and
 * `undefined` for what is no JSON.
 */
export function readScalar(text: string): FieldValue | null | undefined {
  if (text.charCodeAt(0) === quote) return readString(text);
  switch (text) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
  }
  if (!numberText.test(text)) return undefined;
  const value = Number(text);
  return isInexact(value) ? exactNumber(text) : value;
}

function readString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "string") return undefined;
    return value.isWellFormed() ? value : value.toWellFormed();
  } catch {
    return undefined;
  }
}
