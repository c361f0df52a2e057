import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeEnvironment } from "../../src/benchmark/environment.ts";
import { commandLocation, packageFolder, shippedRules } from "../../src/benchmark/package-location.ts";

describe("the environment", () => {
  it("names all that a figure depends on", () => {
    const environment = describeEnvironment(new Date(Date.UTC(2025, 7, 18, 10)));
    expect(environment).toEqual({
      node: process.versions.node,
      cpu: expect.stringMatching(/\S/),
      cores: expect.any(Number),
      memoryBytes: expect.any(Number),
      platform: expect.stringContaining(process.arch),
      commit: environment.commit,
      date: "2025-08-18T10:00:00.000Z",
    });
    expect(environment.cores).toBeGreaterThanOrEqual(1);
  });

  it.runIf(existsSync(new URL(".git", packageFolder)))("names the commit in a checkout", () => {
    expect(describeEnvironment().commit).toMatch(/^[0-9a-f]{12}\+?$/);
  });

  it("knows where the package and its command line are", () => {
    expect(existsSync(new URL("package.json", packageFolder))).toBe(true);
    expect(existsSync(commandLocation)).toBe(true);
    expect(existsSync(shippedRules)).toBe(true);
  });
});
