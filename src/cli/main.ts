#!/usr/bin/env node
// Only what every Node can run: whoever starts an old one gets a sentence and no syntax error. All else is imported after the check.
import { crashStatus, reportCrash } from "./crash.ts";
import { isSupportedNode, unsupportedNodeText } from "./node-version.ts";

process.on("uncaughtException", (error) => {
  reportCrash(error);
  process.exit(crashStatus);
});

if (isSupportedNode(process.versions.node)) {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(`${unsupportedNodeText(process.version)}\n`);
  process.exitCode = 2;
}
