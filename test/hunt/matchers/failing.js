import { writeFileSync } from "node:fs";
import { linearStrategy } from "../../../dist/match/linear.js";

// A matcher strategy that takes its worker down, for tests of what a hunt does then. The query of the module's URL says how:
// - `how`: exit, throw, memory, null (throws null);
// - `when`: load (of the module), compile, value (that holds "deadly");
// - `marker`: fails as often as it can make one of the files `marker`-1 … `marker`-`times`; without it always.

const parameters = new URL(import.meta.url).searchParams;
const how = parameters.get("how") ?? "throw";
const when = parameters.get("when") ?? "value";
const marker = parameters.get("marker");
const times = Number(parameters.get("times") ?? 1);

function failAt(moment) {
  if (moment !== when || !isMyTurn()) return;
  if (how === "exit") process.exit(7);
  if (how === "memory") {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  }
  // oxlint-disable-next-line no-throw-literal -- what a careless strategy may do
  if (how === "null") throw null;
  throw new Error("the matcher fails as it was told to");
}

function isMyTurn() {
  if (marker === null) return true;
  for (let number = 1; number <= times; number++) {
    try {
      writeFileSync(`${marker}-${number}`, "", { flag: "wx" });
      return true;
    } catch {
      // Another worker was first.
    }
  }
  return false;
}

failAt("load");

export default {
  name: "failing",
  compile(list) {
    failAt("compile");
    const matcher = linearStrategy.compile(list);
    return {
      strategy: "failing",
      test(value) {
        if (value.includes("deadly")) failAt("value");
        return matcher.test(value);
      },
    };
  },
};
