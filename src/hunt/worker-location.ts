/**
 * Where the worker's module is: beside this one, in TypeScript as long as the sources run, in JavaScript once built.
 * The one place that knows, since the compiler rewrites imports but no URLs.
 */
const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

export const workerLocation: URL = new URL(`./worker.${ending}`, import.meta.url);
