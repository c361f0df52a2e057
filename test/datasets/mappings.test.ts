import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocuments } from "../../src/evaluate/document-reader.ts";
import { runMappingTests } from "../../src/evaluate/mapping-testing.ts";
import { ecsSource } from "../../src/sources/ecs.ts";
import type { Mapping } from "../../src/sources/mapping.ts";
import { MappingLibrary } from "../../src/sources/mapping-library.ts";
import { loadSources } from "../../src/sources/source-loading.ts";

const library = new MappingLibrary({ withTests: true });
const names = library.builtinNames();
const files = Array.isArray(names) ? names : [];
const sources = [...loadSources(["auto"]).sources, ecsSource];
const samples = new URL("../../datasets/samples/", import.meta.url);

function mappingOf(name: string): Mapping {
  const { mapping, diagnostics } = library.builtin(name);
  if (mapping === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return mapping;
}

const concrete = files.filter((name) => !mappingOf(name).abstract);

/** Under which mappings the events of a line are read, where all are tried. */
function recognise(line: string): readonly (string | undefined)[] {
  const documents = readDocuments(line, sources);
  return typeof documents === "string" ? [documents] : documents.map(({ source }) => sources[source]?.name);
}

describe("the built-in mappings", () => {
  it("are these", () => {
    expect(concrete).toEqual([
      "defender-event-hub",
      "defender-hunting",
      "defender-log-analytics",
      "defender-streaming",
      "elastic-defend",
      "endgame",
      "sentinelone-cloud-funnel",
      "sysmon-evtx-json",
      "sysmon-evtx-xml",
      "sysmon-nxlog",
      "sysmon-winlogbeat",
      "sysmon-winlogbeat-7",
      "windows-evtx-json",
      "windows-evtx-xml",
      "windows-nxlog",
      "windows-winlogbeat",
    ]);
  });

  it.each(files)("%s has nothing wrong in it", (name) => {
    expect(library.builtin(name).diagnostics).toEqual([]);
  });

  it.each(concrete)("%s makes of its events what its tests say", (name) => {
    const mapping = mappingOf(name);
    expect(mapping.tests.length).toBeGreaterThan(0);
    expect(runMappingTests(mapping).map(({ message }) => message)).toEqual([]);
  });

  it.each(concrete)("%s alone claims its events, of all mappings", (name) => {
    for (const { event } of mappingOf(name).tests) expect(new Set(recognise(event))).toEqual(new Set([name]));
  });

  it.each(concrete)("%s shows a write of a service's program", (name) => {
    const writes = mappingOf(name).tests.filter(({ expected }) =>
      expected.some(
        (field) => field.name === "registry.path" && field.values.some((value) => String(value).endsWith("ImagePath")),
      ),
    );
    expect(writes.length).toBeGreaterThan(0);
  });

  it("have every kind of event that Sysmon has", () => {
    const numbers = mappingOf("sysmon-winlogbeat").tests.map(({ event }) =>
      Number(/"event_id":"([0-9]+)"/.exec(event)?.[1]),
    );
    expect(new Set(numbers)).toEqual(new Set([...Array.from({ length: 29 }, (_, at) => at + 1), 255]));
  });
});

describe("documents that are ECS", () => {
  it.each([
    [
      "after the ingest pipeline",
      {
        winlog: { provider_name: "Microsoft-Windows-Sysmon", event_id: "13" },
        event: { category: ["registry"] },
        host: { os: { type: "windows" } },
      },
    ],
    [
      "with the XML that they came from",
      {
        winlog: { event_id: "13" },
        event: {
          category: ["registry"],
          original: "<Event ><System><Provider Name='Microsoft-Windows-Sysmon'/><Channel>x</Channel></System></Event>",
        },
        host: { os: { type: "windows" } },
      },
    ],
    [
      "of Defend, with an operating system",
      {
        agent: { type: "endpoint" },
        event: { category: ["registry"], module: "endpoint" },
        host: { os: { type: "windows", platform: "windows" } },
      },
    ],
    [
      "of SentinelOne after the pipeline",
      {
        event: { category: ["registry"] },
        host: { os: { type: "windows" } },
        sentinel_one_cloud_funnel: { event: { data_source: { name: "SentinelOne" } } },
      },
    ],
    [
      "of Defender after the pipeline",
      {
        event: { category: ["registry"] },
        host: { os: { type: "windows" } },
        m365_defender: { event: { category: "AdvancedHunting-DeviceRegistryEvents" } },
      },
    ],
    [
      "of Endgame's index",
      {
        event_type_full: "registry_event",
        event_subtype_full: "registry_modify_event",
        event: { category: "registry" },
        host: { os: { type: "windows" } },
      },
    ],
    ["of no product", { name: "x" }],
  ])("are no product's raw events: %s", (_, document) => {
    expect(recognise(JSON.stringify(document))).toEqual(["ecs"]);
  });
});

describe("samples of raw events", () => {
  const known = concrete.map((name) => `${name}.ndjson`).filter((file) => readdirSync(samples).includes(file));

  it("are there for every form", () => {
    expect(known).toEqual(concrete.map((name) => `${name}.ndjson`));
  });

  it.each(known)("%s is recognised line by line", (file) => {
    const lines = readFileSync(new URL(file, samples), "utf8").trimEnd().split("\n");
    const found = new Set(lines.flatMap(recognise));
    expect(found).toEqual(new Set([file.replace(/\.ndjson$/, "")]));
  });
});

/** What rules that list Defender or SentinelOne ask most often: these serve 412 of the 431 of Elastic's that do. */
const wanted = [
  "host.os.type",
  "event.type",
  "process.name",
  "process.args",
  "event.action",
  "process.parent.name",
  "process.executable",
  "process.command_line",
  "process.parent.executable",
  "process.pe.original_file_name",
  "file.path",
  "process.parent.args",
  "registry.data.strings",
  "registry.value",
  "registry.path",
  "file.name",
  "file.extension",
  "process.parent.command_line",
  "process.entity_id",
  "process.working_directory",
  "user.id",
  "process.args_count",
  "host.id",
  "process.code_signature.subject_name",
  "process.code_signature.trusted",
  "destination.ip",
  "data_stream.dataset",
  "dns.question.name",
  "process.parent.entity_id",
  "network.direction",
  "user.domain",
  "process.code_signature.exists",
  "destination.port",
  "process.pid",
  "event.category",
  "user.name",
  "source.ip",
  "source.port",
  "process.Ext.token.integrity_level_name",
  "process.hash.sha256",
];

describe("the fields that rules ask most often", () => {
  it.each([
    // No column has them: signers are known by their kind only.
    ["defender-streaming", ["process.working_directory", "process.code_signature.subject_name"]],
    // Cloud Funnel has neither version resources nor working directories.
    ["sentinelone-cloud-funnel", ["process.pe.original_file_name", "process.working_directory"]],
    // Sysmon doesn't look at the signature of a process.
    [
      "sysmon-winlogbeat",
      ["process.code_signature.subject_name", "process.code_signature.trusted", "process.code_signature.exists"],
    ],
    [
      "endgame",
      [
        "process.working_directory",
        "data_stream.dataset",
        "host.id",
        "process.code_signature.exists",
        "process.Ext.token.integrity_level_name",
      ],
    ],
  ])("are all in %s but these: %j", (name, missing) => {
    const mapped = new Set(mappingOf(name).fields.map((field) => field.name));
    expect(wanted.filter((field) => !mapped.has(field)).toSorted()).toEqual(missing.toSorted());
  });
});
