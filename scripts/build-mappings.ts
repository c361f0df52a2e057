/** Reads the built-in mappings once for every start of what is built: `dist/mappings.json`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { renderDiagnostics } from "../src/diagnostics/rendering.ts";
import { printBuiltMappings } from "../src/sources/built-mappings.ts";
import { MappingLibrary } from "../src/sources/mapping-library.ts";
import { loadBuiltinMappings } from "../src/sources/source-loading.ts";

const { mappings, diagnostics } = loadBuiltinMappings(new MappingLibrary());
if (diagnostics.length > 0) {
  process.stderr.write(`${renderDiagnostics(diagnostics, { color: false })}\n`);
  process.exitCode = 1;
} else {
  mkdirSync(new URL("../dist/", import.meta.url), { recursive: true });
  writeFileSync(new URL("../dist/mappings.json", import.meta.url), printBuiltMappings(mappings));
}
