import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { positionAt } from "../../src/diagnostics/position.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";

/** `E122 3:5 «the text at its place» message – label (help)`. */
export function show({ code, message, span, source, label, help }: Diagnostic): string {
  const position = source !== undefined && span !== undefined ? positionAt(source, span.start) : null;
  const place =
    position === null ? "-" : `${position.line}:${position.column} «${source?.text.slice(span?.start, span?.end)}»`;
  return `${code} ${place} ${message}${label === undefined ? "" : ` – ${label}`}${help === undefined ? "" : ` (${help})`}`;
}

/** What is wrong with a mapping file that has no mapping. */
export function mistakesOf(text: string): readonly string[] {
  const { mapping, diagnostics } = readMapping({ name: "a.toml", text });
  if (mapping !== null) throw new Error("nothing is wrong with this mapping");
  return diagnostics.map(show);
}
