import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadSources } from "../src/sources/source-loading.ts";

/*
 * Writes the README's table of what raw events are read, from the built-in mappings.
 *
 * --check    writes nothing; status 1 if the README says something else
 */
const { values: options } = parseArgs({ options: { check: { type: "boolean" } } });
const path = fileURLToPath(new URL("../README.md", import.meta.url));
const [start, end] = ["<!-- sources -->", "<!-- /sources -->"];

const rows = loadSources(["auto"])
  .sources.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  .map(({ name, product, form }) => `| ${product} | ${form} | \`${name}\` |`);
const table = ["| product | form | mapping |", "| --- | --- | --- |", ...rows].join("\n");

const before = await readFile(path, "utf8");
const [head, rest = ""] = before.split(start);
const [, tail] = rest.split(end);
if (head === undefined || tail === undefined) throw new Error("README.md has no place marked for the table of sources");
const after = `${head}${start}\n\n${table}\n\n${end}${tail}`;
if (options.check === true) {
  if (after !== before) {
    process.stderr.write("README.md names other sources than there are: run `node scripts/readme-sources.ts`\n");
    process.exitCode = 1;
  }
} else {
  await writeFile(path, after);
}
