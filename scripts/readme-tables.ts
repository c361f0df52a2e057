import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderTables, replaceTable, tableNames } from "../bench/markdown-tables.ts";
import { readNewestResults, resultsFolder } from "../bench/result-file.ts";

/*
 * Writes the README's tables of figures from the newest results of `npm run bench`, so that none is ever typed.
 *
 * --check          writes nothing; status 1 if the README has other figures
 * --readme FILE    by default README.md
 * --results DIR    by default bench/results
 */
const { values: options } = parseArgs({
  options: { check: { type: "boolean" }, readme: { type: "string" }, results: { type: "string" } },
});
process.exitCode = await updateReadme(
  options.readme ?? fileURLToPath(new URL("../README.md", import.meta.url)),
  options.results ?? fileURLToPath(resultsFolder),
);

/** The status: 0, 1 if a check fails, 2 if there is nothing to make tables of or no place for them. */
async function updateReadme(path: string, folder: string): Promise<number> {
  const results = await readNewestResults(folder);
  if (results === null) return complain(`${folder} has no results: run \`npm run bench\``, 2);
  const tables = renderTables(results);
  const before = await readFile(path, "utf8");
  let after = before;
  for (const name of tableNames) {
    const replaced = replaceTable(after, name, tables[name]);
    if (replaced === null) return complain(`${path} has no place marked for the table of ${name}`, 2);
    after = replaced;
  }
  if (after === before) return 0;
  if (options.check === true) {
    return complain(`${path} has other figures than the newest results: run \`node scripts/readme-tables.ts\``, 1);
  }
  await writeFile(path, after);
  return 0;
}

function complain(sentence: string, status: number): number {
  process.stderr.write(`${sentence}\n`);
  return status;
}
