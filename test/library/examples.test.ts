import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";

/** The code after `@example` in a file's docstring that holds a text. */
function exampleWith(file: string, text: string): string {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
  const examples = source
    .split("@example")
    .slice(1)
    .map((rest) => rest.split("*/")[0] ?? "");
  const example = examples.find((code) => code.includes(text));
  if (example === undefined) throw new Error(`${file} has no example with ${text}`);
  return example
    .split("\n")
    .map((line) => line.replace(/^\s*\*\s?/, "").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** In docstrings a program begins where its import would be understood. */
function withImport(code: string): string {
  return code.includes("import ") ? code : `import { compileRules, createMatcher, hunt } from "eqlhunt";\n${code}`;
}

describe("examples of docstrings", () => {
  it("hunt", async () => {
    const { status, stdout, stderr } = await runProgram(
      `${withImport(exampleWith("hunt/hunt.ts", "hunt({ rules"))}\nconsole.log(statistics.detections);`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe(
      "Unusual Persistence via Services Registry 2719\nUnusual Persistence via Services Registry 14202\n2\n",
    );
    expect(status).toBe(0);
  });

  it("compileRules", async () => {
    const { status, stdout } = await runProgram(
      `${withImport(exampleWith("plan/compilation.ts", "compileRules"))}\nconsole.log(rules.plan.rules.map((rule) => rule.name), rules.diagnostics);`,
    );
    expect(stdout).toBe("[ 'Unusual Persistence via Services Registry' ] []\n");
    expect(status).toBe(0);
  });

  it("createMatcher", async () => {
    const example = exampleWith("match/matcher-factory.ts", "createMatcher");
    const { status, stdout } = await runProgram(
      withImport(example.replace(/^(drivers\.test\(.*\));/gm, "console.log($1);")),
    );
    expect(stdout).toBe("true\nfalse\n");
    expect(status).toBe(0);
  });

  it("the library's face", async () => {
    const program = exampleWith("index.ts", "compileRules")
      .replace('"rules/"', '"datasets/rules/"')
      .replace('"logs/"', '"datasets/samples/*.ndjson"');
    const { status, stdout } = await runProgram(program);
    expect(stdout.trimEnd().split("\n")).toEqual(
      Array.from({ length: 85 }, () => "Unusual Persistence via Services Registry"),
    );
    expect(status).toBe(0);
  });
});

describe("a program", () => {
  it("with a strategy of its own, which the table holds to account", async () => {
    const { status, stdout } = await runProgram(`
      import { checkMatcherStrategy, createMatcher } from "eqlhunt";
      // For every place in the pattern that can be reached so far, one step a character: linear.
      const matches = (tokens, characters) => {
        const steps = tokens.flatMap((token) => token.kind === "literal" ? [...token.text].map((text) => ({ kind: "literal", text })) : [token]);
        const enter = (places, place) => { places.add(place); if (steps[place]?.kind === "any-run") enter(places, place + 1); return places; };
        let places = enter(new Set(), 0);
        for (const character of characters) {
          const next = new Set();
          for (const place of places) {
            const step = steps[place];
            if (step?.kind === "any-run") enter(next, place);
            else if (step?.kind === "any-one" || step?.text === character) enter(next, place + 1);
          }
          places = next;
        }
        return places.has(steps.length);
      };
      // Wrong beyond ASCII: EQL folds nothing there.
      const fold = (text, caseMode) => caseMode === "exact" ? text : text.toLowerCase();
      const foldTokens = ({ tokens }, caseMode) => tokens.map((token) => token.kind === "literal" ? { ...token, text: fold(token.text, caseMode) } : token);
      const mine = {
        name: "mine",
        compile: ({ patterns, caseMode }) => ({
          strategy: "mine",
          test: (value) => patterns.some((pattern) => matches(foldTokens(pattern, caseMode), fold(value, caseMode))),
        }),
      };
      const matcher = createMatcher(["?:\\\\windows\\\\*.sys"], { strategy: mine });
      console.log(matcher.strategy, matcher.test("C:\\\\Windows\\\\x.sys"), matcher.test("C:\\\\Windows\\\\x.exe"));
      const mismatches = checkMatcherStrategy(mine);
      console.log(mismatches.length > 0, mismatches.every(({ case: { caseMode } }) => caseMode !== "exact"));
      console.log(checkMatcherStrategy({ name: "none", compile: () => { throw new Error("no") } }).every(({ actual }) => actual === "no"));
    `);
    expect(stdout).toBe("mine true false\ntrue true\ntrue\n");
    expect(status).toBe(0);
  });

  it("that writes detections as JSON does: with the event", async () => {
    const { stdout } = await runProgram(`
      import { compileRules, detectionToJsonLine, hunt } from "eqlhunt";
      const rules = await compileRules(["datasets/rules/"]);
      for await (const detection of hunt({ rules, inputs: ["datasets/samples/defend-registry.ndjson"] })) {
        const { events: [{ text, timestamp, ...event }], ...rest } = JSON.parse(JSON.stringify(detection));
        console.log(JSON.stringify({ ...rest, events: [event] }) === JSON.stringify(JSON.parse(detectionToJsonLine(detection))), JSON.stringify(JSON.parse(text)) === JSON.stringify(event.event));
      }
    `);
    expect(stdout).toBe("true true\ntrue true\n");
  });
});
