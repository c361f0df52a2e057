import type { DiagnosticCode } from "./codes.ts";
import type { Explanation } from "./explanations.ts";

/** Of what is wrong with queries. Examples are whole queries: the bad one has this error, the good one has none. */
export const queryExplanations = {
  E200: {
    why: "The character is no part of EQL.",
    bad: `process where process.name == "a" ; user.name == "b"`,
    good: `process where process.name == "a" and user.name == "b"`,
  },
  E201: {
    why: 'A string ends on the line on which it begins, and a backslash in it is followed by one of `b t n f r " \' \\` or `u{…}`. Between `"""` a backslash is an ordinary character.',
    bad: String.raw`process where process.executable == "C:\Windows\cmd.exe"`,
    good: String.raw`process where process.executable == "C:\\Windows\\cmd.exe"`,
  },
  E202: {
    why: "Strings stand in double quotes; the other forms of older versions mean something else or nothing now.",
    bad: `process where process.name == 'cmd.exe'`,
    good: `process where process.name == "cmd.exe"`,
  },
  E203: {
    why: "Something stands where it can't: most often a misspelt `and`, a missing comma, or an operator of another language.",
    bad: `process where process.name == "cmd.exe" adn user.id == "1"`,
    good: `process where process.name == "cmd.exe" and user.id == "1"`,
  },
  E204: {
    why: "A condition or a value is missing, most often after an operator or a comma too many.",
    bad: `process where process.name == "cmd.exe" and`,
    good: `process where process.name == "cmd.exe"`,
  },
  E205: {
    why: "Every bracket that is opened has to be closed. The message points to the one that isn't.",
    bad: `process where (process.name == "a" or process.name == "b"`,
    good: `process where (process.name == "a" or process.name == "b")`,
  },
  E206: {
    why: "`==` compares; `=` only gives a value to `maxspan` and `runs`.",
    bad: `process where process.pid = 4`,
    good: `process where process.pid == 4`,
  },
  E207: {
    why: "The number is not written as one.",
    bad: `process where process.pid == 0x1f`,
    good: `process where process.pid == 31`,
  },
  E208: {
    why: "A comment that begins with `/*` ends with `*/`, and one inside another needs its own.",
    bad: `process where true /* all of them`,
    good: `process where true /* all of them */`,
  },
  E209: {
    why: "A query names a category of events and, after `where`, a condition. `any where` takes all categories, `where true` all events.",
    bad: `process process.name == "cmd.exe"`,
    good: `process where process.name == "cmd.exe"`,
  },
  E210: {
    why: "A comparison gives a truth value, and comparing that again is hardly meant.",
    bad: `process where 1 < process.pid < 5`,
    good: `process where 1 < process.pid and process.pid < 5`,
  },
  E211: {
    why: "The join keys come before the options.",
    bad: `sequence with maxspan=5m by host.id [process where true] [file where true]`,
    good: `sequence by host.id with maxspan=5m [process where true] [file where true]`,
  },
  E212: {
    why: "`maxspan` belongs to a sequence, `runs` to one of its stages, and each is said once.",
    bad: `sequence by host.id [process where true] with maxspan=5m [file where true]`,
    good: `sequence by host.id with maxspan=5m [process where true] [file where true]`,
  },
  E213: {
    why: "A time span is a whole number from 1 on and a unit: `ms`, `s`, `m`, `h` or `d`.",
    bad: `sequence by host.id with maxspan=1.5h [process where true] [file where true]`,
    good: `sequence by host.id with maxspan=90m [process where true] [file where true]`,
  },
  E214: {
    why: "`runs` is a whole number from 1 to 100: so many events in a row, as if the stage were written that often.",
    bad: `sequence by host.id [process where true] with runs=0 [file where true]`,
    good: `sequence by host.id [process where true] with runs=3 [file where true]`,
  },
  E215: {
    why: "`head` and `tail` keep so many of a rule's results.",
    bad: `process where true | head`,
    good: `process where true | head 10`,
  },
  E300: {
    why: "There is no function of this name. The case of the name doesn't count.",
    bad: `process where startWith(process.name, "a")`,
    good: `process where startsWith(process.name, "a")`,
  },
  E301: {
    why: "The function takes another number of arguments.",
    bad: `process where length(process.name, 3) > 2`,
    good: `process where length(process.name) > 2`,
  },
  E302: {
    why: "Only functions that look for a text have a form with `~`, which ignores case.",
    bad: `process where length~(process.name) > 2`,
    good: `process where length(process.name) > 2`,
  },
  E303: {
    why: "Comparisons and `in` take a constant on one side. Functions may take several fields.",
    bad: `process where process.name == process.parent.name`,
    good: `process where startsWith(process.name, process.parent.name) and endsWith(process.parent.name, process.name)`,
  },
  E304: {
    why: "A condition is true or false. A number or a text by itself is neither: each condition names its field.",
    bad: `process where process.name == "a" or "b"`,
    good: `process where process.name == "a" or process.name == "b"`,
  },
  E305: {
    why: "On the right of `:`, `like` and `regex` stand strings.",
    bad: `process where process.pid : 4`,
    good: `process where process.pid == 4`,
  },
  E306: {
    why: "Regular expressions are those of Lucene, run in linear time: they have no look-around, no backreferences, no flags and no named groups, and eqlhunt has no intersection, complement, numeric range or repeat above 1,000.",
    bad: `process where process.name regex "(?!cmd).*"`,
    good: `process where process.name regex ".*" and not process.name regex "cmd.*"`,
  },
  E307: {
    why: "A condition holds if any value of a field meets it; none of them can be asked by its place.",
    bad: `process where process.args[0] == "a"`,
    good: `process where process.args == "a"`,
  },
  E308: {
    why: "`cidrMatch` takes addresses and ranges of addresses.",
    bad: `network where cidrMatch(source.ip, "10.0.0/8")`,
    good: `network where cidrMatch(source.ip, "10.0.0.0/8")`,
  },
  E309: {
    why: "With `--schema` a field that the schema doesn't list is an error, since a misspelt field never matches. Write `?` before a field that may be missing from it. Without a schema every field is known.",
  },
  E310: {
    why: "Of EQL's pipes only `head` and `tail` are left; others belonged to the language before Elasticsearch.",
    bad: `process where true | count`,
    good: `process where true | head 10`,
  },
  E311: {
    why: "`join` was never part of EQL in Elasticsearch. A sample is the same: events with the same keys, in any order.",
    bad: `join by host.id [process where true] [file where true]`,
    good: `sample by host.id [process where true] [file where true]`,
  },
  E312: {
    why: "EQL in Elasticsearch does not know which process started which. A sequence that joins a process to its parent says it.",
    bad: `network where child of [process where process.name == "cmd.exe"]`,
    good: `sequence [process where process.name == "cmd.exe"] by process.entity_id [process where true] by process.parent.entity_id`,
  },
  E313: {
    why: "A sequence always takes the latest event that fits; `fork` asked for all of them, and is gone.",
    bad: `sequence by host.id [process where true] fork [file where true]`,
    good: `sequence by host.id [process where true] [file where true]`,
  },
  E314: {
    why: "Events are joined key by key, so every stage, `until` too, has the same number of them.",
    bad: `sequence [process where true] by process.pid [file where true] by process.pid, user.id`,
    good: `sequence [process where true] by process.pid, user.id [file where true] by process.pid, user.id`,
  },
  E315: {
    why: "Events are joined by the values of fields.",
    bad: `sequence by "host" [process where true] [file where true]`,
    good: `sequence by host.id [process where true] [file where true]`,
  },
  E316: {
    why: "A sequence or sample joins two events at least. `with runs` counts.",
    bad: `sequence by host.id [process where true]`,
    good: `sequence by host.id [process where true] with runs=2`,
  },
  E317: {
    why: "That an event is missing can only be said of a time: without `maxspan` it could still come.",
    bad: `sequence by host.id [process where true] ![file where true]`,
    good: `sequence by host.id with maxspan=5m [process where true] ![file where true]`,
  },
  E318: {
    why: "At least one stage has to be an event that is there: there is nothing to show otherwise.",
    bad: `sequence by host.id with maxspan=5m ![process where true] ![file where true]`,
    good: `sequence by host.id with maxspan=5m [process where true] ![file where true]`,
  },
  E319: {
    why: "A sample has no order, and so no `maxspan`, no `until`, no `runs` and no missing events.",
    bad: `sample by host.id with maxspan=5m [process where true] [file where true]`,
    good: `sample by host.id [process where true] [file where true]`,
  },
  E400: {
    why: "Brackets and operators may be nested 250 deep. Chains of `and` and `or` count as one, however long they are.",
  },
  E401: { why: "A list may have 131,072 items." },
  E402: {
    why: "A pattern may have 32,768 characters, and 2,048 between two stars if `?` is among them: there each place of a value costs as many steps.",
  },
  E403: { why: "A query may have 16 million characters." },
  E405: { why: "A sequence or sample may have 256 stages, `runs` counted." },
  E406: { why: "A stage may have 64 join keys." },
  E407: { why: "The name of a field may have 4,096 characters. No event has one as long." },
  E408: { why: "A query may name 4,096 fields. What they cost is counted for each product whose events are read." },
  E409: {
    why: "The regular expressions of a query may come to 131,072 characters, with all repeats written out: a value is matched against each of them.",
  },
  E410: {
    why: "All rules of a run may come to 32,768 rules, 32,768 different fields, 1,048,576 conditions and values, and 1,048,576 characters of regular expressions with all repeats written out. What comes after is left out, so the run is not whole.",
  },
} as const satisfies Partial<Record<DiagnosticCode, Explanation>>;
