import { foldAscii } from "../match/case-folding.ts";
import type { FieldAccessor } from "../sources/accessor.ts";
import { canonicalText } from "./comparison.ts";
import type { FieldValue } from "./document.ts";
import { compileGlob } from "./text-glob.ts";
import type { ValueFunction } from "./value-steps.ts";

type Table = Pick<FieldAccessor & { readonly kind: "table" }, "rows" | "ignoreCase" | "otherwise">;

const nothing: readonly FieldValue[] = [];

/** Compiles a table: what a value becomes is in the first row whose text it has. */
export function compileTable({ rows, ignoreCase, otherwise }: Table): ValueFunction {
  const fold = ignoreCase ? foldAscii : (text: string): string => text;
  const exact = new Map<string, number>();
  const globs: { readonly row: number; readonly matches: (text: string) => boolean }[] = [];
  for (const [row, { raw }] of rows.entries()) {
    if (raw.includes("*")) globs.push({ row, matches: compileGlob(raw, { ignoreCase }) });
    else if (!exact.has(fold(raw))) exact.set(fold(raw), row);
  }
  return (value) => {
    const text = canonicalText(value);
    if (text === null) return nothing;
    const row = exact.get(fold(text)) ?? rows.length;
    const glob = globs.find(({ matches }) => matches(text))?.row ?? rows.length;
    const found = rows[Math.min(row, glob)];
    if (found !== undefined) return found.values;
    return otherwise === "same" ? [value] : nothing;
  };
}
