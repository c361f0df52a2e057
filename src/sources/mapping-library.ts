import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { readRuleSource, reasonOf, unreadable } from "../rules/rule-source.ts";
import type { Mapping, ReadMapping } from "./mapping.ts";
import { type Advice, EntryReading, listOf } from "./mapping-entries.ts";
import { completeMapping, extendMapping } from "./mapping-extension.ts";
import { readMapping } from "./mapping-reading.ts";

/** The largest of the built-in ones has some tens of kilobytes. */
const maxMappingBytes = 1 << 20;
/** So many mappings may extend each other in a line. */
const maxLine = 8;

/** The mappings that come with eqlhunt. The same from `src` and from `dist`. */
const builtinFolder = fileURLToPath(new URL("../../datasets/mappings/", import.meta.url));

/** A mapping file: one that comes with eqlhunt, by its name, or a user's. */
type MappingPlace =
  | { readonly kind: "builtin"; readonly name: string }
  /** `name`: as the user would write it. */
  | { readonly kind: "file"; readonly name: string };

/** Where the built-in mappings are (default: those that come with eqlhunt), and whether their tests are read. */
export interface MappingLibraryOptions {
  readonly folder?: string | undefined;
  readonly withTests?: boolean | undefined;
}

/**
 * Mappings with what they extend, each file read once. Mistakes of a file that several extend are the same objects each
 * time, so that they can be told once.
 */
export class MappingLibrary {
  readonly #folder: string;
  readonly #withTests: boolean;
  readonly #read = new Map<string, ReadMapping>();
  #names: readonly string[] | null = null;

  /**
   * `folder` holds the built-in mappings, each in a file of its name; their tests, which come last in them, are only read if
   * they are wanted: they are more than half of the text, and a hunt has to wait for it.
   */
  constructor({ folder = builtinFolder, withTests = false }: MappingLibraryOptions = {}) {
    this.#folder = folder;
    this.#withTests = withTests;
  }

  /**
   * The names of the built-in mappings, also of those that are only there to be extended, sorted; an E100 where they can't be
   * found, for without them everything would be read as ECS in silence.
   */
  builtinNames(): readonly string[] | Diagnostic {
    try {
      this.#names ??= readdirSync(this.#folder)
        .filter((entry) => entry.endsWith(".toml"))
        .map((entry) => entry.slice(0, -".toml".length))
        .sort();
      return this.#names;
    } catch (error) {
      return unreadable("mappings", reasonOf(error));
    }
  }

  /** A built-in mapping of one of {@link builtinNames}. */
  builtin(name: string): ReadMapping {
    return this.#complete({ kind: "builtin", name });
  }

  /** The mapping file at a path: its own mistakes, those of what it extends (E126 if it can't), and what it lacks. */
  file(path: string): ReadMapping {
    return this.#complete({ kind: "file", name: path });
  }

  #complete(place: MappingPlace): ReadMapping {
    const united = this.#unite(place, []);
    if (united.mapping === null || united.mapping.abstract) return united;
    return completeMapping(united.mapping);
  }

  /** `line`: the keys of the mappings that extend this one. */
  #unite(place: MappingPlace, line: readonly string[]): ReadMapping {
    const own = this.#readOnce(place);
    if (own.mapping?.extends === undefined || own.mapping.extends === null) return own;
    const longer = [...line, this.#pathOf(place)];
    const base = this.#findBase(place, own.mapping.extends, longer);
    if ("message" in base) return refuse(own.mapping, base);
    const { mapping, diagnostics } = this.#unite(base, longer);
    return mapping === null
      ? { mapping: null, diagnostics }
      : { mapping: extendMapping(own.mapping, mapping), diagnostics: [] };
  }

  /** What a mapping extends, or why it can't. */
  #findBase(place: MappingPlace, name: string, line: readonly string[]): MappingPlace | Refusal {
    const base: MappingPlace = isFile(name)
      ? { kind: "file", name: join(dirname(this.#nameOf(place)), name) }
      : { kind: "builtin", name };
    if (base.kind === "file" && !staysBeside(name)) {
      return { message: "a mapping extends a file in its own folder or below, as a path that is relative to it" };
    }
    if (base.kind === "file" && place.kind === "builtin") {
      return { message: "a built-in mapping extends others by their names" };
    }
    const known = base.kind === "file" ? [] : this.builtinNames();
    if ("message" in known) return { message: known.message };
    if (base.kind === "builtin" && !known.includes(name)) {
      const meant = nearest(name, known);
      const advice = meant === null ? { help: `there are ${listOf(known)}` } : { label: `did you mean \`${meant}\`?` };
      return { message: "there is no such built-in mapping", advice };
    }
    if (line.includes(this.#pathOf(base))) return { message: "these mappings extend each other in a circle" };
    if (line.length >= maxLine) return { message: `no more than ${maxLine} mappings extend each other` };
    return base;
  }

  #readOnce(place: MappingPlace): ReadMapping {
    const path = this.#pathOf(place);
    const known = this.#read.get(path) ?? this.#readFile(place);
    this.#read.set(path, known);
    return known;
  }

  #readFile(place: MappingPlace): ReadMapping {
    const source = readRuleSource(this.#pathOf(place), this.#nameOf(place), maxMappingBytes);
    if ("code" in source) return { mapping: null, diagnostics: [source] };
    const isWhole = place.kind === "file" || this.#withTests;
    const end = isWhole ? -1 : source.text.indexOf("\n[[test]]");
    return readMapping(end === -1 ? source : { ...source, text: source.text.slice(0, end + 1) });
  }

  #pathOf(place: MappingPlace): string {
    return place.kind === "builtin" ? join(this.#folder, `${place.name}.toml`) : resolve(place.name);
  }

  #nameOf({ kind, name }: MappingPlace): string {
    return kind === "builtin" ? `mappings/${name}.toml` : name;
  }
}

/** Whether what `extends` says is a path, and no built-in mapping's name. */
function isFile(name: string): boolean {
  return name.endsWith(".toml") || /[\\/]/.test(name);
}

function staysBeside(path: string): boolean {
  return !/^[\\/]|^[A-Za-z]:|\\|\0/.test(path) && !path.split("/").includes("..");
}

interface Refusal {
  readonly message: string;
  readonly advice?: Advice;
}

/** An E126 at `extends`. */
function refuse({ source }: Mapping, { message, advice = {} }: Refusal): ReadMapping {
  const reading = new EntryReading(source);
  reading.report("E126", ["extends"], message, advice);
  return { mapping: null, diagnostics: reading.diagnostics() };
}
