import type { Schema } from "../language/schema.ts";
import { readSchema } from "../language/schema-reading.ts";
import { readRuleSource } from "../rules/rule-source.ts";
import { sayDiagnostics } from "./rule-loading.ts";
import type { ColorChoice } from "./terminal.ts";

/** A mapping of ten thousand fields has about a megabyte. */
const maxSchemaBytes = 64 << 20;

/**
 * The schema of `--schema FILE`; `null` if there is no such option. What is wrong with the file is said on standard error,
 * and then it is `undefined`.
 */
export async function readSchemaFile(path: string | undefined, color: ColorChoice): Promise<Schema | null | undefined> {
  if (path === undefined) return null;
  const source = readRuleSource(path, path, maxSchemaBytes);
  const { schema, diagnostics } = "code" in source ? { schema: null, diagnostics: [source] } : readSchema(source);
  sayDiagnostics(diagnostics, color);
  return schema ?? undefined;
}
