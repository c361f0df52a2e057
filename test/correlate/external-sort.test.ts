import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExternalSort, type SpillOptions } from "../../src/correlate/external-sort.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

const folder = useTemporaryFolder();
let folders = 0;

/** In a folder of its own that isn't there yet. */
function spillTo(memoryBytes: number): SpillOptions & { readonly folder: string } {
  const path = folder.join(`sort-${folders++}`);
  return { name: "numbers", memoryBytes, filePath: (name) => join(path, name), folder: path };
}

function filesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

interface Item {
  readonly key: number;
  readonly place: number;
}

const byKey = (left: Item, right: Item): number => left.key - right.key;

function itemsOf(keys: readonly number[]): readonly Item[] {
  return keys.map((key, place) => ({ key, place }));
}

function fill(items: readonly Item[], options: SpillOptions): ExternalSort<Item> {
  const sort = new ExternalSort(byKey, options);
  for (const item of items) sort.add(item, 10);
  return sort;
}

describe("an external sort", () => {
  it("gives what a stable sort in memory gives, however little memory there is", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 40 }), fc.nat(100), (keys, memoryBytes) => {
        const options = spillTo(memoryBytes);
        const items = itemsOf(keys);
        const sort = fill(items, options);
        expect([...sort.sorted()]).toEqual(items.toSorted(byKey));
        sort.remove();
        expect(filesIn(options.folder)).toEqual([]);
      }),
    );
  });

  it.each([0, 1, 63, 64, 65, 130, 500])("merges %i files, at most 64 at a time", (count) => {
    const options = spillTo(5);
    const items = itemsOf(Array.from({ length: count }, (_, place) => (place * 7919) % 101));
    const sort = fill(items, options);
    expect(filesIn(options.folder)).toHaveLength(count);
    const sorted = sort.sorted();
    const first = sorted.next();
    expect(first.done === true ? [] : [first.value, ...sorted]).toEqual(items.toSorted(byKey));
    expect(filesIn(options.folder).length).toBeLessThanOrEqual(64);
    sort.remove();
  });

  it("never touches the disk if all fits in memory", () => {
    const options = spillTo(40);
    const sort = fill(itemsOf([4, 3, 2, 1]), options);
    expect([...sort.sorted()].map(({ key }) => key)).toEqual([1, 2, 3, 4]);
    expect(existsSync(options.folder)).toBe(false);
  });

  it("can be read again, and when it was left early", () => {
    const sort = fill(itemsOf([3, 1, 2]), spillTo(15));
    expect(sort.sorted().next().value).toEqual({ key: 1, place: 1 });
    for (const { key } of sort.sorted()) if (key === 2) break;
    expect([...sort.sorted()].map(({ key }) => key)).toEqual([1, 2, 3]);
    sort.remove();
  });

  it("keeps data as they were", () => {
    const data = [
      { time: 2n ** 63n, value: Number.NEGATIVE_INFINITY, text: "\u2028\n\ud800é", list: [[1n], [], [null, true]] },
      { time: -1n, value: -0.5, text: "", list: [] },
    ];
    const sort = new ExternalSort<(typeof data)[number]>(
      (left, right) => left.text.length - right.text.length,
      spillTo(1),
    );
    for (const item of data) sort.add(item, 10);
    expect([...sort.sorted()]).toEqual(data.toReversed());
    sort.remove();
  });

  it("reads lines longer than what is read at a time", () => {
    const texts = ["é".repeat(300_000), "b", "c".repeat(70_000)];
    const sort = new ExternalSort<string>((left, right) => (left < right ? -1 : 1), spillTo(1));
    for (const text of texts) sort.add(text, 10);
    expect([...sort.sorted()]).toEqual(["b", texts[2], texts[0]]);
    sort.remove();
  });

  it("is nobody else's to read", () => {
    const options = spillTo(15);
    const sort = fill(itemsOf([1, 2]), options);
    const [file = ""] = readdirSync(options.folder);
    expect(statSync(join(options.folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(options.folder).mode & 0o777).toBe(0o700);
    sort.remove();
  });

  it("never writes over another one's file, nor removes it", () => {
    const path = folder.write("mine", "do not touch");
    const sort = new ExternalSort(byKey, { name: "numbers", memoryBytes: 0, filePath: () => path });
    expect(() => sort.add({ key: 1, place: 0 }, 10)).toThrow("EEXIST");
    sort.remove();
    expect(existsSync(path)).toBe(true);
  });

  it("says what the system says where the folder can't be written", () => {
    const notAFolder = folder.join("a-file");
    writeFileSync(notAFolder, "");
    const sort = new ExternalSort(byKey, {
      name: "numbers",
      memoryBytes: 0,
      filePath: (name) => join(notAFolder, name),
    });
    expect(() => sort.add({ key: 1, place: 0 }, 10)).toThrow("ENOTDIR");
    const elsewhere = new ExternalSort(byKey, {
      name: "numbers",
      memoryBytes: 0,
      filePath: (name) => folder.join(`nowhere/deeper/${name}`),
    });
    expect(() => elsewhere.add({ key: 1, place: 0 }, 10)).toThrow("ENOENT");
    expect(existsSync(folder.join("nowhere"))).toBe(false);
  });

  it("keeps its files for a removal when merging them fails", () => {
    const path = folder.join(`sort-${folders++}`);
    let files = 0;
    const sort = fill(itemsOf(Array.from({ length: 70 }, (_, key) => key)), {
      name: "numbers",
      memoryBytes: 5,
      filePath: (name) => (files++ < 70 ? join(path, name) : join(path, "numbers-0", name)),
    });
    expect(() => sort.sorted().next()).toThrow("ENOTDIR");
    expect(readdirSync(path)).toHaveLength(70);
    sort.remove();
    expect(readdirSync(path)).toEqual([]);
  });
});
