import type * as insides from "../../src/hunt/hunt.ts";
import type * as threads from "../../src/hunt/worker-threads.ts";
import type * as face from "../../src/index.ts";

/**
 * The library as it was built, for tests that start workers. From TypeScript each worker would strip the types of every
 * module first: that takes several times as long, and it is done in WebAssembly, whose bookkeeping in V8 now and then ends
 * the process where many threads come and go (`Check failed: jit_page.has_value()`).
 */
const library: typeof face = await import(new URL("../../dist/index.js", import.meta.url).href);

export const { compileRules, detectionToJsonLine, hunt } = library;

const inner: Pick<typeof insides, "huntInPasses" | "huntOnThreads"> = await import(
  new URL("../../dist/hunt/hunt.js", import.meta.url).href
);
const innerThreads: Pick<typeof threads, "EarlyThreads"> = await import(
  new URL("../../dist/hunt/worker-threads.js", import.meta.url).href
);

/** Not part of the library's face. */
export const { huntInPasses, huntOnThreads } = inner;
export const { EarlyThreads } = innerThreads;
