import { describe, expect, it } from "vitest";
import type { FieldType, Schema, SchemaField } from "../../src/language/schema.ts";
import { codesOf, lintCondition, lintQuery, placesOf } from "./linted.ts";

/** The findings about a condition: each as its code and the text that is marked. */
function found(condition: string): readonly string[] {
  return placesOf(lintCondition(condition));
}

describe("L101: a wildcard in a comparison", () => {
  it.each([
    ['process.args == "/text:*"', 'L101 "/text:*"'],
    ['process.command_line != "* /add*"', 'L101 "* /add*"'],
    ['"*.exe" == process.name', 'L101 "*.exe"'],
    [String.raw`process.executable == "?:\\Windows\\cmd.exe"`, String.raw`L101 "?:\\Windows\\cmd.exe"`],
    ['process.name == "cmd?.exe"', 'L101 "cmd?.exe"'],
    ['substring(process.name, 0, 3) == "cm*"', 'L101 "cm*"'],
  ])("%s", (condition, place) => {
    expect(found(condition)).toEqual([place]);
  });

  it.each([
    'process.name : "cmd*"',
    'process.args == "/?"',
    'url.original == "https://a.example/?q=1"',
    String.raw`winlog.event_data.ShareName == "\\\\*\\ADMIN$"`,
    'process.name < "a*"',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("says what to write instead", () => {
    expect(lintCondition('process.name != "py*"')).toMatchObject([
      {
        severity: "warning",
        message: "`!=` takes a wildcard for an ordinary character",
        help: expect.stringContaining('`not process.name : "py*"`'),
      },
    ]);
  });
});

describe("L102: a wildcard in a list of `in`", () => {
  it.each([
    ['process.name in ("a", "b*", "*")', ['L102 "b*"', 'L102 "*"']],
    ['process.name not in~ ("a*")', ['L102 "a*"']],
  ])("%s", (condition, places) => {
    expect(found(condition)).toEqual(places);
  });

  it.each(['process.name : ("a", "b*")', 'process.args in ("/?", "-?")'])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});

describe("L103: an entry that another one covers", () => {
  it.each([
    ['process.name : ("*.exe", "cmd.exe")', ['L103 "cmd.exe"']],
    ['process.name : ("cmd.exe", "net.exe", "*.exe")', ['L103 "cmd.exe"', 'L103 "net.exe"']],
    ['process.name : ("CMD.exe", "cmd.EXE")', ['L103 "cmd.EXE"']],
    ['process.name : ("a**", "a*")', ['L103 "a*"']],
    ['process.name : ("a?*", "a*?")', ['L103 "a*?"']],
    ['process.name like ("a*", "ab", "Ab")', ['L103 "ab"']],
    ['process.name in ("a", "b", "a")', ['L103 "a"']],
    ['process.name in~ ("a", "A")', ['L103 "A"']],
    ["process.pid in (1, 2, 1.0)", ["L103 1.0"]],
    ['process.name regex ("a.*", "b", "a.*")', ['L103 "a.*"']],
    ['cidrMatch(source.ip, "10.0.0.0/8", "10.0.0.0/8")', ['L103 "10.0.0.0/8"']],
    ["length(process.name) in (1, 1)", ["L103 1"]],
  ])("%s", (condition, places) => {
    expect(found(condition)).toEqual(places);
  });

  it.each([
    'process.name like ("a*", "AB")',
    'process.name : ("a*b", "ab*")',
    'process.name : ("é", "É")',
    'process.name in ("a", "A")',
    'process.pid in ("1", 1, "1.0", true, "true")',
    'cidrMatch(source.ip, "192.0.0.0/24", "192.0.0.8/32")',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("names the entry that covers it", () => {
    const [covered, same] = lintCondition('process.name : ("*.exe", "cmd.exe") or user.name : ("a", "a")');
    expect(covered).toMatchObject({ severity: "note", label: '`"*.exe"` matches all that this one does' });
    expect(same).toMatchObject({ label: 'the same as `"a"` before it' });
  });

  it("looks through a list of thousands in milliseconds", () => {
    const names = Array.from({ length: 2609 }, (_, number) => String.raw`?:\\Program Files\\Vendor ${number}\\*.exe`);
    const list = [...names, String.raw`C:\\Program Files\\Vendor 7\\a.exe`].map((name) => `"${name}"`).join(", ");
    const before = process.cpuUsage();
    const places = found(`process.executable : (${list})`);
    const { user } = process.cpuUsage(before);
    expect(places).toEqual([String.raw`L103 "C:\\Program Files\\Vendor 7\\a.exe"`]);
    expect(user / 1000).toBeLessThan(500);
  });
});

describe("L104: a condition that is the same for every event", () => {
  it.each([
    ["length(process.name) < 0", "never true"],
    ["length(process.name) == -1", "never true"],
    ["0 > length(process.name)", "never true"],
    ['indexOf(process.name, "a") == -1', "never true"],
    ['indexOf(process.name, "a") != -1', "always true"],
    ['length(process.name) == "five"', "never true"],
    ['process.pid + 1 == "a"', "never true"],
    ["process.name > true", "never true"],
    ['startsWith(process.name, "a") == "yes"', "never true"],
    ["process.pid == 1e400", "never true"],
    ["process.pid / 0 > 1", "never true"],
    ["process.name in (null)", "never true"],
    ["process.pid in~ (1, 2)", "never true"],
    ["1 == 2", "never true"],
    ["(1 == 1) == true", "always true"],
    ['"abc" : "a*"', "always true"],
    ["length(null) > 1", "never true, and neither is its contrary"],
    ["process.pid > null", "never true, and neither is its contrary"],
    ['@timestamp > "yesterday"', "never true"],
  ])("%s is %s", (condition, what) => {
    const findings = lintCondition(`user.name : "a" or ${condition}`).filter(({ code }) => code === "L104");
    expect(findings).toMatchObject([{ severity: "warning", message: `a condition that is ${what}` }]);
    expect(placesOf(findings)).toEqual([`L104 ${condition}`]);
  });

  it.each([
    "true",
    'process.name : "*"',
    "process.name != null",
    "length(process.name) >= 0",
    "length(process.name) > 0",
    'length(process.name) == "5"',
    'indexOf(process.name, "a") == null',
    "(process.pid / 0) == null",
    '@timestamp > "2025-08-18"',
    'process.name in (null, "a")',
    "string(process.pid) == 5",
    'event.created == "yesterday"',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("goes by the rule's own timestamp field", () => {
    expect(codesOf(lintQuery('any where event.created == "yesterday"', { timestampField: "event.created" }))).toEqual([
      "L116",
      "L104",
    ]);
    expect(lintQuery('any where @timestamp == "yesterday"', { timestampField: "event.created" })).toEqual([]);
  });
});

/** Where one condition settles another. */
function excluded(condition: string): readonly string[] {
  return placesOf(lintCondition(condition).filter(({ code }) => code === "L105"));
}

describe("L105: conditions that exclude each other", () => {
  it.each([
    ['process.name : "a" and not process.name : "a*"', 'not process.name : "a*"'],
    ['process.name == "a" and process.name != "a"', 'process.name != "a"'],
    ['process.name == "cmd.exe" and not process.name : ("CMD.*", "x")', 'not process.name : ("CMD.*", "x")'],
    ['process.name == null and process.name : "a"', 'process.name : "a"'],
    ["process.name == null and process.name != null", "process.name != null"],
    ['process.name == null and startsWith(process.name, "a")', 'startsWith(process.name, "a")'],
    ["process.name == null and length(process.name) > 3", "length(process.name) > 3"],
    ["process.pid > 5 and not process.pid >= 5", "not process.pid >= 5"],
    ["process.pid in (1, 2) and not process.pid < 3", "not process.pid < 3"],
    ['startsWith(process.name, "ab") and not process.name like "a*"', 'not process.name like "a*"'],
    ['source.ip == "10.1.2.3" and not cidrMatch(source.ip, "10.0.0.0/8")', 'not cidrMatch(source.ip, "10.0.0.0/8")'],
    ['process.name regex "a.b" and not process.name regex "a.b"', 'not process.name regex "a.b"'],
    ['process.name : "a" and (user.name : "b" or process.name == null)', "process.name == null"],
    ['not process.name : "a*" and not (process.name : "ab" and user.name : "b")', 'process.name : "ab"'],
    ['process.name : "a" and not (process.name : "a*" or user.name : "b")', 'process.name : "a*"'],
    ['not event.category : "proc*"', 'not event.category : "proc*"'],
  ])("%s", (condition, place) => {
    expect(excluded(condition)).toEqual([`L105 ${place}`]);
  });

  it.each([
    'process.name : "a*" and not process.name : "a"',
    'process.name like "a" and not process.name like "A"',
    'process.name : "a" and not process.name like "a"',
    'process.name : "5" and not process.name in~ ("5")',
    'process.pid == 5 and not process.pid : "5"',
    "process.pid > 5 and not process.pid > 6",
    'process.name != null and not process.name : "*"',
    "length(process.name) == null and process.name != null",
    'process.name : "a" and not (process.name : "a" and user.name : "b")',
    'startsWith(process.name, "a*") and not process.name like "a\\\\*"',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("says which condition decides, and which way", () => {
    expect(lintCondition('not process.name : "a*" and (process.name : "ab" or user.name : "b")')).toMatchObject([
      { code: "L105", label: '`not process.name : "a*"` must hold, so this never does' },
    ]);
    expect(lintCondition('process.name : "a" and not (process.name : "a*" or user.name : "b")')).toMatchObject([
      { code: "L116" },
      { code: "L105", label: '`process.name : "a"` must hold, so this always does' },
    ]);
  });
});

describe("L106: conditions that only several values meet", () => {
  it.each([
    ['process.name == "a" and process.name == "b"', 'process.name == "b"'],
    ['process.name : "a*" and process.name : "b*"', 'process.name : "b*"'],
    ['process.name in ("a", "b") and process.name like "c*"', 'process.name like "c*"'],
    ["process.pid > 5 and process.pid < 3", "process.pid < 3"],
    ["process.pid == 5 and process.pid == 6", "process.pid == 6"],
    ["length(process.name) == 5 and length(process.name) == 6", "length(process.name) == 6"],
    ['user.name : "root" and not (user.name : "admin" and process.name : "a")', 'user.name : "admin"'],
    ['not (process.name == "a" and process.name == "b")', 'process.name == "b"'],
  ])("%s", (condition, place) => {
    const findings = lintCondition(condition);
    expect(codesOf(findings)).toEqual(["L106"]);
    expect(placesOf(findings)).toEqual([`L106 ${place}`]);
  });

  it.each([
    'process.args == "a" and process.args == "b"',
    'event.type == "start" and event.type == "change"',
    'okta.target.type == "a" and okta.target.type == "b"',
    'process.name : "a*" and process.name : "*b"',
    "process.pid > 3 and process.pid < 5",
    'process.pid == "5" and process.pid == "5.0"',
    'process.pid == 5 and process.pid : "5"',
    'process.name == "a" or process.name == "b"',
    '@timestamp == "2025-01-01" and @timestamp == "2025-01-01T00:00:00Z"',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});

describe("L107: an `or` that leaves nothing out", () => {
  it.each([
    ['process.name != "a" or process.name != "b"', 'process.name != "b"'],
    ['not process.name : "a*" or not process.name : "b*"', 'not process.name : "b*"'],
    ["process.name == null or process.name != null", "process.name != null"],
    ['process.name : "a*" or not process.name : "ab"', 'not process.name : "ab"'],
    ["process.pid >= 5 or not process.pid > 5", "not process.pid > 5"],
  ])("%s", (condition, place) => {
    expect(found(condition)).toEqual([`L107 ${place}`]);
  });

  it.each([
    'process.args != "a" or process.args != "b"',
    'process.name != "a" or user.name != "b"',
    'process.name : "a" or not process.name : "a*"',
    "process.pid >= 5 or process.pid < 5",
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});

describe("L108: the same condition twice", () => {
  it.each([
    ['process.name : "a" and user.name : "b" and process.name  :  ("a")', 'process.name  :  ("a")'],
    ['process.name : "a" or (user.name : "b" or process.name like~ "a")', 'process.name like~ "a"'],
    ['process.name != "a" and not process.name == "a"', 'not process.name == "a"'],
    [
      '(user.name : "b" or user.id : "1") and (user.name : "b" or user.id : "1")',
      '(user.name : "b" or user.id : "1")'.slice(1, -1),
    ],
    ['StartsWith(process.name, "a") or startsWith(process.name, "a")', 'startsWith(process.name, "a")'],
  ])("%s", (condition, place) => {
    expect(found(condition)).toEqual([`L108 ${place}`]);
  });

  it.each([
    'process.name : "a" and (user.name : "b" or process.name : "a*")',
    'process.name : "a" and user.name : "a"',
    'process.name : "a" and process.name like "a"',
    "startsWith(process.name, string(user.id == 1)) or startsWith(process.name, string(user.id != 1))",
    'process.name in ("a", "b") or process.name in ("b", "a")',
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});

describe("regular expressions", () => {
  it.each([
    ['process.name regex "a.*?b"', ["L109 ?"]],
    ['process.name regex "a{2,3}?"', ["L109 ?"]],
    ['process.name regex "a++"', ["L109 +"]],
    ['process.name regex """a\\.+?\\d""" ', ["L109 ?", "L112 \\d"]],
    ['process.name regex ("^a$", "(^b|c$)")', ["L110 ^", "L110 $", "L110 ^", "L110 $"]],
    ['process.name regex "root@.*"', ["L111 @"]],
    ['process.name regex "a#"', ["L111 #"]],
    [String.raw`process.name regex "\"a.b\""`, [String.raw`L111 \"a.b\"`]],
    [String.raw`process.name regex "[\\w-]+\\s\\d"`, [String.raw`L112 \\w`]],
  ])("%s", (condition, places) => {
    expect(found(condition)).toEqual(places);
  });

  it.each([
    'process.name regex "a?b*c+"',
    String.raw`process.name regex ".*\\$[0-9]+:.*"`,
    'process.name regex "C:.$Recycle.Bin.*"',
    'process.name regex "[^a]b[?@#$]"',
    String.raw`process.name regex "a\\?\\@\\\\d"`,
    String.raw`process.name regex "a*\\?"`,
  ])("says nothing of %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });

  it("tells whether the second sign changes what matches", () => {
    const labels = lintCondition('process.name regex ("a*?", "b{0,3}?", "c+?", "d{1,3}?", "e++")').map(
      ({ label }) => label,
    );
    const [none, optional] = ["it has no effect", "it makes what stands before it optional"];
    expect(labels).toEqual([none, none, optional, optional, none]);
  });
});

describe("sequences and samples", () => {
  it.each([
    ['sequence by host.id [process where process.name : "a"] [file where file.name : "b"]', ["L113 sequence"]],
    ['sequence with maxspan=1m [process where process.name : "a"] [file where file.name : "b"]', ["L114 sequence"]],
    ['sample [process where process.name : "a"] [file where file.name : "b"]', ["L114 sample"]],
    [
      'sequence by host.id with maxspan=1m [process where process.name : "a"] [process where process.name : ("a")]',
      ['L115 [process where process.name : ("a")]'],
    ],
    [
      'sequence by host.id with maxspan=1m [process where process.name : "a"] [file where event.type == "start"] until [any where true]',
      ["L117 file", "L117 any"],
    ],
  ])("%s", (query, places) => {
    expect(placesOf(lintQuery(query))).toEqual(places);
  });

  it.each([
    'sequence by host.id with maxspan=1m [process where process.name : "a"] with runs=2 [file where file.name : "b"]',
    'sequence with maxspan=1m [process where process.name : "a"] by process.pid [process where process.name : "a"] by process.ppid',
    'sequence by host.id with maxspan=1m [process where process.name : "a"] ![process where process.name : "a"]',
    'sample by host.id [process where process.name : "a"] [process where process.name : "a"]',
  ])("says nothing of %s", (query) => {
    expect(lintQuery(query)).toEqual([]);
  });

  it("counts the runs of a repeated stage together", () => {
    const stage = '[process where process.name : "a"]';
    const [first, second] = lintQuery(`sequence by host.id with maxspan=1m ${stage} with runs=3 ${stage} ${stage}`);
    expect([first?.help, second?.help]).toEqual(["write it once, `with runs=4`", "write it once, `with runs=5`"]);
  });
});

describe("L116: what no event matches", () => {
  const dead = 'process.name == null and process.name : "a"';
  it.each([
    [`process where ${dead}`, "a rule that no event matches", undefined],
    ['process where user.name : "a" and (1 == 2 or false)', "a rule that no event matches", undefined],
    ["process where process.pid > null", "a rule that no event matches", undefined],
    [
      `sequence by a with maxspan=1m [process where ${dead}] [file where file.name : "b"]`,
      "a stage that no event matches",
      "so the sequence finds nothing",
    ],
    [
      `sequence by a with maxspan=1m [file where file.name : "b"] ![process where ${dead}]`,
      "a stage that no event matches",
      "it is always missing",
    ],
    [
      `sequence by a with maxspan=1m [file where file.name : "b"] with runs=2 until [process where ${dead}]`,
      "an `until` that no event matches",
      "it never ends a sequence",
    ],
  ])("%s", (query, message, label) => {
    const [finding, ...others] = lintQuery(query).filter(({ code }) => code === "L116");
    expect(finding).toMatchObject({ severity: "warning", message });
    expect(finding?.label).toBe(label);
    expect(others).toEqual([]);
  });

  it("is not said where only an array could match, nor of an alternative", () => {
    expect(codesOf(lintCondition('process.name == "a" and process.name == "b"'))).toEqual(["L106"]);
    expect(codesOf(lintCondition(`user.name : "a" or (${dead})`))).toEqual(["L105"]);
  });
});

function field(type: FieldType): SchemaField {
  return { type, formats: ["iso"], nullValue: null };
}

describe("with a schema", () => {
  const schema: Schema = {
    fields: new Map([
      ["process.name", field("keyword")],
      ["file.created", field("date")],
      ["package.version", field("version")],
    ]),
  };

  it("leaves alone what it folds, and types that compare in other ways", () => {
    expect(lintQuery('any where process.name : "a" or ?process.nam : "a"', {}, schema)).toEqual([]);
    expect(
      lintQuery('any where file.created == "2025-01-01" and file.created == "2025-01-01T00:00Z"', {}, schema),
    ).toEqual([]);
    expect(lintQuery('any where package.version == "1.0" and not package.version : "1*"', {}, schema)).toEqual([]);
    expect(codesOf(lintQuery('any where process.name == "a" and process.name == "b"', {}, schema))).toEqual(["L106"]);
  });
});

describe("a hostile rule", () => {
  const stars = "*a".repeat(2000);
  it.each([
    [
      "long wildcards",
      `process.name : (${Array.from({ length: 200 }, (_, number) => `"${stars}${number}*"`).join(", ")})`,
    ],
    [
      "thousands of conditions on one field",
      Array.from({ length: 20_000 }, (_, number) => `process.name : "*${number}*a"`).join(" and "),
    ],
    ["a deep tree", `${'(process.name : "a" or not ('.repeat(75)}process.name : "b"${"))".repeat(75)}`],
    [
      "a constant that is slow to work out",
      Array.from({ length: 300 }, () => `"${"a".repeat(400)}" : "${"*a".repeat(200)}*b"`).join(" or "),
    ],
  ])("with %s is looked through in seconds", (_what, condition) => {
    const before = process.cpuUsage();
    lintCondition(condition);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8);
  });

  it("of which the same is to be said 20,000 times has 100 findings, and the last says how many more", () => {
    const list = Array.from({ length: 20_000 }, () => '"a"').join(", ");
    const findings = lintCondition(`process.name : (${list}) and process.name == "a"`);
    expect(findings.map(({ code }) => code)).toEqual(Array.from({ length: 100 }, () => "L103"));
    expect(findings.at(-2)?.message).toBe("an entry that is in the list already");
    expect(findings.at(-1)?.message).toBe("an entry that is in the list already, and 19,899 more in this rule");
  });
});
