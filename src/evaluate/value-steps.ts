import { foldAscii } from "../match/case-folding.ts";
import type { ValueStep } from "../sources/accessor.ts";
import { splitCommandLine } from "./command-line-arguments.ts";
import { canonicalText, isBeyondDoubles, numberOfText } from "./comparison.ts";
import type { FieldValue } from "./document.ts";
import { readRawTime } from "./raw-time.ts";
import { registrySpellings } from "./registry-spellings.ts";
import { readSysmonDetails } from "./sysmon-details.ts";

/** Gives what a value becomes: none, one or several values. Pure; takes time linear in the value. */
export type ValueFunction = (value: FieldValue) => readonly FieldValue[];

type TextFunction = (text: string) => readonly FieldValue[];

const nothing: readonly FieldValue[] = [];

/**
 * Compiles a step. It works on a value's canonical text; a value whose text it doesn't change stays as it was, so that numbers
 * keep their type. A number beyond the range of doubles has no text and gives nothing.
 */
export function compileStep(step: ValueStep): ValueFunction {
  const change = textFunction(step);
  return (value) => {
    if (typeof value === "string") return change(value);
    const text = canonicalText(value);
    if (text === null) return nothing;
    return change(text).map((changed) => (changed === text ? value : changed));
  };
}

function textFunction(step: ValueStep): TextFunction {
  switch (step.kind) {
    case "last": {
      const { separator } = step;
      return (text) => {
        const at = text.lastIndexOf(separator);
        return [at < 0 ? text : text.slice(at + separator.length)];
      };
    }
    case "initial":
      return (text) => {
        const at = text.lastIndexOf(step.separator);
        return at < 0 ? nothing : [text.slice(0, at)];
      };
    case "head":
      return (text) => {
        const at = text.indexOf(step.separator);
        return [at < 0 ? text : text.slice(0, at)];
      };
    case "prefix": {
      const replacements = step.replacements.map(({ from, to }) => ({ hasPrefix: prefixTest(from), from, to }));
      return (text) => {
        const found = replacements.find(({ hasPrefix }) => hasPrefix(text));
        return [found === undefined ? text : found.to + text.slice(found.from.length)];
      };
    }
    case "split":
      return (text) => text.split(step.separator).filter((part) => part !== "");
    case "drop": {
      const dropped = new Set(step.texts.map(foldAscii));
      return (text) => (dropped.has(foldAscii(text)) ? nothing : [text]);
    }
    case "keep": {
      const { prefix } = step;
      const hasPrefix = prefixTest(prefix);
      return (text) => (hasPrefix(text) ? [text.slice(prefix.length)] : nothing);
    }
    case "lower":
      return (text) => [text.toLowerCase()];
    case "unescape-percent":
      return (text) => [text.replaceAll(/%%(?![0-9])/g, "%")];
    case "extension":
      return (text) => optional(extensionOf(text));
    case "unbrace":
      return (text) => [text.length >= 2 && text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text];
    case "number":
      return (text) => optional(readNumber(text));
    case "argv":
      return splitCommandLine;
    case "argv-count":
      return (text) => [splitCommandLine(text).length];
    case "time":
      return (text) => optional(readRawTime(text, step.format));
    case "sysmon-details":
      return (text) => optional(readSysmonDetails(text));
    case "registry-spellings":
      return registrySpellings;
  }
}

function optional(value: FieldValue | null): readonly FieldValue[] {
  return value === null ? nothing : [value];
}

/** Compares in any ASCII case. */
function prefixTest(prefix: string): (text: string) => boolean {
  const folded = foldAscii(prefix);
  return (text) => foldAscii(text.slice(0, prefix.length)) === folded;
}

function extensionOf(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 || dot === name.length - 1 ? null : name.slice(dot + 1);
}

/** Up to 64 bits: BigInt would take its time over a million digits. */
const hexadecimal = /^0x[0-9a-f]{1,16}$/i;

function readNumber(text: string): number | bigint | null {
  if (hexadecimal.test(text)) {
    const value = BigInt(text);
    return value < 2n ** 53n ? Number(value) : value;
  }
  const value = numberOfText(text);
  return isBeyondDoubles(value) ? null : value;
}
