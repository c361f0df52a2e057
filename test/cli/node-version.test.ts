import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isSupportedNode, neededNode, unsupportedNodeText } from "../../src/cli/node-version.ts";
import { startProcess } from "./process.ts";

const root = new URL("../../", import.meta.url);

describe("the version of Node", () => {
  it.each([
    ["18.20.8", false],
    ["20.19.0", false],
    ["21.7.3", false],
    ["22.22.1", false],
    ["22.22.2", true],
    ["22.23.0", true],
    ["23.11.0", false],
    ["24.14.9", false],
    ["24.15.0", true],
    ["24.21.0", true],
    ["25.9.0", false],
    ["26.0.0", true],
    ["27.1.0-nightly20270101", true],
    ["24.15.0-rc.1", true],
    ["22.22.1-rc.1", false],
    ["", false],
  ])("%s: %s", (version, isSupported) => {
    expect(isSupportedNode(version)).toBe(isSupported);
  });

  it("is what the package says, and this one will do", () => {
    const { engines }: { engines: { node: string } } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
    expect(neededNode).toBe(engines.node);
    expect(isSupportedNode(process.versions.node)).toBe(true);
    expect(unsupportedNodeText("v18.0.0")).toContain(neededNode);
  });

  const old = ["/usr/bin/node", "/usr/local/bin/node"].find(
    (path) =>
      existsSync(path) && !isSupportedNode(execFileSync(path, ["--version"], { encoding: "utf8" }).trim().slice(1)),
  );
  it.skipIf(old === undefined)("that is too old is told in one sentence", async () => {
    for (const args of [["--help"], ["hunt", "-q", "any where true", "x"], []]) {
      const { ended } = startProcess(old ?? "", ["dist/cli/main.js", ...args]);
      const { status, stdout, stderr } = await ended;
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/^eqlhunt needs Node .*, and this is v[\d.]+: install a newer one, .*\.\n$/);
    }
  });
});
