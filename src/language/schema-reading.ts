import type { DiagnosticCode } from "../diagnostics/codes.ts";
import type { Diagnostic, SourceText, Span } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { isAddressOrRange } from "./address-range.ts";
import { dateFormatFault, instantReader } from "./date-format.ts";
import { type JsonMember, type JsonNode, readJson } from "./json.ts";
import { readNumber } from "./number-literal.ts";
import { defaultDateFormats, type FieldType, fieldTypes, type Schema, type SchemaField } from "./schema.ts";
import { shownName } from "./shown-name.ts";
import type { Constant } from "./syntax.ts";

/** What became of a schema file. */
export interface ReadSchema {
  /** `null` if there is any error. */
  readonly schema: Schema | null;
  /** In the order of their places in the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file with more mistakes shows the first ones: nobody reads on. */
const mostMistakes = 50;

const fieldEntries = ["type", "format", "null_value"];

/** Types of index mappings that come down to one of ours. */
const otherTypes: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ["text", "keyword"],
  ["match_only_text", "keyword"],
  ["wildcard", "keyword"],
  ["constant_keyword", "keyword"],
  ["byte", "long"],
  ["short", "long"],
  ["integer", "long"],
  ["unsigned_long", "long"],
  ["float", "double"],
  ["half_float", "double"],
  ["scaled_float", "double"],
  ["date_nanos", "date"],
]);

/**
 * Reads a schema file (SEMANTICS 5c): `{"fields":{"process.pid":{"type":"long"}}}`. Says at once what is wrong with it:
 * E510 (not JSON), E511 (an entry that is missing or of the wrong type), E512 (a value that isn't allowed, such as an
 * unknown type or date format, or a field for the second time), E513 (an unknown entry). Never throws.
 *
 * @example
 * const source = { name: "schema.json", text: '{"fields":{"date_tags":{"type":"date","format":["iso"]}}}' };
 * readSchema(source).schema?.fields.get("date_tags"); // { type: "date", formats: ["iso"], nullValue: null }
 */
export function readSchema(source: SourceText): ReadSchema {
  const root = readJson(source.text);
  const reading = new SchemaReading(source);
  if (root.kind === "fault") reading.report("E510", root.span, `this is not valid JSON: ${root.message}`);
  else reading.root(root);
  const diagnostics = reading.diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { schema: diagnostics.length === 0 ? { fields: reading.fields } : null, diagnostics };
}

class SchemaReading {
  readonly fields = new Map<string, SchemaField>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: SourceText;

  constructor(source: SourceText) {
    this.#source = source;
  }

  report(code: DiagnosticCode, span: Span, message: string, label: string | null = null): void {
    if (this.diagnostics.length === mostMistakes) return;
    const { start, end } = span;
    const advice = label === null ? {} : { label };
    this.diagnostics.push({ code, severity: "error", message, span: { start, end }, source: this.#source, ...advice });
  }

  root(root: JsonNode): void {
    if (root.kind !== "object") {
      this.report("E511", root.span, `a schema must be an object with \`fields\`, not ${kindOf(root)}`);
      return;
    }
    const { fields } = this.#entries(root.members, "the schema", ["fields"]);
    if (fields === undefined) {
      const isMisspelt = root.members.some(({ name }) => nearest(name, ["fields"]) !== null);
      if (!isMisspelt) this.report("E511", firstOf(root.span), "the schema has no `fields`");
    } else if (fields.kind === "object") {
      for (const member of fields.members) this.#field(member);
    } else {
      this.report("E511", fields.span, `\`fields\` must be an object, not ${kindOf(fields)}`);
    }
  }

  #field({ name, nameSpan, value }: JsonMember): void {
    const shown = `field \`${shownName(name)}\``;
    if (name === "") return this.report("E512", nameSpan, "a field must have a name");
    if (this.fields.has(name)) return this.report("E512", nameSpan, `the ${shown} is there for the second time`);
    // It counts as listed, whatever else is wrong with it.
    this.fields.set(name, { type: "keyword", formats: [], nullValue: null });
    if (value.kind !== "object") {
      return this.report("E511", value.span, `the ${shown} must be an object, not ${kindOf(value)}`);
    }
    const entries = this.#entries(value.members, `the ${shown}`, fieldEntries);
    const type = this.#type(entries["type"], shown, nameSpan);
    if (type === null) return;
    const formats = this.#formats(entries["format"], type);
    const nullValue = this.#nullValue(entries["null_value"], type, formats);
    this.fields.set(name, { type, formats, nullValue });
  }

  /** The known entries by name; reports the others, and those that are there twice. */
  #entries(
    members: readonly JsonMember[],
    owner: string,
    known: readonly string[],
  ): Readonly<Record<string, JsonNode | undefined>> {
    const entries: Record<string, JsonNode | undefined> = {};
    for (const { name, nameSpan, value } of members) {
      if (!known.includes(name)) {
        this.report(
          "E513",
          nameSpan,
          `${owner} can't have \`${shownName(name)}\``,
          suggestion(nearest(name, known), known),
        );
      } else if (Object.hasOwn(entries, name)) {
        this.report("E512", nameSpan, `\`${name}\` is there for the second time`);
      } else {
        entries[name] = value;
      }
    }
    return entries;
  }

  #type(node: JsonNode | undefined, shown: string, nameSpan: Span): FieldType | null {
    const allowed = listOf(fieldTypes, "disjunction");
    if (node === undefined) {
      this.report("E511", nameSpan, `the ${shown} has no \`type\``, `one of ${allowed}`);
    } else if (node.kind !== "string") {
      this.report("E511", node.span, `\`type\` must be one of ${allowed}, not ${kindOf(node)}`);
    } else {
      const type = fieldTypes.find((each) => each === node.value);
      if (type !== undefined) return type;
      const meant = otherTypes.get(node.value) ?? nearest(node.value, fieldTypes);
      const message = `unknown type \`${shownName(node.value)}\`: it must be one of ${allowed}`;
      this.report("E512", node.span, message, meant === null ? null : `did you mean \`${meant}\`?`);
    }
    return null;
  }

  #formats(node: JsonNode | undefined, type: FieldType): readonly string[] {
    if (node === undefined) return type === "date" ? defaultDateFormats : [];
    if (type !== "date") {
      this.report("E513", node.span, `only a \`date\` has a \`format\`, and this is a \`${type}\``);
      return [];
    }
    if (node.kind !== "array" || node.items.length === 0) {
      const found = node.kind === "array" ? "an empty one" : kindOf(node);
      this.report("E511", node.span, `\`format\` must be a list of formats, such as \`["iso"]\`, not ${found}`);
      return [];
    }
    const formats: string[] = [];
    for (const item of node.items) {
      if (item.kind === "string") formats.push(this.#format(item.value, item.span));
      else this.report("E511", item.span, `a format must be a string, not ${kindOf(item)}`);
    }
    return formats;
  }

  #format(format: string, span: Span): string {
    const fault = dateFormatFault(format);
    if (fault !== null) {
      const meant = nearest(format, defaultDateFormats);
      const allowed = "`iso`, `epoch_millis` or a pattern of `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS`";
      this.report(
        "E512",
        span,
        `the format \`${shownName(format)}\` ${fault}`,
        meant === null ? `it must be ${allowed}` : `did you mean \`${meant}\`?`,
      );
    }
    return format;
  }

  #nullValue(node: JsonNode | undefined, type: FieldType, formats: readonly string[]): Constant {
    if (node === undefined || node.kind === "null") return null;
    const value = constantOf(node);
    const expected = value === null ? "a value" : nullValueFault(value, type, formats);
    if (expected === null) return value;
    const code = node.kind === "object" || node.kind === "array" ? "E511" : "E512";
    this.report(code, node.span, `for the type \`${type}\` \`null_value\` must be ${expected}`);
    return null;
  }
}

/** What a null value of this type must be; `null` if it is. */
function nullValueFault(value: NonNullable<Constant>, type: FieldType, formats: readonly string[]): string | null {
  switch (type) {
    case "keyword":
    case "version":
      return typeof value === "string" ? null : "a string";
    case "long":
      return typeof value === "bigint" || Number.isSafeInteger(value) ? null : "a whole number";
    case "double":
      return typeof value === "bigint" || Number.isFinite(value) ? null : "a number";
    case "boolean":
      return typeof value === "boolean" ? null : "`true` or `false`";
    case "date":
      return instantReader(formats)(value) === null ? "a date in one of its formats" : null;
    case "ip":
      return typeof value === "string" && isAddressOrRange(value) && !value.includes("/") ? null : "an address";
  }
}

/** A scalar as events have it, numbers exact; `null` for anything else. */
function constantOf(node: JsonNode): Constant {
  if (node.kind === "string" || node.kind === "boolean") return node.value;
  if (node.kind !== "number") return null;
  const isNegative = node.text.startsWith("-");
  const magnitude = readNumber(isNegative ? node.text.slice(1) : node.text);
  if (magnitude === null || !isNegative) return magnitude;
  return typeof magnitude === "bigint" ? -magnitude : 0 - magnitude;
}

function kindOf({ kind }: JsonNode): string {
  switch (kind) {
    case "object":
    case "array":
      return `an ${kind}`;
    case "null":
      return "null";
    default:
      return `a ${kind}`;
  }
}

function suggestion(meant: string | null, known: readonly string[]): string {
  return meant === null ? `it has ${listOf(known)}` : `did you mean \`${meant}\`?`;
}

function listOf(names: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat("en-GB", { type }).format(names.map((name) => `\`${name}\``));
}

function firstOf({ start }: Span): Span {
  return { start, end: start + 1 };
}
