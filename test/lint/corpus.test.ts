import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lintRules } from "../../src/lint/linting.ts";
import { compileRules } from "../../src/plan/compilation.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rulesFolder = join(resolve(root, process.env["EQLHUNT_SHARED"] ?? "../shared"), "corpus/elastic-rules");

describe.skipIf(!existsSync(rulesFolder))("all of Elastic's rules", () => {
  it("are looked through in well under a second, and what is found was read and found true", async () => {
    const { rules, plan } = await compileRules([rulesFolder]);
    const before = process.cpuUsage();
    const diagnostics = lintRules(rules, plan);
    const seconds = process.cpuUsage(before).user / 1e6;
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(diagnostics, ({ code }) => code)).map(([code, list]) => [code, list?.length]),
    );
    expect(counts).toEqual({
      L101: 2,
      L102: 22,
      L103: 253,
      L105: 5,
      L106: 3,
      L108: 3,
      L109: 1,
      L112: 3,
      L113: 13,
      L115: 4,
      L117: 6,
    });
    expect(seconds).toBeLessThan(1);
  });
});
