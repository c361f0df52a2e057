/**
 * Puts the command line and the worker, three hundred modules, into a few files: `dist/bundle`. Node takes 0.3 ms to find,
 * read and link a module; without this a hunt's start takes half as long again. Packages stay what they are. Names are kept:
 * a crash still says where.
 */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const project = fileURLToPath(new URL("..", import.meta.url));

// What has another name than last time would stay.
rmSync(new URL("../dist/bundle/", import.meta.url), { recursive: true, force: true });

for (const name of ["cli/command-line", "hunt/worker"]) {
  const bundle = await rolldown({
    cwd: project,
    platform: "node",
    input: `src/${name}.ts`,
    external: (specifier) => !/^[./]/.test(specifier),
  });
  await bundle.write({
    dir: "dist/bundle",
    // All beside each other, two folders below the package, as modules are: so that what they find by their URL is there.
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    // Node reads comments at every start.
    comments: false,
  });
  await bundle.close();
}
