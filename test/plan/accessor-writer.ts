import type { FieldAccessor, RawPath, ValueStep } from "../../src/sources/accessor.ts";
import type { DocumentTest, Envelope, Source } from "../../src/sources/source.ts";
import type { Choices } from "../evaluate/choices.ts";

const eventNames = ["Raw", "TargetObject", "data.Image", "src.process.image.path", "x", "é/name", "Event ID", "a.b"];
const xmlNames = ["Event.EventData.Raw", "Event.EventData.TargetObject", "Event.EventData.Image"];
const envelopeNames = ["category", "meta.kind", "time"];

/** Writes random sources in whose mapping given texts may come out. */
export class SourceWriter {
  readonly #choices: Choices;
  readonly #texts: readonly string[];
  #envelope: Envelope = { each: null, unwrap: null, decode: null };

  /** `texts` are what values are compared with. */
  constructor(choices: Choices, texts: readonly string[]) {
    this.#choices = choices;
    this.#texts = texts;
  }

  /** A source that maps these fields. */
  source(fields: readonly string[]): Source {
    const choices = this.#choices;
    this.#envelope = {
      each: choices.once(5) ? "records" : null,
      ...choices.pick<Pick<Envelope, "unwrap" | "decode">>([
        { unwrap: null, decode: null },
        { unwrap: null, decode: null },
        { unwrap: "properties", decode: null },
        { unwrap: "event.original", decode: "json" },
        { unwrap: "event.original", decode: "evtx-xml" },
      ]),
    };
    return {
      name: "random",
      product: "random",
      form: "made up",
      detect: choices.once(3) ? [[]] : choices.list(1, 2, () => choices.list(1, 2, () => this.#test())),
      envelope: this.#envelope,
      fields: fields.map((name) => ({ name, accessor: this.accessor(3) })),
      tiebreakerField: null,
    };
  }

  #test(): DocumentTest {
    const choices = this.#choices;
    switch (choices.below(3)) {
      case 0:
        return {
          kind: "value",
          path: choices.pick(["maker.name", "kind"]),
          texts: choices.pick([["Product-Sysmon"], ["Ad*Hunting-*", "12"]]),
        };
      case 1:
        return { kind: "exists", path: choices.pick(["marker", "meta.marker.id"]) };
      default:
        return { kind: "absent", path: "nothing.here" };
    }
  }

  accessor(depth: number): FieldAccessor {
    const choices = this.#choices;
    const inner = (): FieldAccessor => this.accessor(depth - 1);
    const of = depth === 0 ? 0 : choices.below(12);
    switch (of) {
      case 1:
        return { kind: choices.pick(["first", "all"]), of: choices.list(0, 2, inner) };
      case 2:
        return {
          kind: "constant",
          value: choices.pick([this.#text(), 12, true]),
          when: choices.once(2) ? inner() : null,
        };
      case 3:
        return { kind: "guarded", of: inner(), when: inner() };
      case 4:
      case 5:
        return {
          kind: "table",
          of: inner(),
          rows: choices.list(1, 3, () => ({
            raw: choices.pick(["13", "RegistryValueSet", "Ad*-Registry*", "Value\\Set", "*", "true"]),
            values: choices.list(0, 2, () => this.#text()),
          })),
          ignoreCase: choices.once(2),
          otherwise: choices.pick(["same", "nothing"]),
        };
      case 6:
      case 7:
        return { kind: "join", parts: choices.list(1, 3, inner), separator: choices.pick(["\\", "::", "e"]) };
      case 8:
      case 9:
      case 10:
      case 11:
        return { kind: "step", of: inner(), step: this.#step() };
      default:
        return { kind: "paths", paths: choices.list(1, 2, () => this.#path()) };
    }
  }

  #path(): RawPath {
    const choices = this.#choices;
    const { unwrap, decode } = this.#envelope;
    if (unwrap !== null && choices.once(4)) return { path: choices.pick(envelopeNames), within: "envelope" };
    return { path: choices.pick(decode === "evtx-xml" ? xmlNames : eventNames), within: "event" };
  }

  #step(): ValueStep {
    const choices = this.#choices;
    const separator = choices.pick(["\\", ".", ", "]);
    return choices.pick<ValueStep>([
      { kind: "last", separator },
      { kind: "initial", separator },
      { kind: "head", separator },
      {
        kind: "prefix",
        replacements: [
          { from: "MACHINE\\", to: "HKLM\\" },
          { from: "\\Device\\", to: choices.pick(["", "C:"]) },
        ],
      },
      { kind: "split", separator },
      { kind: "drop", texts: ["-", "n/a"] },
      { kind: "keep", prefix: "SHA256=" },
      { kind: "lower" },
      { kind: "unescape-percent" },
      { kind: "extension" },
      { kind: "unbrace" },
      { kind: "number" },
      { kind: "argv" },
      { kind: "time", format: "iso" },
      { kind: "sysmon-details" },
      { kind: "registry-spellings" },
    ]);
  }

  #text(): string {
    return this.#choices.pick(this.#texts);
  }
}

/** The kinds of accessors and steps, and how the event is written, that a value of the field came through. */
export function kindsOf(accessor: FieldAccessor): readonly string[] {
  switch (accessor.kind) {
    case "paths":
      return ["paths"];
    case "first":
    case "all":
      return [accessor.kind, ...accessor.of.flatMap(kindsOf)];
    case "constant":
      return accessor.when === null ? ["constant"] : ["constant", ...kindsOf(accessor.when)];
    case "join":
      return ["join", ...accessor.parts.flatMap(kindsOf)];
    case "step":
      return [accessor.step.kind, ...kindsOf(accessor.of)];
    case "guarded":
      return ["guarded", ...kindsOf(accessor.of), ...kindsOf(accessor.when)];
    case "table":
      return ["table", ...kindsOf(accessor.of)];
  }
}
