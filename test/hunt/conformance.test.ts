import path from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { isPresent } from "../../src/hunt/detection.ts";
import { type Case, casesOf, isThere, linesOf, schemaOf, suites } from "../conformance/cases.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";
import { compileRules, hunt } from "./built.ts";

const folder = useTemporaryFolder();
const number = v.pipe(v.unknown(), v.number());

describe.skipIf(!isThere).each(suites)(
  "conformance of a hunt: $queries",
  ({ queries, count, data, idField, fields }) => {
    const lines = data.flatMap((name) => linesOf(path.join("data", name)));
    const schema = schemaOf(lines, fields);
    const cases = casesOf({ queries, count, data, idField, fields });

    /** Ids by the number of the query, from one hunt for all queries that have the same options. */
    async function huntFor(group: readonly Case[]): Promise<readonly (readonly number[])[]> {
      const [first] = group;
      const rules = await compileRules([], {
        queries: group.map(({ query }) => query),
        categoryField: "event_type",
        schema,
      });
      expect(rules.diagnostics).toEqual([]);
      const { size, maxSamplesPerKey } = first?.options ?? {};
      const inputs = [folder.write(queries, `${lines.join("\n")}\n`)];
      const found = hunt({ rules, inputs, threads: 2, splitSizeBytes: 5_000, size, maxSamplesPerKey, verify: true });
      const ids: number[][] = group.map(() => []);
      for await (const { rule, events } of found) {
        const position = Number(rule.id.replace("query-", "")) - 1;
        ids[position]?.push(...events.map((event) => (isPresent(event) ? v.parse(number, event.event[idField]) : -1)));
      }
      expect((await found.summary).problems).toEqual([]);
      return ids;
    }

    it("gives the listed ids", async () => {
      expect(cases).toHaveLength(count);
      const groups = Map.groupBy(cases, ({ options }) => JSON.stringify(options));
      for (const group of groups.values()) {
        const found = await huntFor(group);
        for (const [position, { name, query, answers }] of group.entries()) {
          // Single events come in the order of input, and the cases' by time.
          const isEventQuery = !/^\s*(sequence|sample)\b/.test(query);
          const inOrder = (ids: readonly number[]): readonly number[] =>
            isEventQuery ? ids.toSorted((left, right) => left - right) : ids;
          const ids = inOrder(found[position] ?? []);
          expect({ name, right: answers.map(inOrder) }).toEqual({ name, right: expect.arrayContaining([ids]) });
        }
      }
    });
  },
);
