import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { runEqlhunt } from "./process.ts";

const folder = useTemporaryFolder();
const samples = "datasets/samples";
const forms = readdirSync("datasets/mappings")
  .map((name) => name.replace(".toml", ""))
  .filter((name) => readdirSync(samples).includes(`${name}.ndjson`));

interface SniffResult {
  readonly inputs: readonly {
    readonly file: string;
    readonly events: number;
    readonly bad_lines: number;
    readonly whole: boolean;
    readonly parts: readonly {
      readonly source: string;
      readonly product: string;
      readonly events: number;
      readonly categories: readonly { readonly category: string; readonly events: number }[];
      readonly time: { readonly from: string | null; readonly to: string | null };
      readonly fields: readonly { readonly name: string; readonly events: number }[];
    }[];
  }[];
  readonly sources: readonly {
    readonly source: string;
    readonly rules: {
      readonly able: number;
      readonly unable: readonly {
        readonly rule: string;
        readonly canMatch: string;
        readonly reasons: readonly object[];
      }[];
    };
    readonly missing_fields: readonly { readonly name: string; readonly rules: number }[];
  }[];
  readonly problems: readonly { readonly file: string; readonly code: string }[];
}

async function sniffJson(...args: readonly string[]): Promise<SniffResult> {
  const { status, stdout, stderr } = await runEqlhunt(["sniff", "--format", "json", ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const result: SniffResult = JSON.parse(stdout);
  return result;
}

function registryWrites(category: string, count: number): string {
  const event = { event: { category }, "@timestamp": "2026-05-04T10:00:00Z", registry: { value: "ImagePath" } };
  return `${JSON.stringify(event)}\n`.repeat(count);
}

describe("sniff", () => {
  it("has samples of several products to name", () => {
    expect(forms.length).toBeGreaterThan(10);
  });

  it.each(forms)("names product and form of %s", async (form) => {
    const { inputs } = await sniffJson(`${samples}/${form}.ndjson`);
    expect(inputs[0]?.parts.map(({ source }) => source)).toEqual([form]);
    expect(inputs[0]).toMatchObject({ whole: true, bad_lines: 0 });
  });

  it("tells the parts of a mixed file apart", async () => {
    const path = folder.write(
      "mixed.ndjson",
      `${forms.map((form) => readFileSync(`${samples}/${form}.ndjson`, "utf8")).join("\n")}\n${registryWrites("registry", 1)}`,
    );
    const { inputs, sources } = await sniffJson(path);
    expect(inputs[0]?.parts.map(({ source }) => source)).toEqual([...forms, "ecs"]);
    expect(sources.map(({ source }) => source).toSorted()).toEqual([...forms, "ecs"].toSorted());
  });

  it("counts categories, fields and times", async () => {
    const path = folder.write("counted.ndjson", `${registryWrites("registry", 2)}{"x":1}\nnot json\n\n`);
    const { inputs } = await sniffJson("-q", 'registry where registry.value : "a"', path);
    expect(inputs[0]).toMatchObject({
      events: 3,
      bad_lines: 1,
      parts: [
        {
          source: "ecs",
          events: 3,
          categories: [{ category: "registry", events: 2 }],
          without_category: 1,
          time: { from: "2026-05-04T10:00:00.000Z", to: "2026-05-04T10:00:00.000Z", without: 1 },
          fields: [
            { name: "event.category", events: 2 },
            { name: "registry.value", events: 2 },
          ],
        },
      ],
    });
  });

  it("reads the first events only, says so, and reads packed files and standard input", async () => {
    const path = folder.write("many.ndjson.gz", gzipSync(registryWrites("registry", 20)));
    const { inputs } = await sniffJson("--limit", "5", path);
    expect(inputs[0]).toMatchObject({ events: 5, whole: false });
    const { stdout } = await runEqlhunt(["sniff", "--limit", "5", path]);
    expect(stdout).toContain("the first 5 events, more follow");
    const piped = await runEqlhunt(["sniff", "-"], { input: registryWrites("registry", 3) });
    expect(piped.stdout).toMatch(/^-: 3 events\n {2}ecs: ECS, 3 events\n {4}categories: registry 3\n/);
  });

  it("says which rules can match, and why the others can't", async () => {
    const queries = ["-q", 'registry where host.os.type == "linux"', "-q", 'registry where registry.value : "x"'];
    const { sources } = await sniffJson(...queries, "-q", 'any where dll.name : "x"', `${samples}/sysmon-nxlog.ndjson`);
    expect(sources).toMatchObject([
      {
        source: "sysmon-nxlog",
        rules: { unable: [{ rule: "query-1", canMatch: "no", reasons: [{ kind: "value", field: "host.os.type" }] }] },
      },
    ]);
    const { stdout } = await runEqlhunt(["sniff", ...queries, `${samples}/sysmon-nxlog.ndjson`]);
    expect(stdout).toContain("sysmon-nxlog: 1 of 2 rules can match its events");
    expect(stdout).toContain('host.os.type is only "windows" in events of sysmon');
  });

  it("lists what has no category and no source", async () => {
    const path = folder.write("strange.ndjson", '{"Vendor":"x"}\n{"Vendor":"y"}\n');
    const { stdout } = await runEqlhunt(["sniff", path]);
    expect(stdout).toContain("no category: 2 of 2 events; no source claims them");
  });

  it("ends with 3 for an input that can't be read, and 2 for rules that don't compile", async () => {
    const missing = await runEqlhunt(["sniff", folder.join("missing.ndjson")]);
    expect(missing.status).toBe(3);
    expect(missing.stderr).toContain("error[E500]");
    const wrong = await runEqlhunt(["sniff", "-q", "process where", `${samples}/sysmon-nxlog.ndjson`]);
    expect(wrong.status).toBe(2);
  });

  it("writes nothing of an event to a terminal as it is", async () => {
    const path = folder.write("hostile.ndjson", '{"event":{"category":"a\\u001b[2J"},"x\\u202e":1}\n');
    const { stdout } = await runEqlhunt(["sniff", path]);
    for (const sign of ["\u001b", "\u202e"]) expect(stdout).not.toContain(sign);
  });
});

describe("a hunt for what can't be there", () => {
  const never = ["hunt", "--no-progress", "--no-canonical", "-r", "datasets/rules"];

  it("says so", async () => {
    const { status, stdout, stderr } = await runEqlhunt([...never, `${samples}/sysmon-nxlog.ndjson`]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(
      /^warning: rule "Unusual Persistence via Services Registry" could not have matched any of these events: `registry\.path : /m,
    );
    const canonical = await runEqlhunt([
      ...never.filter((arg) => arg !== "--no-canonical"),
      `${samples}/sysmon-nxlog.ndjson`,
    ]);
    expect(canonical.stderr).not.toContain("could not have matched");
  });

  it("has the reasons in its statistics", async () => {
    const path = folder.join("statistics.json");
    await runEqlhunt([...never, "--stats", path, `${samples}/sysmon-nxlog.ndjson`]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      coverage: [{ product: "sysmon", canMatch: "no", reasons: [{ kind: "spelling", field: "registry.path" }] }],
      unable: ["403ef0d3-8259-40c9-a5b6-d48354712e49"],
    });
  });
});

describe("check --coverage", () => {
  it("says of which products no raw event can match a rule, and only if it is asked", async () => {
    const query = ["-q", 'registry where host.os.type == "linux" and registry.path : "a*"'];
    const { status, stdout } = await runEqlhunt(["check", "--coverage", ...query]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^note\[C100\]: no event of .*`sysmon`.* can match this$/m);
    expect((await runEqlhunt(["check", ...query])).stdout).toBe("1 rule compiles\n");
  });

  it("warns of a rule that is for ECS only", async () => {
    const query = ["-q", 'network where event.dataset == "aws.cloudtrail" and dns.x.y : "a"', "--fail-on", "warning"];
    const { status, stdout } = await runEqlhunt(["check", "--coverage", ...query]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^warning\[C101\]: no raw events of any product can match this rule$/m);
  });
});
