import { describe, expect, it } from "vitest";
import { nearest } from "../../src/diagnostics/suggestion.ts";

describe("nearest", () => {
  it.each([
    ["adn", ["or", "and", "any"], "and"],
    ["AND", ["or", "and"], "and"],
    ["lenght", ["length", "concat"], "length"],
    ["porcess.name", ["process.pid", "process.name"], "process.name"],
    ["startWith", ["endsWith", "startsWith"], "startsWith"],
    ["an", ["in", "and"], "in"],
    ["and", ["any", "and"], "and"],
    ["zzz", ["and", "or"], null],
    ["x", ["or", "in"], null],
    ["", ["or"], null],
    ["word", [], null],
    ["x".repeat(1_000_000), ["x".repeat(1_000_000)], null],
  ])("to %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});
