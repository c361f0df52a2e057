import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { readBuiltMappings } from "./built-mappings.ts";
import type { Mapping, ReadMapping } from "./mapping.ts";
import { EntryReading, listOf } from "./mapping-entries.ts";
import { MappingLibrary } from "./mapping-library.ts";
import { forcedSource, sourceOf } from "./mapping-source.ts";
import type { Source } from "./source.ts";

/** What events may look like, and what is wrong with what the user said of it. */
export interface LoadedSources {
  /** Tried in this order for each document. What none of them claims is read as ECS, which isn't among them. */
  readonly sources: readonly Source[];
  /** E100 to E102, E120 to E127 and E502; all of them errors. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface SourceLoadingOptions {
  /** Where the built-in mappings are. Default: those that come with eqlhunt. */
  readonly folder?: string | undefined;
}

/**
 * Loads the sources that `--source` asks for; each choice is one of
 * - `auto`: all built-in mappings, the ones of higher priority first (the default);
 * - `ecs`: none, everything is read as ECS;
 * - the name of a mapping: alone, every document is read as its; beside other choices, what it recognises;
 * - the name of a product: its forms;
 * - a mapping file (`.toml`, or anything with a `/`): goes before the built-in ones, and alone has `auto` behind it. A
 *   built-in mapping of the same name is left out.
 *
 * Files come first, in the order given, then built-in ones.
 *
 * @example
 * loadSources(["auto"]);
 * loadSources(["sysmon-winlogbeat"]); // everything is that
 * loadSources(["mine.toml", "ecs"]); // mine where it is recognised, else ECS
 */
export function loadSources(choices: readonly string[], { folder }: SourceLoadingOptions = {}): LoadedSources {
  const library = new MappingLibrary({ folder });
  const files = choices.filter(isMappingFile);
  const names = choices.filter((choice) => !isMappingFile(choice) && choice !== "auto" && choice !== "ecs");
  const isAuto = choices.includes("auto") || (names.length === 0 && !choices.includes("ecs"));
  if (choices.includes("auto") && choices.includes("ecs")) {
    return { sources: [], diagnostics: [optionMistake("`auto` and `ecs` exclude each other")] };
  }
  const own = loadFiles(library, files);
  const builtin: LoadedMappings =
    isAuto || names.length > 0
      ? loadBuiltinMappings(folder === undefined ? null : library)
      : { mappings: [], diagnostics: [] };
  const chosen = chooseByName(builtin.mappings, names, isAuto);
  const taken = new Set(own.mappings.map(({ name }) => name));
  const sources = [...own.mappings, ...chosen.mappings.filter(({ name }) => !taken.has(name))].map(sourceOf);
  const isForced = choices.length === 1 && sources.some(({ name }) => name === choices[0]);
  return {
    sources: isForced ? sources.filter(({ name }) => name === choices[0]).map(forcedSource) : sources,
    diagnostics: [...own.diagnostics, ...builtin.diagnostics, ...chosen.diagnostics],
  };
}

/** Complete mappings; the mistakes of a file are there once. */
export interface LoadedMappings {
  readonly mappings: readonly Mapping[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The built-in mappings that recognise events: of higher priority first, else by name. `null`: as they were built. */
export function loadBuiltinMappings(from: MappingLibrary | null = null): LoadedMappings {
  const built = from === null ? readBuiltMappings() : null;
  if (built !== null) return { mappings: built, diagnostics: [] };
  const library = from ?? new MappingLibrary();
  const names = library.builtinNames();
  if ("message" in names) return { mappings: [], diagnostics: [names] };
  const { mappings, diagnostics } = collect(names.map((name) => library.builtin(name)));
  const sorted = mappings
    .filter((mapping) => !mapping.abstract)
    .toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (a.name < b.name ? -1 : 1));
  return { mappings: sorted, diagnostics };
}

/** True for a choice that is a mapping file, and no name. */
export function isMappingFile(choice: string): boolean {
  return choice.endsWith(".toml") || /[\\/]/.test(choice);
}

function loadFiles(library: MappingLibrary, files: readonly string[]): LoadedMappings {
  const { mappings, diagnostics } = collect(files.map((file) => library.file(file)));
  const mistakes: Diagnostic[] = [...diagnostics];
  const known = new Map<string, Mapping>();
  for (const mapping of mappings) {
    const reading = new EntryReading(mapping.source);
    const other = known.get(mapping.name);
    if (other !== undefined) {
      reading.report("E127", ["name"], `\`${mapping.name}\` is the name of ${other.source.name} too`);
    } else if (mapping.abstract) {
      reading.report("E124", ["abstract"], "an abstract mapping recognises nothing: give one that extends it");
    } else {
      known.set(mapping.name, mapping);
    }
    mistakes.push(...reading.diagnostics());
  }
  return { mappings: [...known.values()], diagnostics: mistakes };
}

function chooseByName(mappings: readonly Mapping[], names: readonly string[], isAuto: boolean): LoadedMappings {
  const chosen = mappings.filter(
    ({ name, product }) => isAuto || names.includes(name) || (product !== null && names.includes(product)),
  );
  const known = [...new Set(mappings.flatMap(({ name, product }) => [name, product ?? name]))];
  const unknown = names.filter((name) => !known.includes(name));
  return { mappings: chosen, diagnostics: unknown.map((name) => unknownSource(name, known)) };
}

function unknownSource(name: string, known: readonly string[]): Diagnostic {
  const meant = nearest(name, [...known, "auto", "ecs"]);
  const help =
    meant === null
      ? `there are ${listOf(["auto", "ecs", ...known.toSorted()])}; a mapping file ends in \`.toml\``
      : null;
  const mistake = optionMistake(`there is no source \`${name}\``);
  return help === null ? { ...mistake, label: `did you mean \`${meant}\`?` } : { ...mistake, help };
}

function optionMistake(message: string): Diagnostic {
  return { code: "E502", severity: "error", message: `\`--source\`: ${message}` };
}

/** What several mappings extend is said to be wrong once. */
function collect(read: readonly ReadMapping[]): LoadedMappings {
  const diagnostics = new Map<string, Diagnostic>();
  for (const diagnostic of read.flatMap((one) => one.diagnostics)) {
    const { code, source, span, message } = diagnostic;
    diagnostics.set(JSON.stringify([code, source?.name, span, message]), diagnostic);
  }
  return { mappings: read.flatMap(({ mapping }) => mapping ?? []), diagnostics: [...diagnostics.values()] };
}
