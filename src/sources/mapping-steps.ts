import * as v from "valibot";
import type { EntryPath } from "../diagnostics/entry-places.ts";
import type { TimeFormat, ValueStep } from "./accessor.ts";
import { type Advice, type EntryReading, isTable, listOf, suggest } from "./mapping-entries.ts";
import { separator, text } from "./mapping-values.ts";

const maxSteps = 32;
const maxTexts = 256;

/** Steps that a word says. */
type PlainStep = {
  [Kind in ValueStep["kind"]]: keyof Extract<ValueStep, { kind: Kind }> extends "kind" ? Kind : never;
}[ValueStep["kind"]];

const plainSteps: Readonly<Record<PlainStep, true>> = {
  lower: true,
  "unescape-percent": true,
  extension: true,
  unbrace: true,
  number: true,
  argv: true,
  "argv-count": true,
  "sysmon-details": true,
  "registry-spellings": true,
};

/** Steps that are a table of one entry, with what it may look like. */
const examples: Readonly<Record<Exclude<ValueStep["kind"], PlainStep>, string>> = {
  last: `'\\'`,
  initial: `'\\'`,
  head: `'\\'`,
  split: `","`,
  keep: `"SHA256="`,
  drop: `"-"`,
  prefix: `{ 'MACHINE\\' = 'HKLM\\' }`,
  time: `"iso"`,
};

const stepNames: readonly string[] = [...Object.keys(plainSteps), ...Object.keys(examples)];

const timeFormats: readonly TimeFormat[] = ["iso", "epoch_millis", "epoch_seconds", "filetime"];
const timeFormat = v.picklist(timeFormats, "`iso`, `epoch_millis`, `epoch_seconds` or `filetime`");

/** The entry `steps`: a list of words and of tables with one entry (`{ last = '\' }`). */
export function readSteps(reading: EntryReading, value: unknown, path: EntryPath): readonly ValueStep[] {
  const items = reading.list(value, path, "a list of steps", maxSteps) ?? [];
  return items.flatMap((item, index) => readStep(reading, item, [...path, index]) ?? []);
}

function readStep(reading: EntryReading, value: unknown, path: EntryPath): ValueStep | null {
  if (typeof value === "string") return readPlainStep(reading, value, path);
  if (!isTable(value)) {
    reading.wrongType(value, path, "a step, such as `\"lower\"` or `{ last = '\\' }`");
    return null;
  }
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) {
    const found = name === undefined ? "an empty one" : `one with ${others.length + 1}`;
    reading.report("E124", path, `a step must be a table with one entry, not ${found}`);
    return null;
  }
  return readTableStep(reading, name, value[name], [...path, name]);
}

function readPlainStep(reading: EntryReading, name: string, path: EntryPath): ValueStep | null {
  if (isPlain(name)) return { kind: name };
  if (isTableStep(name)) {
    const label = `such as \`{ ${name} = ${examples[name]} }\``;
    reading.report("E122", path, `the step \`${name}\` needs a table`, { label });
  } else {
    reading.report("E122", path, "there is no such step", adviceFor(name));
  }
  return null;
}

function readTableStep(reading: EntryReading, name: string, value: unknown, path: EntryPath): ValueStep | null {
  if (!isTableStep(name)) {
    if (isPlain(name)) {
      const label = `write \`"${name}"\``;
      reading.reportName("E122", path, `the step \`${name}\` is written without a table`, { label });
    } else {
      reading.reportName("E123", path, "there is no such step", adviceFor(name));
    }
    return null;
  }
  switch (name) {
    case "last":
    case "initial":
    case "head":
    case "split": {
      const cut = reading.value(separator, value, path);
      return cut === null ? null : { kind: name, separator: cut };
    }
    case "keep": {
      const prefix = reading.value(separator, value, path);
      return prefix === null ? null : { kind: "keep", prefix };
    }
    case "drop": {
      const texts = readTexts(reading, value, path);
      return texts === null ? null : { kind: "drop", texts };
    }
    case "time": {
      const format = reading.value(timeFormat, value, path);
      return format === null ? null : { kind: "time", format };
    }
    case "prefix":
      return readPrefixStep(reading, value, path);
  }
}

/** Longer prefixes go first, for the order of names in a table means nothing. */
function readPrefixStep(reading: EntryReading, value: unknown, path: EntryPath): ValueStep | null {
  const table = reading.table(value, path);
  if (table === null) return null;
  const names = Object.keys(table);
  if (names.length === 0) {
    reading.report("E122", path, "`prefix` must be a table of prefixes, not an empty one");
    return null;
  }
  if (!reading.within(names.length, maxTexts, path, "prefixes")) return null;
  const replacements = names.flatMap((name) => {
    const from = reading.name(separator, name, [...path, name]);
    const to = reading.value(text, table[name], [...path, name]);
    return from === null || to === null ? [] : [{ from, to }];
  });
  return { kind: "prefix", replacements: replacements.toSorted((a, b) => b.from.length - a.from.length) };
}

/** A text or a list of them, each of which may be empty. */
export function readTexts(reading: EntryReading, value: unknown, path: EntryPath): readonly string[] | null {
  if (typeof value === "string") {
    const one = reading.value(text, value, path);
    return one === null ? null : [one];
  }
  const items = reading.list(value, path, "a string or a list of strings", maxTexts);
  return items?.flatMap((item, index) => reading.value(text, item, [...path, index]) ?? []) ?? null;
}

function isPlain(name: string): name is PlainStep {
  return Object.hasOwn(plainSteps, name);
}

function isTableStep(name: string): name is keyof typeof examples {
  return Object.hasOwn(examples, name);
}

function adviceFor(name: string): Advice {
  const meant = suggest(name, stepNames);
  return meant.label === undefined ? { help: `there are ${listOf(stepNames)}` } : meant;
}
