#!/usr/bin/env node
// Only what every Node can run: whoever starts an old one gets a sentence and no syntax error. All else is imported after the check.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import type * as commandLine from "./command-line.ts";
import { crashStatus, reportCrash } from "./crash.ts";
import { isSupportedNode, unsupportedNodeText } from "./node-version.ts";

process.on("uncaughtException", (error) => {
  reportCrash(error);
  process.exit(crashStatus);
});

// Packed inputs are unpacked on libuv's threads, of which there are four where nobody says more: they would hold up workers on
// more cores. It is looked at when the first of them is needed.
process.env["UV_THREADPOOL_SIZE"] ??= String(Math.max(4, availableParallelism()));

/** All of it in a few files, where the build has put it there (`scripts/build-bundle.ts`). */
const bundled = new URL("../bundle/command-line.js", import.meta.url);

if (isSupportedNode(process.versions.node)) {
  const { runCommandLine }: typeof commandLine = existsSync(bundled)
    ? await import(bundled.href)
    : await import("./command-line.ts");
  await runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(`${unsupportedNodeText(process.version)}\n`);
  process.exitCode = 2;
}
