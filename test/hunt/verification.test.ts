import { describe, expect, it } from "vitest";
import { Verification } from "../../src/hunt/verification.ts";
import { planRules } from "../../src/plan/planning.ts";
import type { FieldAccessor } from "../../src/sources/accessor.ts";
import { eventQueryOf, ruleOf } from "../evaluate/planning.ts";
import { documentOf, documentsOf, exists, sourceOf } from "../evaluate/reading.ts";

const image: FieldAccessor = { kind: "paths", paths: [{ path: "Image", within: "event" }] };
const source = sourceOf("maker", [[exists("Image")]], {
  envelope: { each: "records" },
  fields: [
    { name: "event.category", accessor: { kind: "constant", value: "process", when: null } },
    { name: "process.name", accessor: { kind: "step", of: image, step: { kind: "last", separator: "\\" } } },
    { name: "process.pid", accessor: { kind: "all", of: [] } },
  ],
});
const rule = ruleOf('process where process.name : "evil.exe" and process.pid == null and n == 9007199254740993');
const plan = planRules([rule], { sources: [source] });
const options = { categoryField: "event.category", timestampField: "@timestamp", schema: null };

function verify() {
  return new Verification([{ ruleId: "evil", filter: eventQueryOf(rule), options }], plan);
}

const good = '{"Image":"C:\\\\EVIL.exe","process":{"pid":1},"n":9007199254740993}';
const bad = '{"Image":"C:\\\\EVIL.exe","n":9007199254740992}';

describe("a verdict on a raw event", () => {
  it("is held against what its source's accessors read", () => {
    const verification = verify();
    const [first, second] = documentsOf(`{"records":[${good},${bad}]}`, [source]);
    if (first === undefined || second === undefined) throw new Error("two events make two documents");
    verification.check(first, 0, true);
    verification.check(second, 0, false);
    expect(verification.disagreements).toEqual([]);
    verification.check(first, 0, false);
    verification.check(second, 0, true);
    expect(verification.disagreements).toEqual([
      { ruleId: "evil", text: good, matches: false },
      { ruleId: "evil", text: bad, matches: true },
    ]);
  });

  it("on ECS is held against the event as it stands", () => {
    const verification = verify();
    const text = '{"event.category":"process","process.name":"evil.exe","n":9007199254740993}';
    const document = documentOf(text, [source]);
    verification.check(document, 0, true);
    expect(verification.disagreements).toEqual([]);
    verification.check(document, 0, false);
    expect(verification.disagreements).toHaveLength(1);
  });
});
