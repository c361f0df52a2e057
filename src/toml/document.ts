import { parse, TomlError } from "smol-toml";
import type { Diagnostic, SourceText } from "../diagnostics/diagnostic.ts";
import { offsetAt } from "../diagnostics/position.ts";

/** A table as it was parsed. It has no prototype: every name is data. */
export type TomlTable = Readonly<Record<string, unknown>>;

/** Lists and inline tables nest at most this deep; a rule needs six. */
const maxDepth = 64;

/** Parses a TOML file; whole numbers beyond 2^53 are `bigint`. What is no TOML is an E101, at the place where it stops being one. */
export function parseToml(source: SourceText): { readonly value: TomlTable } | Diagnostic {
  try {
    return { value: parse(source.text, { integersAsBigInt: "asNeeded", maxDepth }) };
  } catch (error) {
    const message = "this is not valid TOML";
    if (!(error instanceof TomlError)) return { code: "E101", severity: "error", message, source };
    // The parser's message goes on with an excerpt of its own.
    const reason = error.message.replace(/\n[^]*$/, "").replace("Invalid TOML document: ", "");
    const start = offsetAt(source, error.line, error.column);
    return {
      code: "E101",
      severity: "error",
      message: `${message}: ${reason}`,
      // It may be the end of the file that comes too early.
      span: { start, end: Math.min(start + 1, source.text.length) },
      source,
    };
  }
}
