import { describe, expect, it } from "vitest";
import { findFunction, functionNames, functionSignature } from "../../src/language/functions.ts";

describe("the table of functions", () => {
  it.each([
    ["cidrmatch", "cidrMatch"],
    ["CONCAT", "concat"],
    ["stringcontains", "stringContains"],
    ["indexOf", "indexOf"],
  ])("finds %s", (written, name) => {
    expect(findFunction(written)?.name).toBe(name);
  });

  it.each(["constructor", "__proto__", "toString", "wildcard", "concat ", ""])("has no %j", (name) => {
    expect(findFunction(name)).toBeNull();
  });

  it("has the functions with a form that ignores case", () => {
    const names = functionNames.filter((name) => functionSignature(name).hasTildeForm);
    expect(names.toSorted()).toEqual(["between", "endsWith", "indexOf", "startsWith", "stringContains"]);
  });

  it("has the functions that give a truth value", () => {
    const names = functionNames.filter((name) => functionSignature(name).result === "boolean");
    expect(names.toSorted()).toEqual(["cidrMatch", "endsWith", "startsWith", "stringContains"]);
  });

  it("counts arguments as the usage shows them", () => {
    for (const name of functionNames) {
      const { minArguments, maxArguments, usage } = functionSignature(name);
      const [, mandatory = "", optional = ""] = /^\w+\(([^[]*)(\[.*\])?\)$/.exec(usage) ?? [];
      const least = mandatory.split(",").filter((part) => part.trim() !== "…").length;
      expect([name, minArguments]).toEqual([name, least]);
      const most = mandatory.includes("…") ? null : least + (optional === "" ? 0 : optional.split(",").length - 1);
      expect([name, maxArguments]).toEqual([name, most]);
    }
  });
});
