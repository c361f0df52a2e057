import { describe, expect, it } from "vitest";
import { isSelective } from "../../src/correlate/selectivity.ts";
import { planOf } from "../evaluate/planning.ts";

describe("a filter", () => {
  it.each([
    { query: `any where true`, selective: false },
    { query: `process where true`, selective: false },
    { query: `process where event.type == "start" and host.os.type == "windows"`, selective: false },
    { query: `process where event.action in ("exec", "fork") and host.os.family : "win*"`, selective: false },
    { query: `process where process.name : "cmd.exe"`, selective: true },
    { query: `process where event.type == "start" and process.name : "cmd.exe"`, selective: true },
    { query: `process where event.type == "start" or process.name : "cmd.exe"`, selective: false },
    { query: `process where process.name : "a.exe" or user.id : "S-1-5-18"`, selective: true },
    { query: `process where process.name != "cmd.exe"`, selective: false },
    { query: `process where process.name != null`, selective: false },
    { query: `process where process.name : "*"`, selective: false },
    { query: `process where process.name : ("*", "cmd.exe")`, selective: false },
    { query: `process where process.name : ""`, selective: true },
    { query: `process where process.args_count > 3`, selective: false },
    { query: `process where process.name regex "[a-z]{8}"`, selective: true },
    { query: `process where length(process.command_line) > 1000`, selective: true },
    { query: `process where concat(event.type, event.action) == "ab"`, selective: false },
    { query: `process where false`, selective: true },
  ])("$query", ({ query, selective }) => {
    expect(isSelective(0, planOf(query))).toBe(selective);
  });
});
