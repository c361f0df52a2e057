import type { ProjectResults } from "../../bench/result-file.ts";

/** Results with every kind of thing in them. */
export const exampleResults: ProjectResults = {
  schema_version: 1,
  environment: {
    node: "24.21.0",
    cpu: "Example CPU @ 3.00GHz",
    cores: 2,
    memoryBytes: 8e9,
    platform: "linux 6.1.0 x64",
    commit: "0123456789ab",
    date: "2025-08-18T10:00:00.000Z",
  },
  data: { description: "640,000 generated events (seed 1), 1.0 GB", expected: 128, sha256: "ab".repeat(32) },
  rules: { count: 1, hash: "cd".repeat(32) },
  matchers: [
    {
      name: "registry.value",
      patterns: 2,
      values: 4000,
      valueLength: 19.2,
      matches: 3,
      strategies: [
        {
          kind: "measured",
          strategy: "auto",
          answeredBy: "trie",
          nanosecondsPerValue: { median: 16.2, low: 15, high: 17 },
          compileMilliseconds: 0.2,
        },
        {
          kind: "measured",
          strategy: "re2",
          answeredBy: "re2",
          nanosecondsPerValue: { median: 239, low: 230, high: 250 },
          compileMilliseconds: 0.4,
        },
      ],
    },
    {
      name: "made up",
      patterns: 1000,
      values: 4000,
      valueLength: 80,
      matches: 400,
      strategies: [
        {
          kind: "measured",
          strategy: "auto",
          answeredBy: "trie",
          nanosecondsPerValue: { median: 1203, low: 1200, high: 1300 },
          compileMilliseconds: 9,
        },
        { kind: "failed", strategy: "re2", reason: "399 values matched, and 400 of the 4000 do" },
      ],
    },
  ],
  searches: [
    { kind: "measured", name: "one", lines: 5, bytesPerSecond: { median: 3e9, low: 2.9e9, high: 3.1e9 } },
    { kind: "failed", name: "another", reason: "it found 4 lines, and 5 hold a literal" },
  ],
  hunts: {
    bytes: 1e9,
    hunts: [
      {
        variant: { strategy: "parse", threads: 1 },
        result: {
          kind: "measured",
          name: "parse, 1 thread",
          found: 128,
          seconds: [4, 4, 4.5],
          startSeconds: 0.2,
          peakMemoryBytes: 150e6,
        },
      },
      {
        variant: { strategy: "literal", threads: 2 },
        result: {
          kind: "measured",
          name: "literal, 2 threads",
          found: 128,
          seconds: [0.5, 0.5, 0.5],
          startSeconds: 0.25,
          peakMemoryBytes: 180e6,
        },
      },
    ],
    peers: [
      { kind: "failed", name: "DuckDB, 1 thread", reason: "it found 127, and there are 128 to find" },
      {
        kind: "measured",
        name: "DuckDB, 2 threads",
        found: 128,
        seconds: [1, 2, 1],
        startSeconds: 0.15,
        peakMemoryBytes: 300e6,
      },
    ],
  },
  speeds: [
    {
      name: "one-rule",
      description: "The shipped rule over 6.0 GB",
      entries: [
        {
          bytes: 6e9,
          hunt: { rules: 1, strategy: "auto", threads: 1 },
          found: 128,
          result: {
            kind: "measured",
            name: "eqlhunt, 1 thread",
            found: null,
            seconds: [0.75, 0.75, 0.8],
            startSeconds: 0.2,
            peakMemoryBytes: 100e6,
          },
        },
        {
          bytes: 6e9,
          hunt: null,
          found: null,
          result: {
            kind: "measured",
            name: "ripgrep, 1 thread",
            found: null,
            seconds: [1.5, 1, 1],
            startSeconds: 0,
            peakMemoryBytes: null,
          },
        },
      ],
    },
    {
      name: "rules",
      description: "Many rules over 1.2 GB",
      entries: [
        {
          bytes: 1.2e9,
          hunt: { rules: 1, strategy: "auto", threads: 1 },
          found: 3,
          result: {
            kind: "measured",
            name: "eqlhunt auto, 1 rule, 1 thread",
            found: null,
            seconds: [0.2],
            startSeconds: null,
            peakMemoryBytes: null,
          },
        },
        {
          bytes: 1.2e9,
          hunt: { rules: 1000, strategy: "auto", threads: 1 },
          found: 900,
          result: {
            kind: "measured",
            name: "eqlhunt auto, 1,000 rules, 1 thread",
            found: null,
            seconds: [1],
            startSeconds: null,
            peakMemoryBytes: null,
          },
        },
        {
          bytes: 1.2e9,
          hunt: null,
          found: null,
          result: { kind: "failed", name: "simdjson visits every leaf, 1 thread", reason: "it ended with status 2: " },
        },
      ],
    },
  ],
};
