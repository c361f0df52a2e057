import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runMappingTests } from "../../src/evaluate/mapping-testing.ts";
import { completeMapping } from "../../src/sources/mapping-extension.ts";
import { readMapping } from "../../src/sources/mapping-reading.ts";

const document = readFileSync(new URL("../../docs/mapping-files.md", import.meta.url), "utf8");
const text = /^```toml\n([^]*?)^```$/m.exec(document)?.[1] ?? "";

describe("the mapping in the documentation", () => {
  it("is sound, and its tests hold", () => {
    const { mapping, diagnostics } = readMapping({ name: "acme.toml", text });
    expect(diagnostics).toEqual([]);
    const complete = mapping === null ? null : completeMapping(mapping).mapping;
    expect(complete?.tests).toHaveLength(1);
    expect(complete === null ? null : runMappingTests(complete)).toEqual([]);
  });
});

/** Steps by name, as the table of the documentation lists them. */
const documented = [...(document.split("## Steps")[1]?.split("\n## ")[0] ?? "").matchAll(/^\|([^|]*)\|/gm)].flatMap(
  ([, cell = ""]) => [...cell.matchAll(/`(?:\{ )?"?([a-z-]+)/g)].map(([, name]) => name),
);

describe("the steps in the documentation", () => {
  it("are all there are", () => {
    const steps = '[fields]\nx = { from = "a", steps = ["nothing-like-it"] }';
    const [unknown] = readMapping({ name: "a.toml", text: `name = "a"\n${steps}` }).diagnostics;
    const known = [...(unknown?.help ?? "").matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(known.length).toBeGreaterThan(15);
    expect(new Set(documented)).toEqual(new Set(known));
  });
});
