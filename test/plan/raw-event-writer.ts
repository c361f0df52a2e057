import type { FieldAccessor, RawPath, ValueStep } from "../../src/sources/accessor.ts";
import type { DocumentTest, Source } from "../../src/sources/source.ts";
import type { Choices } from "../evaluate/choices.ts";
import { addMember, type JsonObjectTree, type JsonTree, writeJson } from "../evaluate/json-tree.ts";

/**
 * Writes raw events of a source in which mapped fields have given values, as well as a plain inverse of the accessor can; and
 * all the ways that JSON, or XML in it, has to say the same.
 */
export class RawEventWriter {
  readonly #choices: Choices;
  readonly #source: Source;
  #event: JsonObjectTree = { kind: "object", members: [] };
  #envelope: JsonObjectTree = { kind: "object", members: [] };

  constructor(choices: Choices, source: Source) {
    this.#choices = choices;
    this.#source = source;
  }

  /** A line with one event, or several if the source has that; `wanted` are fields and a value for each. */
  line(wanted: readonly (readonly [accessor: FieldAccessor, text: string])[]): string {
    const { each } = this.#source.envelope;
    const document = this.#document(wanted);
    if (each === null) return writeJson(this.#choices, document);
    const others = this.#choices.list(0, 1, () => this.#document([]));
    const root: JsonObjectTree = { kind: "object", members: [] };
    addMember(this.#choices, root, each, { kind: "array", items: [...others, document] }, (inner) => inner);
    return writeJson(this.#choices, root);
  }

  #document(wanted: readonly (readonly [accessor: FieldAccessor, text: string])[]): JsonObjectTree {
    const { unwrap, decode } = this.#source.envelope;
    this.#envelope = { kind: "object", members: [] };
    this.#event = unwrap === null ? this.#envelope : { kind: "object", members: [] };
    const alternatives = this.#source.detect;
    if (alternatives.length > 0) for (const test of this.#choices.pick(alternatives)) this.#pass(test);
    for (const [accessor, text] of wanted) this.write(accessor, text);
    if (unwrap !== null) {
      const event: JsonTree =
        decode === null
          ? this.#event
          : { kind: "string", value: decode === "json" ? writeJson(this.#choices, this.#event) : this.#xml() };
      addMember(this.#choices, this.#envelope, unwrap, event, (inner) => inner);
    }
    return this.#envelope;
  }

  #pass(test: DocumentTest): void {
    const path: RawPath = { path: test.path, within: "envelope" };
    if (test.kind === "value") this.#put(path, this.#fill(this.#choices.pick(test.texts)));
    if (test.kind === "exists") this.#put(path, "there");
  }

  /** Makes the accessor give the text, if it can. */
  write(accessor: FieldAccessor, text: string): void {
    const choices = this.#choices;
    switch (accessor.kind) {
      case "paths":
        return accessor.paths.length === 0 ? undefined : this.#put(choices.pick(accessor.paths), text);
      case "first":
      case "all":
        return accessor.of.length === 0 ? undefined : this.write(choices.pick(accessor.of), text);
      case "constant":
        return accessor.when === null ? undefined : this.write(accessor.when, choices.pick(["1", "there"]));
      case "guarded":
        this.write(accessor.when, choices.pick(["1", "there"]));
        return this.write(accessor.of, text);
      case "table": {
        const rows = accessor.rows.filter(({ values }) =>
          values.some((value) => value.toLowerCase() === text.toLowerCase()),
        );
        if (rows.length === 0) {
          if (accessor.otherwise === "same") return this.write(accessor.of, text);
          rows.push(...accessor.rows);
        }
        return rows.length === 0 ? undefined : this.write(accessor.of, this.#fill(choices.pick(rows).raw));
      }
      case "join": {
        const { parts, separator } = accessor;
        const pieces = text.split(separator);
        // The pieces in their order to the parts, of which some may get none.
        const cuts = parts.map(() => choices.below(pieces.length + 1)).sort((left, right) => left - right);
        for (const [position, part] of parts.entries()) {
          const start = cuts[position - 1] ?? 0;
          const end = position === parts.length - 1 ? pieces.length : (cuts[position] ?? 0);
          if (end > start) this.write(part, pieces.slice(start, end).join(separator));
        }
        return;
      }
      case "step":
        return this.write(accessor.of, this.#before(accessor.step, text));
    }
  }

  /** What the step makes the text of, if it can. */
  #before(step: ValueStep, text: string): string {
    const choices = this.#choices;
    const other = (): string => choices.pick(["", "b", "é", "a b", "1"]);
    switch (step.kind) {
      case "last":
        return choices.once(3) ? text : `${other()}${step.separator}${text}`;
      case "initial":
        return `${text}${step.separator}${other().replaceAll(step.separator, "")}`;
      case "head":
        return choices.once(3) ? text : `${text}${step.separator}${other()}`;
      case "prefix": {
        const { from, to } = choices.pick(step.replacements);
        return text.toLowerCase().startsWith(to.toLowerCase()) ? this.#recase(from) + text.slice(to.length) : text;
      }
      case "split":
        return [other(), text, other()].slice(choices.below(2)).join(step.separator);
      case "keep":
        return this.#recase(step.prefix) + text;
      case "lower":
        return text.replaceAll("k", () => choices.pick(["k", "K", "\u212a"])).toUpperCase();
      case "unescape-percent":
        return text.replaceAll("%", () => choices.pick(["%", "%%"]));
      case "extension":
        return `${choices.pick(["C:\\a.b\\c", "x", "/a/b.c"])}.${text}`;
      case "unbrace":
        return choices.once(3) ? text : `{${text}}`;
      case "number":
        return /^[0-9]{1,9}$/.test(text) && choices.once(2) ? `0x${Number(text).toString(16)}` : text;
      case "argv":
        return `prog.exe ${this.#quoteArgument(text)} last`;
      case "sysmon-details":
        return /^[0-9]{1,9}$/.test(text) && choices.once(2)
          ? `${this.#recase("dword")} (0x${Number(text).toString(16).padStart(8, "0")})`
          : text;
      case "registry-spellings":
        return this.#spellPath(text);
      default:
        return text;
    }
  }

  /** Quotes around any part of it, that leave no trace, and those that it needs. */
  #quoteArgument(text: string): string {
    const parts = Array.from(text, (character) => (character === '"' ? '\\"' : character));
    const from = this.#choices.below(parts.length + 1);
    const to = from + this.#choices.below(parts.length + 1 - from);
    const needsQuotes = /[ \t]/.test(text) || text === "";
    const [start, end] = needsQuotes ? [0, parts.length] : [from, to];
    return `${parts.slice(0, start).join("")}"${parts.slice(start, end).join("")}"${parts.slice(end).join("")}`;
  }

  #spellPath(text: string): string {
    const choices = this.#choices;
    return text
      .replace(/^hklm(?=\\|$)/i, () => choices.pick(["HKLM", "HKEY_LOCAL_MACHINE", "\\REGISTRY\\MACHINE", "machine"]))
      .replace(/\\(?:currentcontrolset|controlset001)(?=\\|$)/i, () =>
        choices.pick(["\\CurrentControlSet", "\\ControlSet001", "\\ControlSet002"]),
      );
  }

  #recase(text: string): string {
    return this.#choices.pick([text, text.toUpperCase(), text.toLowerCase()]);
  }

  #fill(glob: string): string {
    return this.#recase(glob).replaceAll("*", () => this.#choices.pick(["", "b", "é\\", '"']));
  }

  #put({ path, within }: RawPath, text: string): void {
    const choices = this.#choices;
    const isPlain = /^(?:true|false|-?(?:0|[1-9][0-9]*))$/.test(text) && choices.once(3);
    const number = /^[1-9]/.test(text) ? choices.pick([text, `${text}.0`, `${text}0e-1`]) : text;
    const value: JsonTree = isPlain ? { kind: "plain", text: number } : { kind: "string", value: text };
    const wrapped: JsonTree = choices.once(4) ? { kind: "array", items: [value] } : value;
    addMember(choices, within === "event" ? this.#event : this.#envelope, path, wrapped, (inner) =>
      choices.once(8) ? { kind: "array", items: [inner] } : inner,
    );
  }

  /** The event's members of `Event.EventData`, as the log of Windows has them. */
  #xml(): string {
    const data: string[] = [];
    const visit = (tree: JsonTree, name: string): void => {
      if (tree.kind === "object")
        for (const [inner, value] of tree.members) visit(value, name === "" ? inner : `${name}.${inner}`);
      else if (tree.kind === "array") for (const item of tree.items) visit(item, name);
      else {
        const text = tree.kind === "string" ? tree.value : tree.text;
        data.push(
          `<Data Name='${this.#escapeXml(name.replace("Event.EventData.", ""))}'>${this.#escapeXml(text)}</Data>`,
        );
      }
    };
    visit(this.#event, "");
    return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><EventData>${data.join("")}</EventData></Event>`;
  }

  #escapeXml(text: string): string {
    return text
      .toWellFormed()
      .replaceAll(/[&<>'"]/g, (character) => `&#${character.charCodeAt(0)};`)
      .replaceAll(/[a-z]/gi, (letter) => (this.#choices.once(8) ? `&#x${letter.charCodeAt(0).toString(16)};` : letter));
  }
}
