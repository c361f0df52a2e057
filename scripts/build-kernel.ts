/**
 * What the build makes beside JavaScript: compiles the kernels, `src/kernel/assembly/NAME/index.ts` each, to
 * `dist/kernel/NAME.wasm`; and has the mappings read (`build-mappings.ts`).
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";
import "./build-mappings.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(new URL("../dist/kernel/", import.meta.url), { recursive: true });

for (const name of ["literals", "extraction"]) {
  const { error } = await main(
    [
      `src/kernel/assembly/${name}/index.ts`,
      "--baseDir",
      project,
      "--outFile",
      `dist/kernel/${name}.wasm`,
      "-O3",
      "--converge",
      "--noAssert",
      // No allocator and no collector: the kernels lay out their memory themselves.
      "--runtime",
      "stub",
      "--importMemory",
      "--enable",
      "simd",
      "--enable",
      "relaxed-simd",
    ],
    { stderr: process.stderr },
  );
  if (error !== null) process.exitCode = 1;
}
