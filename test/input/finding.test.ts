import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findInputs } from "../../src/input/finding.ts";
import { splitInputs } from "../../src/input/splitting.ts";
import { inFolder, openDescriptors, plannedFile } from "./reading.ts";

/** Makes files and folders (names that end in `/`) in a folder, and finds inputs with that as the working directory. */
async function inTree<T>(names: readonly string[], run: (folder: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    for (const name of names) {
      mkdirSync(join(folder, name.endsWith("/") ? name : join(name, "..")), { recursive: true });
      if (!name.endsWith("/")) writeFileSync(join(folder, name), `{"file":"${name}"}\n`);
    }
    const before = process.cwd();
    process.chdir(folder);
    try {
      return await run(folder);
    } finally {
      process.chdir(before);
    }
  });
}

async function findNames(...args: string[]): Promise<{ names: string[]; problems: string[] }> {
  const { inputs, problems } = await findInputs(args);
  expect(inputs.map((input) => input.index)).toEqual(inputs.map((_input, index) => index));
  return { names: inputs.map((input) => input.name), problems: problems.map(({ name, code }) => `${code} ${name}`) };
}

describe("names", () => {
  const tree = [
    "logs/a.ndjson",
    "logs/.hidden",
    "logs/sub/b.ndjson",
    "logs/sub.x",
    "logs/.d/c",
    "other/\u{1f600}",
    "other/\uff5e",
    "we[ird/q",
  ];
  it.each([
    ["a file", ["logs/a.ndjson"], ["logs/a.ndjson"]],
    ["a file by a longer way", ["./logs/../logs/a.ndjson"], ["./logs/../logs/a.ndjson"]],
    [
      "a folder, sorted by bytes, hidden files too",
      ["logs"],
      ["logs/.d/c", "logs/.hidden", "logs/a.ndjson", "logs/sub.x", "logs/sub/b.ndjson"],
    ],
    ["a folder with a slash", ["logs/sub/"], ["logs/sub/b.ndjson"]],
    ["a folder with slashes", ["logs/sub//"], ["logs/sub/b.ndjson"]],
    ["a folder here", ["./logs/sub"], ["./logs/sub/b.ndjson"]],
    ["bytes, not UTF-16 units", ["other"], ["other/\uff5e", "other/\u{1f600}"]],
    [
      "the order of the arguments",
      ["logs/sub", "logs/a.ndjson", "logs/.d"],
      ["logs/sub/b.ndjson", "logs/a.ndjson", "logs/.d/c"],
    ],
    ["a glob", ["logs/*.ndjson"], ["logs/a.ndjson"]],
    ["a glob here", ["./logs/*.ndjson"], ["./logs/a.ndjson"]],
    ["a glob of any depth", ["logs/**/*.ndjson"], ["logs/a.ndjson", "logs/sub/b.ndjson"]],
    ["a glob that matches a folder", ["logs/s*"], ["logs/sub.x", "logs/sub/b.ndjson"]],
    ["a glob with braces", ["{logs,other}/{a,b}*"], ["logs/a.ndjson"]],
    ["a glob with braces over slashes", ["{logs/sub,logs}/*.ndjson"], ["logs/a.ndjson", "logs/sub/b.ndjson"]],
    ["a name with a bracket", ["we[ird/q"], ["we[ird/q"]],
    ["a glob below a name with a bracket", ["we[ird/*"], ["we[ird/q"]],
    ["standard input", ["-", "logs/a.ndjson", "-"], ["-", "logs/a.ndjson"]],
    ["nothing", [], []],
  ])("stay as given: %s", async (_name, args, names) => {
    await inTree(tree, async () => {
      expect(await findNames(...args)).toEqual({ names, problems: [] });
    });
  });

  it("of absolute paths stay absolute", async () => {
    await inTree(tree, async (folder) => {
      const names = [join(folder, "logs/a.ndjson")];
      expect(await findNames(join(folder, "logs/a*"))).toEqual({ names, problems: [] });
      expect(await findNames(join(folder, "logs/*.ndjson"))).toEqual({ names, problems: [] });
    });
  });

  it("with wildcards that exist are files", async () => {
    await inTree(["logs/a*.x", "logs/ab.x"], async () => {
      expect((await findNames("logs/a*.x")).names).toEqual(["logs/a*.x"]);
    });
  });
});

describe("each real file", () => {
  it("is an input once, under the name of its own place if there is one", async () => {
    await inTree(["logs/m.x", "logs/sub/n.x", "out/o.x"], async () => {
      symlinkSync("m.x", "logs/a-link");
      linkSync("logs/m.x", "logs/z-hard-link");
      symlinkSync("sub", "logs/a-folder");
      symlinkSync("../../out", "logs/sub/far");
      symlinkSync("../out", "logs/again");
      const names = ["logs/again/o.x", "logs/m.x", "logs/sub/n.x"];
      expect(await findNames("logs")).toEqual({ names, problems: [] });
      const globbed = ["logs/a-folder/far/o.x", "logs/m.x", "logs/sub/n.x"];
      expect(await findNames("logs/*")).toEqual({ names: globbed, problems: [] });
      expect((await findNames("logs/**/*.x")).names).toEqual(globbed);
      expect((await findNames("logs/a-link", "logs")).names).toEqual(["logs/a-link", "logs/again/o.x", "logs/sub/n.x"]);
      expect((await findNames("logs", "logs/m.x", "out")).names).toEqual(names);
    });
  });

  it("is found though links lead in circles", async () => {
    await inTree(["a/x", "b/y"], async () => {
      symlinkSync("..", "a/up");
      symlinkSync(".", "a/self");
      symlinkSync("../b", "a/b");
      symlinkSync("../a", "b/a");
      expect(await findNames(".")).toEqual({ names: ["./a/x", "./b/y"], problems: [] });
      expect(await findNames("a")).toEqual({ names: ["a/b/y", "a/x"], problems: [] });
      expect((await findNames("**/*")).names).toEqual(["a/x", "b/y"]);
      expect((await findNames("a/b/*")).names).toEqual(["a/b/a/x", "a/b/y"]);
    });
  });

  it("is matched by the name of a link on its way", async () => {
    await inTree(["logs/2024/x", "logs/2025/x"], async () => {
      symlinkSync("2025", "logs/current");
      expect((await findNames("logs/cur*/x")).names).toEqual(["logs/current/x"]);
    });
  });
});

describe("problems", () => {
  it("are told by name, and the run goes on with the others", async () => {
    await inTree(["logs/a", "empty/"], async (folder) => {
      symlinkSync("nowhere", "logs/dangling");
      symlinkSync("circle", "logs/circle");
      execFileSync("mkfifo", ["logs/fifo"]);
      const server = createServer().listen(join(folder, "logs/socket"));
      try {
        const { names, problems } = await findNames("missing", "logs", "empty", "no*thing", "/dev/null", "logs/a/b");
        expect(names).toEqual(["logs/a"]);
        expect(problems).toEqual([
          "E500 missing",
          "E501 logs/circle",
          "E500 logs/dangling",
          "E501 logs/fifo",
          "E501 logs/socket",
          "E500 no*thing",
          "E501 /dev/null",
          "E500 logs/a/b",
        ]);
      } finally {
        server.close();
      }
    });
  });

  it("say why", async () => {
    await inTree(["a/"], async () => {
      execFileSync("mkfifo", ["a/fifo"]);
      const { problems } = await findInputs(["missing", "no*thing", "/dev/null", "a"]);
      expect(problems.map(({ reason }) => reason)).toEqual([
        "no such file or directory",
        "no file matches",
        "it is a device",
        "it is a FIFO, which is only read if it is named itself",
      ]);
    });
  });

  it("are told once, and of globs too", async () => {
    await inTree(["logs/a.x"], async () => {
      symlinkSync("nowhere", "logs/dangling.x");
      expect(await findNames("logs/*.x", "logs")).toEqual({ names: ["logs/a.x"], problems: ["E500 logs/dangling.x"] });
    });
  });
});

describe("what is found", () => {
  it("is described by its content, never by its name", async () => {
    await inFolder(async (folder) => {
      const contents = {
        "a.gz": "{}\n",
        "b.ndjson": gzipSync("{}\n"),
        "c.ndjson": zstdCompressSync("{}\n"),
        "d.ndjson": Buffer.from("5f2a4d1800000000", "hex"),
        "e.ndjson": Buffer.from("\ufeff{}\n", "utf16le"),
        "f.ndjson": "",
        "g.ndjson": Buffer.from([0x1f]),
        "h.ndjson": Buffer.from([0x28, 0xb5, 0x2f]),
      };
      for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content);
      const { inputs, problems } = await findInputs([folder]);
      expect(problems).toEqual([]);
      expect(inputs.map((input) => `${input.format} ${input.encoding} ${input.kind}`)).toEqual([
        "plain utf-8 file",
        "gzip utf-8 file",
        "zstd utf-8 file",
        "zstd utf-8 file",
        "plain utf-16le file",
        "plain utf-8 file",
        "plain utf-8 file",
        "plain utf-8 file",
      ]);
      for (const input of inputs) {
        const { size, mtimeMs } = statSync(input.name);
        expect(input).toMatchObject({ path: input.name, sizeBytes: size, modifiedMs: mtimeMs });
      }
    });
  });

  it("is a stream if it is a FIFO that is named, and isn't opened", async () => {
    await inTree([], async () => {
      execFileSync("mkfifo", ["fifo"]);
      const stream = {
        format: "plain",
        encoding: "utf-8",
        layout: "lines",
        kind: "stream",
        sizeBytes: 0,
        modifiedMs: 0,
      };
      const { inputs } = await findInputs(["-", "fifo"]);
      expect(inputs).toEqual([
        { index: 0, name: "-", path: null, ...stream },
        { index: 1, name: "fifo", path: "fifo", ...stream },
      ]);
    });
  });

  it("may be ten thousand files, with none left open", async () => {
    await inFolder(async (folder) => {
      for (let count = 0; count < 10_000; count++) writeFileSync(join(folder, `${count}.ndjson`), "{}\n");
      const before = openDescriptors();
      const { inputs } = await findInputs([folder]);
      expect(inputs).toHaveLength(10_000);
      expect(openDescriptors()).toBe(before);
    });
  });
});

describe("splits", () => {
  const cuts = (sizeBytes: number, splitSizeBytes: number) =>
    splitInputs([{ ...input, sizeBytes }], { splitSizeBytes }).map((split) => [split.startBytes, split.endBytes]);
  const input = {
    index: 0,
    name: "a",
    path: "a",
    format: "plain",
    encoding: "utf-8",
    layout: "lines",
    kind: "file",
    sizeBytes: 25,
    modifiedMs: 0,
  } as const;

  it.each([
    [0, 10, [[0, 0]]],
    [9, 10, [[0, 9]]],
    [14, 10, [[0, 14]]],
    [
      25,
      10,
      [
        [0, 10],
        [10, 20],
        [20, 25],
      ],
    ],
    [
      24,
      10,
      [
        [0, 10],
        [10, 24],
      ],
    ],
    [
      3,
      0.5,
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
  ])("of %i bytes at %d are pieces of about that size", (sizeBytes, splitSizeBytes, expected) => {
    expect(cuts(sizeBytes, splitSizeBytes)).toEqual(expected);
  });

  it("are numbered over all inputs, and one for what can't be cut", async () => {
    await inFolder(async (folder) => {
      const packed = plannedFile(join(folder, "a"), gzipSync("x".repeat(100)), "gzip");
      const wide = { ...input, encoding: "utf-16le" } as const;
      const stream = { ...input, kind: "stream", path: null, sizeBytes: 0 } as const;
      const splits = splitInputs([packed, input, wide, stream], { splitSizeBytes: 10 });
      expect(splits.map((split) => split.index)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(splits.map((split) => [split.startBytes, split.endBytes])).toEqual([
        [0, packed.sizeBytes],
        [0, 10],
        [10, 20],
        [20, 25],
        [0, 25],
        [0, null],
      ]);
    });
  });
});
