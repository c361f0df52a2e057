import type { DiagnosticCode } from "./codes.ts";
import type { Explanation } from "./explanations.ts";

/** Of lints. Examples are whole queries: the bad one gets this lint and no other, the good one none. */
export const lintExplanations = {
  L100: {
    why: "A comment `// eqlhunt: allow …` names lints and silences them for its line, for the line after it if it stands alone, or for the whole rule before the first word of it. This one silences nothing: the lint is gone, or its code is mistyped. Remove it, so that it hides nothing later.",
    bad: `process where process.name : "a*" // eqlhunt: allow L103`,
    good: `process where process.name : ("a*", "ab") // eqlhunt: allow L103`,
  },
  L101: {
    why: "`==` and `!=` compare exactly: `*` and `?` are ordinary characters there, and only a value that holds them is equal. A rule with such an `==` never fires, and one with `!=` excepts nothing. `:` reads wildcards and ignores case, `like` reads them and doesn't. If the character itself is meant, allow it by a comment.",
    bad: `process where process.command_line == "*whoami*"`,
    good: `process where process.command_line : "*whoami*"`,
  },
  L102: {
    why: "`in` and `in~` compare exactly: `*` and `?` are ordinary characters in their lists. An exception that is written so excepts nothing. `:` and `like` take lists too, and read wildcards.",
    bad: `process where not process.name in ("python*", "perl")`,
    good: `process where not process.name like ("python*", "perl")`,
  },
  L103: {
    why: "Another entry of the list matches everything that this one does, so the list is the same without it. Sometimes it is left over from an older version of the rule; sometimes the wider entry is wider than it was meant to be.",
    bad: `process where process.name : ("*.exe", "cmd.exe")`,
    good: `process where process.name : "*.exe"`,
  },
  L104: {
    why: "The condition doesn't depend on the event. It mentions no field, or asks for what no value can be: a length below 0, an `indexOf` of -1 (it gives null where nothing is found), a number equal to a word, a time that can't be read. If all events are meant, `where true` alone says so.",
    bad: `process where indexOf(process.command_line, "-enc") != -1`,
    good: `process where indexOf(process.command_line, "-enc") != null`,
  },
  L105: {
    why: "Another condition that always counts here settles this one, whatever the event holds: a value is asked for and left out, or a field is to be missing and to have a value. In a rule this means that it never fires; in an alternative or an exception, that it never applies.",
    bad: `process where not process.name : "cmd*" and (user.name : "a" or process.name : "cmd.exe")`,
    good: `process where not process.name : "cmd*" and (user.name : "a" or process.name : "pwsh.exe")`,
  },
  L106: {
    why: "Each condition chooses among the values of a field by itself, so both hold only where the field has two values. This field has one, by the Elastic Common Schema. Most often `or` is meant, or a list.",
    bad: `process where process.name == "cmd.exe" and process.name == "pwsh.exe"`,
    good: `process where process.name in ("cmd.exe", "pwsh.exe")`,
  },
  L107: {
    why: "Whatever the event holds, one side of the `or` is true: what is not the one is not the other either. Conditions that leave something out are joined by `and`.",
    bad: `process where user.name != "root" or user.name != "admin"`,
    good: `process where user.name != "root" and user.name != "admin"`,
  },
  L108: {
    why: "The condition stands twice in the same `and` or `or`, and the second one changes nothing. Where it was copied, another field or value was meant.",
    bad: `process where process.name : "a" and user.name : "b" and process.name : "a"`,
    good: `process where process.name : "a" and user.name : "b" and process.parent.name : "a"`,
  },
  L109: {
    why: "Lucene has neither lazy nor possessive quantifiers: a second sign repeats what stands before it. `.*?` is `(.*)?`, which is the same as `.*`, but `.+?` is `(.+)?`, which matches nothing as well. Since the whole value has to match, laziness would change nothing anyway.",
    bad: `process where process.command_line regex "a.+?b"`,
    good: `process where process.command_line regex "a.+b"`,
  },
  L110: {
    why: "A regular expression has to match the whole value, so it needs no anchors; `^` and `$` are ordinary characters, and the value has to hold them.",
    bad: `process where process.name regex "^cmd.*"`,
    good: `process where process.name regex "cmd.*"`,
  },
  L111: {
    why: 'In Lucene\'s regular expressions `@` stands for any text, `#` for nothing at all, and `"…"` quotes what is between. A pattern for an address such as `root@.*` matches far more than it says. Write a backslash before the character.',
    bad: `process where user.email regex "root@.*"`,
    good: String.raw`process where user.email regex "root\\@.*"`,
  },
  L112: {
    why: "Some versions of Elasticsearch from 7.16 to 8.3 read `\\d`, `\\s` and `\\w` as the letters. eqlhunt and all others read them as classes. A class in brackets means the same everywhere.",
    bad: String.raw`process where process.name regex "a\\d+"`,
    good: `process where process.name regex "a[0-9]+"`,
  },
  L113: {
    why: "Without `maxspan` the events of a sequence may lie weeks apart, and every event that could begin one is kept until the end. Where the key ties the events together closely, as the id of a process does, that may be meant.",
    bad: `sequence by host.id [process where process.name : "a"] [file where file.name : "b"]`,
    good: `sequence by host.id with maxspan=5m [process where process.name : "a"] [file where file.name : "b"]`,
  },
  L114: {
    why: "Without a key, events of any host and any user make up one detection, as long as their order and time fit. On more than one host that finds what never happened.",
    bad: `sequence with maxspan=5m [process where process.name : "a"] [file where file.name : "b"]`,
    good: `sequence by host.id with maxspan=5m [process where process.name : "a"] [file where file.name : "b"]`,
  },
  L115: {
    why: "`with runs` says that a stage comes several times in a row. Written out, the copies have to be kept alike by hand.",
    bad: `sequence by host.id with maxspan=5m [process where process.name : "a"] [process where process.name : "a"]`,
    good: `sequence by host.id with maxspan=5m [process where process.name : "a"] with runs=2`,
  },
  L116: {
    why: "No event matches, whatever it holds: a condition that all others depend on is never true. The other findings in the rule say which.",
    bad: `process where false`,
    good: `process where true`,
  },
  L117: {
    why: "Every event of a kind takes part in the sequence or sample, on every host: it is kept, sorted and joined. That may be meant, and eqlhunt thins such stages by the keys of the others; but a condition that fewer events meet makes the rule faster.",
    bad: `sequence by host.id with maxspan=5m [process where process.name : "a"] [network where event.type == "start"]`,
    good: `sequence by host.id with maxspan=5m [process where process.name : "a"] [network where destination.port == 22]`,
  },
} as const satisfies Partial<Record<DiagnosticCode, Explanation>>;
