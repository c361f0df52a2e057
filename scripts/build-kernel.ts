/** Compiles the kernels, `src/kernel/assembly/NAME/index.ts` each, to `dist/kernel/NAME.wasm`. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const project = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(new URL("../dist/kernel/", import.meta.url), { recursive: true });

for (const name of ["literals", "extraction"]) {
  const { error, stderr } = await asc.main([
    `src/kernel/assembly/${name}/index.ts`,
    ...["--baseDir", project, "--outFile", `dist/kernel/${name}.wasm`],
    // No allocator and no collector: the kernels lay out their memory themselves (`src/kernel/memory-layout.ts`).
    ...["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory"],
    ...["--enable", "simd", "--enable", "relaxed-simd"],
  ]);
  if (error !== null) {
    process.stderr.write(stderr.toString());
    process.exitCode = 1;
  }
}
