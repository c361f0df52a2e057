import assert from "node:assert/strict";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { diagnosticToJson, renderDiagnostics } from "../../src/diagnostics/rendering.ts";

/** Any bytes as text, as files are read. */
export function textOf(input: Uint8Array): string {
  return new TextDecoder().decode(input);
}

const harmful = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\p{Cs}]--\n]/v;

/** What holds of all diagnostics: places inside of the text, well-formed, shown without anything that acts on a terminal. */
export function checkDiagnostics(diagnostics: readonly Diagnostic[], text: string): void {
  for (const { span, message, source } of diagnostics) {
    assert.ok(message.length > 0 && message.length < 20_000, "a message has a length that people can read");
    if (span === undefined) continue;
    const { length } = source?.text ?? text;
    assert.ok(
      0 <= span.start && span.start <= span.end && span.end <= length,
      `${span.start} to ${span.end} is outside`,
    );
  }
  const named = diagnostics.map((one) => ({ ...one, source: one.source ?? { name: "a", text } }));
  const shown = renderDiagnostics(named.slice(0, 20));
  assert.doesNotMatch(shown, harmful);
  for (const one of named.slice(0, 20)) {
    const { line, endLine } = diagnosticToJson(one);
    assert.ok(line === null || endLine === null || line <= endLine);
  }
}
