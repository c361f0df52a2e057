import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "@commander-js/extra-typings";
import { escapeControl } from "../diagnostics/escaping.ts";
import { exitStatusOf } from "./exit-status.ts";
import { byteSize, collect, eventPlace, instant, nonNegativeInteger, positiveInteger } from "./option-values.ts";
import { printResult } from "./output.ts";
import { say } from "./terminal.ts";

const examples = `Examples:
  eqlhunt hunt -r rules/ logs/                               all rules over all files of a folder
  eqlhunt hunt -q 'process where process.name : "whoami*"' events.ndjson.gz
  eqlhunt check rules/my-rule.toml                           what is wrong with a rule, and where
`;

const colors = ["auto", "always", "never"] as const;
const matchers = ["auto", "linear", "regexp", "re2", "re2-set", "trie"] as const;

/**
 * Runs the command line and sets `process.exitCode`; never calls `process.exit`, which would lose output that is still on its
 * way to a pipe. `args` are without node and script. Each command's code is loaded when it is called: `--help` needs none.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  // Whoever doesn't want to be told is not told.
  process.stderr.on("error", () => {});
  let help = "";
  const program = buildProgram((text) => {
    help += text;
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isWritten = await printResult(help);
    process.exitCode = exitStatusOf({ outputFailed: !isWritten, usageFailed: error.exitCode !== 0 });
  }
}

/** `writeHelp` is given what was asked for: help or the version. */
function buildProgram(writeHelp: (text: string) => void): Command {
  const program = new Command("eqlhunt")
    .description("Runs EQL detection rules over event logs, offline.")
    .version(readVersion(), "-V, --version")
    .addHelpText("before", examples)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: writeHelp,
      // What the shell makes of `*` may be anybody's names.
      outputError: (text, write) => write(text.split("\n").map(escapeControl).join("\n")),
    })
    .exitOverride();
  for (const command of [
    huntCommand(),
    checkCommand(),
    explainCommand(),
    whyCommand(),
    sniffCommand(),
    benchCommand(),
    generateCommand(),
  ]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

function huntCommand() {
  return new Command("hunt")
    .description("run rules over inputs; detections go to standard output")
    .argument("<input...>", "files, folders, globs, or - for standard input: NDJSON, also gzip or zstd")
    .option("-r, --rules <path>", "a rule file or folder; may be repeated", collect, [])
    .option("-q, --query <eql>", "a query on the command line; may be repeated", collect, [])
    .addOption(
      new Option("-f, --format <format>", "default: table on a terminal, else jsonl").choices([
        "table",
        "jsonl",
        "csv",
      ] as const),
    )
    .option("-o, --output <file>", "write detections to a file")
    .option("-j, --threads <n>", "worker threads; default: all cores", positiveInteger)
    .addOption(
      new Option("--strategy <name>", "how lines are scanned; the detections are the same")
        .choices(["auto", "parse", "literal", "extract"] as const)
        .default("auto" as const),
    )
    .addOption(
      new Option("--matcher <name>", "how patterns are matched; the detections are the same")
        .choices(matchers)
        .default("auto" as const),
    )
    .option(
      "--source <name>",
      "how raw events are read: auto (default), ecs, a product, a mapping or a mapping file; may be repeated",
      collect,
      [],
    )
    .option("--canonical", "registry paths in ECS events have canonical spellings too, as those in raw events do")
    .option("--no-canonical", "registry paths have no spelling but the product's own")
    .option("--since <time>", "only events from this time on", instant)
    .option("--until <time>", "only events before this time", instant)
    .option("--max-detections-per-rule <n>", "of each rule the first n detections", positiveInteger)
    .option("--size <n>", "of each rule the last n detections by time", nonNegativeInteger)
    .option("--max-samples-per-key <n>", "of each sample rule and key at most n; default 1", positiveInteger)
    .option(
      "--near-misses <n>",
      "of each event rule n events that fail only one condition; every line is parsed",
      positiveInteger,
    )
    .option("--dry-run", "show inputs, splits and strategy, and read no events")
    .option(
      "--state <folder>",
      "keep what is done there; the same command again goes on from it, and gives the whole output",
    )
    .option(
      "--incremental",
      "with --state: only what is new since the last run that came to its end; nothing is given twice",
    )
    .option("--stats <file>", "write statistics as JSON")
    .option("--count", "validate every line, for exact counts of events and bad lines")
    .option("--timestamp-field <field>", "where an event's time is; default: the rule's, else @timestamp")
    .option("--category-field <field>", "where an event's category is; default: the rule's, else event.category")
    .option("--tiebreaker-field <field>", "what orders events of the same time; default: the rule's, else none")
    .option("--schema <file>", "the fields there are and their types, as JSON; any other field is then an error")
    .option(
      "--split-size <bytes>",
      "plain files are cut into pieces of this size; default 32MiB to 256MiB, the more the larger",
      byteSize,
    )
    .option("--max-line <bytes>", "longer lines are skipped and counted; default 16MiB", byteSize)
    .option("--verify", "hold every verdict against the reference evaluator (slow)")
    .option("--allow-partial", "give sequences, marked as partial, even if a part of the input could not be scanned")
    .option("--keep-going", "hunt with the rules that compile")
    .option("--fail-on-detection", "exit status 1 if something was found")
    .option("--no-progress", "no progress line on a terminal")
    .addOption(new Option("--color <when>", "colours").choices(colors).default("auto" as const))
    .addHelpText(
      "after",
      `
Exit status: 0 complete, 1 with --fail-on-detection and detections, 2 wrong usage or a rule that doesn't compile,
3 something could not be done whole (each is listed), 4 output could not be written, 130 or 143 interrupted.`,
    )
    .action(async (inputs, options) => {
      const { runHuntCommand } = await import("./hunt-command.ts");
      process.exitCode = await runHuntCommand(inputs, options);
    });
}

function checkCommand() {
  return new Command("check")
    .description("compile rules and report what is wrong with them, and what they probably don't mean")
    .argument("[rules...]", "rule files and folders")
    .option("-q, --query <eql>", "a query on the command line; may be repeated", collect, [])
    .addOption(new Option("--format <format>").choices(["text", "json"] as const).default("text" as const))
    .addOption(
      new Option(
        "--fail-on <level>",
        "exit status 1 from this level on; a rule that doesn't compile gives 2 anyway",
      ).choices(["warning", "note"] as const),
    )
    .option("--coverage", "say of which products no raw event can match a rule, and why")
    .option("--explain <code>", "say what a code means, why it is a problem, and how to do without")
    .option("--source <name>", "how raw events are read; see `eqlhunt hunt --help`", collect, [])
    .option("--canonical", "registry paths in ECS events have canonical spellings too")
    .option("--no-canonical", "registry paths have no spelling but the product's own")
    .option("--schema <file>", "the fields there are and their types, as JSON; any other field is then an error")
    .addOption(new Option("--color <when>", "colours").choices(colors).default("auto" as const))
    .action(async (rules, options) => {
      const { runCheckCommand } = await import("./check-command.ts");
      process.exitCode = await runCheckCommand(rules, options);
    });
}

function explainCommand() {
  return new Command("explain")
    .description("show the plan of rules: literals, fields, matchers, strategy, and why")
    .argument("[rules...]", "rule files and folders")
    .option("-q, --query <eql>", "a query on the command line; may be repeated", collect, [])
    .option("--source <name>", "how raw events are read; see `eqlhunt hunt --help`", collect, [])
    .option("--canonical", "registry paths in ECS events have canonical spellings too")
    .option("--no-canonical", "registry paths have no spelling but the product's own")
    .option("--schema <file>", "the fields there are and their types, as JSON")
    .addOption(new Option("--color <when>", "colours").choices(colors).default("auto" as const))
    .action(async (rules, options) => {
      const { runExplainCommand } = await import("./explain-command.ts");
      process.exitCode = await runExplainCommand(rules, options);
    });
}

function whyCommand() {
  return new Command("why")
    .description("say of events which conditions of a rule hold, on which values, and what kept them from matching")
    .argument("[events...]", "files, folders, globs, or - for standard input")
    .option("-r, --rules <path>", "a rule file or folder; may be repeated", collect, [])
    .option("-q, --query <eql>", "a query on the command line; may be repeated", collect, [])
    .addOption(new Option("--format <format>").choices(["text", "json"] as const).default("text" as const))
    .option("--event <file:offset>", "only the event there, as a detection names its place", eventPlace)
    .option("--limit <n>", "of each rule the n events that came nearest", positiveInteger, 10)
    .option("--source <name>", "how raw events are read; see `eqlhunt hunt --help`", collect, [])
    .option("--canonical", "registry paths in ECS events have canonical spellings too")
    .option("--no-canonical", "registry paths have no spelling but the product's own")
    .option("--schema <file>", "the fields there are and their types, as JSON")
    .option("--max-line <bytes>", "longer lines are skipped and counted; default 16MiB", byteSize)
    .addOption(new Option("--color <when>", "colours").choices(colors).default("auto" as const))
    .action(async (events, options) => {
      const { runWhyCommand } = await import("./why-command.ts");
      process.exitCode = await runWhyCommand(events, options);
    });
}

function sniffCommand() {
  return new Command("sniff")
    .description("say what events are: product, form, categories, times, fields, and which rules can match them")
    .argument("<events...>", "files, folders, globs, or - for standard input")
    .option("-r, --rules <path>", "a rule file or folder; may be repeated", collect, [])
    .option("-q, --query <eql>", "a query on the command line; may be repeated", collect, [])
    .addOption(new Option("--format <format>").choices(["text", "json"] as const).default("text" as const))
    .option("--limit <n>", "of each input the first n events", positiveInteger, 10_000)
    .option("--source <name>", "how raw events are read; see `eqlhunt hunt --help`", collect, [])
    .option("--canonical", "registry paths in ECS events have canonical spellings too, as those in raw events do")
    .option("--no-canonical", "registry paths have no spelling but the product's own")
    .option("--max-line <bytes>", "longer lines are skipped and counted; default 16MiB", byteSize)
    .addOption(new Option("--color <when>", "colours").choices(colors).default("auto" as const))
    .action(async (events, options) => {
      const { runSniffCommand } = await import("./sniff-command.ts");
      process.exitCode = await runSniffCommand(events, options);
    });
}

function benchCommand() {
  return new Command("bench")
    .description("matcher and scan strategies side by side, on your rules and events")
    .argument("[input...]", "files to scan; default: generated events")
    .option("-r, --rules <path>", "a rule file or folder; may be repeated", collect, [])
    .option("-j, --threads <n>", "worker threads; default: 1 and all cores", positiveInteger)
    .option("--json <file>", "write the results as JSON")
    .action(async (inputs, options) => {
      const { runBenchCommand } = await import("./bench-command.ts");
      process.exitCode = await runBenchCommand(inputs, options);
    });
}

function generateCommand() {
  return new Command("generate")
    .description("write synthetic events, and what the seed rule must find in them")
    .requiredOption("--events <n>", "how many", positiveInteger)
    .option("--seed <s>", "the same seed gives the same bytes", nonNegativeInteger, 1)
    .requiredOption("-o, --output <file>", "where the events go")
    .option("--manifest <file>", "where the list of what must be found goes")
    .action(async (options) => {
      const { runGenerateCommand } = await import("./generate-command.ts");
      process.exitCode = await runGenerateCommand(options);
    });
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  say("the package's manifest has no version");
  return "unknown";
}
