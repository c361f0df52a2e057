import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type GeneratedEvent, type GeneratorOptions, generateEvents } from "../../src/datasets/generator.ts";
import { hitForms } from "../../src/datasets/hit-form.ts";
import { mentions } from "../../src/datasets/mention.ts";
import { nearMissForms } from "../../src/datasets/near-miss-form.ts";
import { collect, judgeSeedRule, seedRuleFinds } from "./seed-rule.ts";

function digestOf(options: GeneratorOptions): string {
  const hash = createHash("sha256");
  for (const { text } of generateEvents(options)) hash.update(`${text}\n`);
  return hash.digest("hex");
}

function listFields(value: unknown, field: string): readonly string[] {
  return collect(value, field).map(String);
}

describe("generateEvents: the same everywhere", () => {
  it("gives these bytes for seed 1", () => {
    expect(digestOf({ events: 2000, seed: 1 })).toMatchInlineSnapshot(
      `"2e941d008de803053af23d1f2449af5e9984a96a65f99efe552a1a6ad0fe9311"`,
    );
  });

  it("gives the same events each time, and others for another seed", () => {
    expect(digestOf({ events: 500, seed: 9 })).toBe(digestOf({ events: 500, seed: 9 }));
    expect(digestOf({ events: 500, seed: 9 })).not.toBe(digestOf({ events: 500, seed: 10 }));
  });

  it("begins a longer run with the events of a shorter one", () => {
    const longer = generateEvents({ events: 3000, seed: 4 });
    for (const { text } of generateEvents({ events: 1500, seed: 4 }))
      expect(longer.next().value).toMatchObject({ text });
  });
});

describe("generateEvents: options", () => {
  it.each([
    ["no events", { events: 0, seed: 1 }, 0],
    ["one event", { events: 1, seed: 1 }, 1],
    ["the largest seed", { events: 3, seed: Number.MAX_SAFE_INTEGER }, 3],
  ])("takes %s", (_, options, count) => {
    expect([...generateEvents(options)]).toHaveLength(count);
  });

  it.each([
    ["a negative count", { events: -1, seed: 1 }, /events/],
    ["no number as count", { events: Number.NaN, seed: 1 }, /events/],
    ["a negative seed", { events: 1, seed: -1 }, /seed/],
    ["a fraction as seed", { events: 1, seed: 0.5 }, /seed/],
    ["a seed beyond 2^53", { events: 1, seed: 2 ** 53 }, /seed/],
    ["no distance between hits", { events: 1, seed: 1, hitEvery: 0 }, /hitEvery/],
    ["a fraction between near misses", { events: 1, seed: 1, nearMissEvery: 1.5 }, /nearMissEvery/],
  ])("refuses %s", (_, options, message) => {
    expect(() => generateEvents(options).next()).toThrow(message);
  });
});

describe("generateEvents: 60,000 events", () => {
  const events: { readonly generated: GeneratedEvent; readonly document: unknown }[] = [];
  let bytes = 0;

  beforeAll(() => {
    for (const generated of generateEvents({ events: 60_000, seed: 2025 })) {
      bytes += Buffer.byteLength(generated.text) + 1;
      events.push({ generated, document: JSON.parse(generated.text) });
    }
  });

  it("are hits exactly where the seed rule, read by hand, finds one", () => {
    const wrong = events.filter(({ generated, document }) => seedRuleFinds(document) !== generated.hit);
    expect(wrong.map(({ generated }) => generated)).toEqual([]);
  });

  it("have one hit in 20,000, the first of them among the first 1,000", () => {
    const places = events.flatMap(({ generated }, place) => (generated.hit ? [place] : []));
    expect(places).toHaveLength(3);
    expect(places[0]).toBeLessThan(1000);
  });

  it("have one near miss in 500, of every form", () => {
    const forms = events.flatMap(({ generated }) => (generated.hit || generated.form === null ? [] : [generated.form]));
    expect(forms).toHaveLength(120);
    expect(new Set(forms)).toEqual(new Set([...nearMissForms, ...mentions].map(({ name }) => name)));
  });

  it("hold the seed rule's words in hits and near misses only", () => {
    const ordinary = events.filter(
      ({ generated, document }) => generated.form === null && /imagepath|servicedll/i.test(JSON.stringify(document)),
    );
    expect(ordinary).toEqual([]);
  });

  it("are objects on one line, of 600 to 3,000 bytes, 1,500 on average", () => {
    const sizes = events.map(({ generated }) => Buffer.byteLength(generated.text));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(600);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3000);
    expect(bytes / events.length).toBeGreaterThan(1350);
    expect(bytes / events.length).toBeLessThan(1650);
    expect(events.filter(({ generated }) => !/^\{[^\r\n]*\}$/.test(generated.text))).toEqual([]);
  });

  it("have the categories of a Windows fleet", () => {
    const share = (category: string): number =>
      events.filter(({ document }) => listFields(document, "event.category").includes(category)).length / events.length;
    expect(share("process")).toBeCloseTo(0.2, 1);
    expect(share("network")).toBeCloseTo(0.35, 1);
    expect(share("file")).toBeCloseTo(0.27, 1);
    expect(share("registry")).toBeCloseTo(0.18, 1);
    const dns = events.filter(({ document }) => listFields(document, "dns.question.name").length > 0);
    expect(dns.length / events.length).toBeCloseTo(0.12, 1);
  });

  it("come from a few hundred hosts, the busiest far ahead", () => {
    const counts = new Map<string, number>();
    for (const { document } of events) {
      const [name = ""] = listFields(document, "host.name");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const sorted = [...counts.values()].sort((left, right) => right - left);
    expect(counts.size).toBeGreaterThan(250);
    expect(counts.size).toBeLessThanOrEqual(300);
    expect((sorted[0] ?? 0) / (sorted[99] ?? 1)).toBeGreaterThan(30);
  });

  it("have the names that Elastic Defend writes, each with a time of seven digits and a number that counts up", () => {
    const fields =
      "agent.id host.os.type host.ip host.mac event.kind event.module event.id user.name process.entity_id process.executable message";
    const last = new Map<string, number>();
    for (const { generated, document } of events) {
      const missing = fields.split(" ").filter((field) => listFields(document, field).length === 0);
      expect(generated.form === null ? missing : []).toEqual([]);
      expect(listFields(document, "@timestamp")[0]).toMatch(/^2025-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
      const [host = ""] = listFields(document, "host.name");
      const sequence = Number(listFields(document, "event.sequence")[0]);
      expect(sequence).toBeGreaterThan(last.get(host) ?? -1);
      last.set(host, sequence);
    }
  });

  it("do not repeat themselves", () => {
    expect(new Set(events.map(({ document }) => listFields(document, "event.id")[0])).size).toBe(events.length);
    const started = events.filter(({ document }) => listFields(document, "event.action").includes("start"));
    const calls = new Set(started.map(({ document }) => listFields(document, "process.command_line")[0]));
    expect(calls.size / started.length).toBeGreaterThan(0.5);
    const files = events
      .map(({ document }) => listFields(document, "file.path")[0])
      .filter((path) => path !== undefined);
    expect(new Set(files).size / files.length).toBeGreaterThan(0.7);
  });

  it.each([
    ["text beyond ASCII", /[äöüß]/],
    ["Chinese or Japanese text", /[\u3040-\u9fff]/],
    ["emoji", /\p{Emoji_Presentation}/u],
    ["the escapes of Go", /\\u003c.*\\u003e|\\u0026/],
    ["escaped text beyond ASCII", /\\u00fc/],
    ["escaped quotes and backslashes", /\\"C:\\\\/],
    ["dotted names", /"host\.os\.type":/],
    ["a blank after colons", /"host": \{/],
    ["details in front", /^\{"(file|registry|dns|destination)":/],
    ["the time in front", /^\{"@timestamp":/],
    ["the agent in front", /^\{"agent":/],
  ])("hold %s", (_, pattern) => {
    expect(events.filter(({ generated }) => pattern.test(generated.text)).length).toBeGreaterThan(20);
  });
});

/** Which of the seed rule's conditions each form of a near miss fails on. */
const failingConditions: readonly (readonly [form: string, conditions: string])[] = [
  ["current-control-set", "path"],
  ["query", "type"],
  ["creation", "type"],
  ["deletion", "type"],
  ["by-services", "program"],
  ["by-msiexec", "program"],
  ["by-svchost", "program"],
  ["by-program-files", "program"],
  ["by-program-files-x86", "program"],
  ["by-tiworker", "program"],
  ["by-drvinst", "program"],
  ["driver-data", "data"],
  ["product-data", "data"],
  ["one-of-several-data", "data"],
  ["single-driver-data", "data"],
  ["procexp", "procexp"],
  ["elsewhere", "path"],
  ["no-service", "path"],
  ["longer-value", "value path"],
  ["longer-before", "value path"],
  ["value-only", "path"],
  ["path-only", "value"],
  ["long-root", "path"],
  ["other-system", "system"],
  ["no-system", "system"],
  ["other-category", "category"],
  ["other-case-type", "type"],
  ["unicode-lookalike", "value path"],
  ["literal-escape", "value path"],
  ["escaped-query", "type"],
  ["dotted-driver-data", "data"],
  ["mixed-creation", "type"],
  ["overwritten-value", "value"],
  ["data-in-two-spellings", "data"],
];

describe("generateEvents: forms", () => {
  let samples: readonly GeneratedEvent[] = [];

  beforeAll(() => {
    samples = planted(2, 1, 6000);
  });

  it("plants hits of every form, and each is found", () => {
    const hits = planted(1, 500, hitForms.length * 40);
    expect(new Set(hits.map(({ form }) => form))).toEqual(new Set(hitForms.map(({ name }) => name)));
    for (const { text, hit, form } of hits) {
      expect({ form, hit, found: seedRuleFinds(JSON.parse(text)), bounded: inBounds(text) }).toEqual({
        form,
        hit: true,
        found: true,
        bounded: true,
      });
    }
  });

  it("plants near misses of every form, and none is found", () => {
    const kinds = [...nearMissForms, ...mentions];
    const nearMisses = planted(2 ** 21, 1, kinds.length * 40).filter(({ hit }) => !hit);
    expect(new Set(nearMisses.map(({ form }) => form))).toEqual(new Set(kinds.map(({ name }) => name)));
    for (const { text, form } of nearMisses) {
      expect({ form, found: seedRuleFinds(JSON.parse(text)), bounded: inBounds(text) }).toEqual({
        form,
        found: false,
        bounded: true,
      });
    }
  });

  it.each(failingConditions)("lets the near miss %s fail on its %s alone", (name, failing) => {
    const written = samples.filter(({ form }) => form === name);
    expect(written.length).toBeGreaterThan(5);
    for (const { text } of written) {
      const failed = Object.entries(judgeSeedRule(JSON.parse(text))).flatMap(([condition, holds]) =>
        holds ? [] : [condition],
      );
      expect(failed.join(" ")).toBe(failing);
    }
  });

  it("knows why each form of a near miss fails", () => {
    expect(failingConditions.map(([name]) => name)).toEqual(nearMissForms.map(({ name }) => name));
  });

  it.each([
    ["image-path", /"value":"ImagePath"/],
    ["service-dll", /\\\\Parameters\\\\ServiceDLL"/],
    ["registry-machine", /"path":"\\\\REGISTRY\\\\MACHINE\\\\/],
    ["machine", /"path":"MACHINE\\\\/],
    ["no-data", /^(?!.*"strings")/],
    ["empty-data", /"strings":\[\]/],
    ["several-data", /"strings":\[".*",""/],
    ["dotted", /"registry\.value":"/],
    ["mixed", /"registry\.value":"|"registry":\{.*"data\.strings"/],
    ["spaced", /"value": "/],
    ["escaped-value", /\\u00[4-7][0-9a-f]/i],
    ["escaped-dotted", /"registry\.value":"[A-Za-z]*\\u00[4-7][0-9a-f]/i],
    ["escaped-names", /"[a-z]*\\u00[67][0-9a-f][a-z]*":/i],
    ["escaped-backslashes", /ControlSet00\d\\u005cServices/],
    ["overwritten", /"value":"Start","value":"/],
    ["two-spellings", /^\{"registry\.value":"Start",/],
    ["query", /"type":\["access"\]/],
    ["current-control-set", /CurrentControlSet/],
    ["literal-escape", /\\\\u00(49magePath|53erviceDll)"/],
    ["unicode-lookalike", /ımagePath|ſerviceDll|\\u0131magePath|\\u017ferviceDll/],
    ["in-command-line", /"command_line":"[^,]*(ImagePath|ServiceDll)/],
    ["in-message", /"message":"[^,]*ImagePath/],
  ])("writes the form %s", (name, pattern) => {
    const written = samples.filter(({ form }) => form === name);
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter(({ text }) => !pattern.test(text))).toEqual([]);
  });
});

function planted(hitEvery: number, nearMissEvery: number, count: number): readonly GeneratedEvent[] {
  return [...generateEvents({ events: count, seed: 77, hitEvery, nearMissEvery })].filter(({ form }) => form !== null);
}

function inBounds(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes >= 600 && bytes <= 3000;
}
