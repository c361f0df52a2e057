import { DuckDBInstance } from "@duckdb/node-api";

/*
 * DuckDB in a process of its own: `node bench/duckdb-count.ts THREADS STATEMENT…` runs the statements, of which the last one
 * gives a count, and prints `{"found":…,"querySeconds":…}`.
 */
const [threads = "1", ...statements] = process.argv.slice(2);
const query = statements.pop() ?? "SELECT NULL";
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
for (const statement of statements) await connection.run(statement);
const startedMs = performance.now();
const reader = await connection.runAndReadAll(query);
const querySeconds = (performance.now() - startedMs) / 1000;
process.stdout.write(`${JSON.stringify({ found: Number(reader.getRows()[0]?.[0]), querySeconds })}\n`);
connection.closeSync();
instance.closeSync();
