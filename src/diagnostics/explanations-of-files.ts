import type { DiagnosticCode } from "./codes.ts";
import { mappingExplanations } from "./explanations-of-mappings.ts";
import type { Explanation } from "./explanations.ts";

/** Of what is wrong with files of rules, inputs, options and schemas. */
export const fileExplanations = {
  E100: {
    why: "The file or folder is missing, may not be read, is no UTF-8 text, is larger than such a file can be, or its query stands in a form whose place can't be told. A rule that isn't read finds nothing, so this is an error and not a warning.",
  },
  E101: {
    why: "A `.toml` file has to be valid TOML. A query with backslashes goes into a literal string between `'''`, where they stand as they are.",
    bad: `query = "process where process.path : "C:\\Temp\\*""`,
    good: `query = '''process where process.path : "C:\\\\Temp\\\\*"'''`,
  },
  E102: {
    why: "A rule file needs the table `[rule]` with `rule_id`, `name`, `description`, `severity`, `risk_score`, `type` and `query`: detections are told apart and weighed by them.",
  },
  E103: {
    why: "An entry of the rule has another type than it must have, such as a text where a number is expected.",
    bad: `risk_score = "21"`,
    good: `risk_score = 21`,
  },
  E104: {
    why: "An entry of the rule has the right type, but a value that it can't have.",
    bad: `severity = "serious"`,
    good: `severity = "high"`,
  },
  E105: {
    why: "Detections are counted and named by the rule's id, so two rules can't share one. The first one counts, in the order in which the files are read; give the other an id of its own.",
  },
  E106: {
    why: "A path that holds no rule is most likely mistyped. Rules are `.toml` files with a table `[rule]`, `.eql` files with a bare query, and Kibana's exports (`.ndjson`).",
  },
  E107: {
    why: "A rule export has one JSON object on each line. A line that is none was damaged, and what it held is not run.",
  },
  E108: {
    why: "A line of a rule export is read by what it holds: a rule, an exception list, an exception, a connector, or the summary at the end. This one is none of them, and is passed over.",
  },
  E109: {
    why: "The exception uses something that is not in the export or can't be decided on an event by itself, such as a value list. It is not applied: the rule may find more than it does in Kibana.",
  },
  E110: {
    why: "The rule names an exception list that the export doesn't hold. Its exceptions are not applied: the rule may find more than it does in Kibana. Export the rule together with its lists.",
  },
  E111: { why: "Kibana no longer applies an exception after its time, and neither does eqlhunt." },
  E112: {
    why: "A nested exception asks that its conditions hold for one and the same element of a list. Events have no such elements once their fields are flattened, so the conditions may be met by different ones: more is excepted than in Kibana.",
  },
  E113: {
    why: "Kibana adds a rule's filters to its query. They are no EQL and are not applied: the rule may find more than it does there. Write what they say into the query.",
  },
  E114: {
    why: "The summary at the end of an export says how many rules and exceptions it holds, or that some are missing. This export holds fewer, so it was cut off or edited.",
  },
  ...mappingExplanations,
  E500: {
    why: "The input is not there, or the pattern matches no file. A hunt over nothing would say that nothing was found.",
  },
  E501: {
    why: "The input is there but can't be read, or can't be read to its end. What could be read was hunted through; the run is not whole.",
  },
  E502: { why: "An option has a value that it doesn't take. The message names those that it does." },
  E510: {
    why: "A schema file has to be one JSON object.",
    bad: `{fields: {}}`,
    good: `{"fields": {"process.pid": {"type": "long"}}}`,
  },
  E511: {
    why: "A schema lists each field with its type, and `format` only for dates.",
    bad: `{"fields": {"process.pid": "long"}}`,
    good: `{"fields": {"process.pid": {"type": "long"}}}`,
  },
  E512: {
    why: "The types are `keyword`, `long`, `double`, `boolean`, `date`, `ip` and `version`; the formats of a date `iso`, `epoch_millis` and patterns of `yyyy MM dd HH mm ss SSS`.",
    bad: `{"fields": {"process.pid": {"type": "integer"}}}`,
    good: `{"fields": {"process.pid": {"type": "long"}}}`,
  },
  E513: {
    why: "An entry that a schema doesn't have is most likely mistyped, and would be passed over in silence.",
    bad: `{"fields": {"x": {"typ": "long"}}}`,
    good: `{"fields": {"x": {"type": "long"}}}`,
  },
  E520: {
    why: "Two hunts that keep their state in the same folder would be in each other's way. The folder's `lock` names the process that works on it. A lock whose process is gone is taken over; that of a process on another host has to be removed by hand, if that one is over.",
  },
  E521: {
    why: "A state folder holds what was found by certain rules, with certain options, by a certain version of eqlhunt. Anything else would find something else, so what is there can't be gone on from. Give a new folder, or the rules and options that it was begun with.",
  },
  E522: {
    why: "A state folder is made by `--state` and holds nothing else. It must not lie where the inputs are, nor be a folder with files of your own.",
  },
  E523: {
    why: "What is found is kept in the state folder. Where it can't be written, such as for a full disk, the hunt ends; all that was kept by then is whole. Make room, and run the same command again.",
  },
  E524: {
    why: "What is found before its turn, and what doesn't fit in memory, is kept in temporary files as long as the hunt runs. Make room where they are, or name another folder with `TMPDIR`.",
  },
} as const satisfies Partial<Record<DiagnosticCode, Explanation>>;
