import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runNode } from "./process.ts";

const folder = useTemporaryFolder();
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Makes reading the package's manifest, which `--version` needs, fail as nobody expects. */
const failing = folder.write(
  "failing.mjs",
  `import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { readFileSync } = fs;
  const fail = () => { throw new Error("the roof\\u001b[31m is on fire"); };
  fs.readFileSync = (path, ...rest) => (String(path).endsWith("package.json") ? fail() : readFileSync(path, ...rest));
  if (process.argv.includes("later")) setTimeout(fail, 1);
  syncBuiltinESMExports();`,
);

describe("what must not happen", () => {
  it.each([["--version"], ["hunt", "later"]])("is one line and status 3: %s", async (...args) => {
    const { status, stdout, stderr } = await runNode(["--import", failing, main, ...args]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toBe("error: the roof\\x1b[31m is on fire; please report it\n");
  });

  it("comes with its stack for whoever looks into it", async () => {
    const { status, stderr } = await runNode(["--import", failing, main, "--version"], { env: { EQLHUNT_DEBUG: "1" } });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^error: the roof.*; please report it\nError: the roof[^]*\n {4}at /);
  });
});
