import * as v from "valibot";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { shownName } from "../language/shown-name.ts";
import type { FieldAccessor, RawPath } from "./accessor.ts";
import type { MappingField, NamedPlace } from "./mapping.ts";

/** The names that `[names]` may define. */
export const placeholderName = v.pipe(
  v.string("a name"),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, "a name of at most 64 letters, digits, `-` and `_`"),
);

/** A path that is, or begins with, a name in braces. */
const placeholder = /^\{([A-Za-z0-9_-]{1,64})\}(?:\.([^]+))?$/;

/** Names may be made of names, so many deep. */
const maxDepth = 16;
/** Parts of all accessors, with those of names wherever these stand: a name may stand for much, and stand often. */
const maxParts = 200_000;

/** Fields in which no name stands for anything any more, or what is wrong with the names. */
export interface FilledFields {
  readonly fields: readonly MappingField[];
  /** Each once. */
  readonly mistakes: readonly { readonly code: DiagnosticCode; readonly message: string }[];
}

/**
 * Puts what names stand for in their places: `{actor}` becomes the accessor of that name, and `{data}.Image` becomes
 * `winlog.event_data.Image` with `data = "winlog.event_data"`, and `Image` with `data = ""`, the event itself. To be done when
 * what a mapping extends has been added: an abstract mapping may leave names to those that extend it. A path of another form
 * stays as it is.
 *
 * What is wrong: E120 (a name that is nowhere defined), E122 (one that is no path, where something comes behind it), E124 (one
 * that is made of itself), E125 (names that come to too much).
 */
export function fillPlaceholders(fields: readonly MappingField[], names: readonly NamedPlace[]): FilledFields {
  const filling = new Filling(names);
  const filled = fields.map((field) => ({ ...field, accessor: filling.fill(field.accessor) }));
  const mistakes = [...filling.mistakes].map(([message, code]) => ({ code, message }));
  return { fields: filled, mistakes };
}

class Filling {
  readonly mistakes = new Map<string, DiagnosticCode>();
  readonly #places: ReadonlyMap<string, FieldAccessor>;
  /** What names stand for, and how many parts that has; `null` if nothing can be said. */
  readonly #filled = new Map<string, { readonly accessor: FieldAccessor; readonly parts: number } | null>();
  /** Names that are being filled: what stands in them must not lead back. */
  readonly #open = new Set<string>();
  #parts = 0;

  constructor(names: readonly NamedPlace[]) {
    this.#places = new Map(names.map(({ name, accessor }) => [name, accessor]));
  }

  fill(accessor: FieldAccessor): FieldAccessor {
    if (this.#parts > maxParts) {
      this.#mistake("E125", "the names make this mapping too large");
      return accessor;
    }
    this.#parts++;
    switch (accessor.kind) {
      case "paths": {
        const [only] = accessor.paths;
        return only?.path.startsWith("{") === true ? this.#place(only) : accessor;
      }
      case "first":
      case "all":
        return { kind: accessor.kind, of: accessor.of.map((part) => this.fill(part)) };
      case "join":
        return { ...accessor, parts: accessor.parts.map((part) => this.fill(part)) };
      case "constant":
        return { ...accessor, when: accessor.when === null ? null : this.fill(accessor.when) };
      case "guarded":
        return { kind: "guarded", of: this.fill(accessor.of), when: this.fill(accessor.when) };
      case "table":
      case "step":
        return { ...accessor, of: this.fill(accessor.of) };
    }
  }

  #place(place: RawPath): FieldAccessor {
    const asItIs: FieldAccessor = { kind: "paths", paths: [place] };
    const [, name, rest] = placeholder.exec(place.path) ?? [];
    if (name === undefined) return asItIs;
    const named = this.#name(name);
    if (named === null) return asItIs;
    if (rest === undefined && place.within === "event") return isEventItself(named) ? this.#notAPlace(name) : named;
    const [only, ...others] = named.kind === "paths" ? named.paths : [];
    if (only === undefined || others.length > 0) {
      const written = `${place.within === "envelope" ? "^" : ""}${shownName(place.path)}`;
      this.#mistake("E122", `\`${written}\`: \`{${name}}\` must be a single path`);
      return asItIs;
    }
    const within = place.within === "envelope" ? "envelope" : only.within;
    return { kind: "paths", paths: [{ path: [only.path, rest ?? ""].filter(Boolean).join("."), within }] };
  }

  #name(name: string): FieldAccessor | null {
    if (this.#open.has(name)) {
      this.#mistake("E124", `\`{${name}}\` is made of itself`);
      return null;
    }
    let filled = this.#filled.get(name);
    if (filled === undefined) {
      const before = this.#parts;
      const accessor = this.#openName(name);
      filled = accessor === null ? null : { accessor, parts: this.#parts - before };
      this.#filled.set(name, filled);
    } else {
      this.#parts += filled?.parts ?? 0;
    }
    return filled?.accessor ?? null;
  }

  #openName(name: string): FieldAccessor | null {
    const accessor = this.#places.get(name);
    if (accessor === undefined) {
      this.#mistake("E120", `\`{${name}}\` stands for nothing: \`[names]\` doesn't have it`);
      return null;
    }
    if (this.#open.size === maxDepth) {
      this.#mistake("E125", `names must not be made of names more than ${maxDepth} deep`);
      return null;
    }
    // An empty path is no place to be filled.
    if (isEventItself(accessor)) return accessor;
    this.#open.add(name);
    const filled = this.fill(accessor);
    this.#open.delete(name);
    return filled;
  }

  #notAPlace(name: string): FieldAccessor {
    this.#mistake("E122", `\`{${name}}\` is the event itself, which is no value: name a field in it`);
    return { kind: "paths", paths: [] };
  }

  #mistake(code: DiagnosticCode, message: string): void {
    this.mistakes.set(message, code);
  }
}

function isEventItself(accessor: FieldAccessor): boolean {
  return accessor.kind === "paths" && accessor.paths.some(({ path }) => path === "");
}
