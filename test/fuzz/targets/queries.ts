import assert from "node:assert/strict";
import { parseQuery } from "../../../src/language/parser.ts";
import { printQuery } from "../../../src/language/printer.ts";
import { withoutSpans } from "../../language/spans.ts";
import { checkDiagnostics, textOf } from "../checks.ts";
import type { FuzzTarget } from "../fuzzing.ts";

const seeds = [
  'process where process.name : ("cmd.exe", "power*.exe") and not user.id in ("S-1-5-18", 5, null)',
  'any where `a b`.c like~ "x?y*" or ?d regex~ ("[a-c]{1,3}(x|y)+", "\\\\d") // comment',
  "sequence by host.id, ?user.id with maxspan=1m [process where true] by a with runs=3 ![file where x == 1] [any where length(b) > 2.5e3] until [network where y]| head 3",
  'sample by a [any where startsWith~(b, "x", """raw\\""")] [any where -b + 3 * (c % 2) >= 1] | tail 2',
  'any where cidrMatch(a, "10.0.0.0/8", "fe80::/10") and between(b, "a", "c", true) != "\\u{1F600}\\t" /* a /* nested */ comment */',
  'any where (((a == true) != false)) == (not null) and 9223372036854775808 < b and concat(a, 1, "x") in~ ("a1x", 1e400)',
];

const tokens = [
  ..."and or not in in~ : like like~ regex regex~ where any true false null by with sequence sample until of maxspan= runs= head tail".split(
    " ",
  ),
  ..."startsWith~( length( cidrMatch( concat( between( number( string( substring( add( ( ) [ ] ![ , | ? ! ~ = == != < <= > >= + - * / %".split(
    " ",
  ),
  '"',
  '"""',
  "`",
  "'",
  "\\",
  "//",
  "/*",
  "*/",
  "\n",
  "\r",
  "\0",
  "\u2028",
  "é",
  "😀",
  "1",
  "1.5",
  "1e400",
  "5m",
  "a.b",
  ".",
  "\\u{110000}",
];

export const queryTarget: FuzzTarget = {
  name: "queries",
  seeds: seeds.map((text) => Buffer.from(text)),
  tokens,
  slowestMs: 2000,
  check(input) {
    const text = textOf(input);
    const { query, diagnostics } = parseQuery(text);
    assert.equal(query === null, diagnostics.length > 0);
    checkDiagnostics(diagnostics, text);
    const closed = parseQuery(text, { schema: "closed" });
    if (query === null) return;
    assert.deepEqual(withoutSpans(closed.query), withoutSpans(query));
    const printed = printQuery(query);
    const again = parseQuery(printed);
    assert.deepEqual(again.diagnostics, [], `printed as ${printed}`);
    assert.deepEqual(withoutSpans(again.query), withoutSpans(query), `printed as ${printed}`);
    if (again.query !== null) assert.equal(printQuery(again.query), printed);
  },
};
