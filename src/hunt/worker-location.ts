import { existsSync } from "node:fs";

/**
 * Where the worker's module is: in a single file, where the build has put it there (`scripts/build-bundle.ts`); else beside
 * this one, in TypeScript as long as the sources run. The one place that knows, since the compiler rewrites imports but no URLs.
 */
const bundled = new URL("../bundle/worker.js", import.meta.url);
const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

export const workerLocation: URL = existsSync(bundled) ? bundled : new URL(`./worker.${ending}`, import.meta.url);
