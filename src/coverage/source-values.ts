import type { HuntPlan } from "../plan/plan.ts";
import { ecsSource } from "../sources/ecs.ts";
import type { FieldAccessor } from "../sources/accessor.ts";
import type { MappedField, Source } from "../sources/source.ts";
import { isSameAccessor, partsOf } from "./accessor-identity.ts";
import { AccessorValues, type KnownValues } from "./accessor-values.ts";
import { eventKinds } from "./event-kinds.ts";
import { anyValues, noValues, possible, type PossibleValues } from "./possible-values.ts";

/** The values that the plan's fields can have in the events of one source. */
export class SourceValues {
  readonly source: Source;
  readonly #plan: HuntPlan;
  /** In the plan. */
  readonly number: number;
  /** Its events have other names than those of ECS. */
  readonly isRaw: boolean;
  /** By field. */
  readonly #unmapped: readonly boolean[];
  readonly #dependents = new Map<FieldAccessor, Map<number, boolean>>();
  readonly #kinds = new Map<number, readonly KindValues[]>();
  readonly #general: KindValues;

  /** `whole` is the source with all its fields, where the plan's has only those that it asks for. */
  constructor(plan: HuntPlan, number: number, whole: Source | undefined) {
    this.#plan = plan;
    this.number = number;
    this.source = plan.sources[number] ?? ecsSource;
    const known = whole ?? this.source;
    const names = new Set([...known.fields.map(({ name }) => name), ...rawNamesOf(known)]);
    this.isRaw = !hasEcsNames(known);
    this.#unmapped = plan.fields.map(({ name }) => this.isRaw && name !== "" && !names.has(name));
    this.#general = new KindValues(this, null);
  }

  /** In events of any kind. */
  get general(): KindValues {
    return this.#general;
  }

  /** In each kind of event, told apart by the category field of a number; only the general one if there are none. */
  kinds(categoryField: number): readonly KindValues[] {
    const known = this.#kinds.get(categoryField);
    if (known !== undefined) return known;
    const kinds = eventKinds(this.source, this.accessor(categoryField)).map((kind) =>
      kind === null ? this.#general : new KindValues(this, kind),
    );
    this.#kinds.set(categoryField, kinds);
    return kinds;
  }

  /** Of a field that no event has: no place at all. */
  accessor(field: number): FieldAccessor {
    return this.#plan.fields[field]?.accessors[this.number] ?? { kind: "all", of: [] };
  }

  /** The field has no mapping, and events of this product aren't known to have its name either. */
  isUnmapped(field: number): boolean {
    return this.#unmapped[field] === true;
  }

  /** Whether a field's values are made of another accessor's, among others. */
  dependsOn(field: number, key: FieldAccessor): boolean {
    const known = this.#dependents.get(key) ?? new Map<number, boolean>();
    this.#dependents.set(key, known);
    let depends = known.get(field);
    if (depends === undefined) {
      depends = partsOf(this.accessor(field)).some((part) => isSameAccessor(part, key));
      known.set(field, depends);
    }
    return depends;
  }

  compute(field: number, accessors: AccessorValues): PossibleValues {
    const values = accessors.of(this.accessor(field));
    const { nullValue } = this.#plan.fields[field] ?? {};
    if (nullValue === undefined || values.shapes.length === 0) return values;
    return possible(values.mayLack, [...values.shapes, { kind: "exact", value: nullValue }]);
  }
}

/** The values of fields in one kind of event. Of the same field it gives the same object each time. */
export class KindValues {
  readonly #owner: SourceValues;
  readonly #kind: KnownValues | null;
  readonly #accessors: AccessorValues;
  readonly #values: (PossibleValues | undefined)[] = [];

  constructor(owner: SourceValues, kind: KnownValues | null) {
    this.#owner = owner;
    this.#kind = kind;
    this.#accessors = new AccessorValues(owner.source, kind);
  }

  /** `onlyMapped`: a field without a mapping has no values, since raw events hardly have its name. */
  of(field: number, onlyMapped: boolean): PossibleValues {
    if (this.#owner.isUnmapped(field)) return onlyMapped ? noValues : anyValues;
    const known = this.#values[field];
    if (known !== undefined) return known;
    const values = this.#compute(field);
    this.#values[field] = values;
    return values;
  }

  #compute(field: number): PossibleValues {
    const kind = this.#kind;
    return kind === null || this.#owner.dependsOn(field, kind.accessor)
      ? this.#owner.compute(field, this.#accessors)
      : this.#owner.general.of(field, false);
  }
}

/**
 * Whether its events have names of ECS anyway: those of ECS itself, and of what only fills gaps in it. A field that lies under
 * its own name and nowhere else is one of the product's own, and says nothing.
 */
function hasEcsNames({ fields }: Source): boolean {
  const telling = fields.filter((field) => field.accessor.kind !== "paths" || !readsOwn(field));
  return telling.filter(readsOwn).length * 2 >= telling.length;
}

function readsOwn({ name, accessor }: MappedField): boolean {
  return partsOf(accessor).some(
    (part) => part.kind === "paths" && part.paths.some(({ path, within }) => path === name && within === "event"),
  );
}

/** Paths of the event that its mapping or its recognition mentions. */
function rawNamesOf({ fields, detect }: Source): readonly string[] {
  return [
    ...fields.flatMap(({ accessor }) =>
      [...partsOf(accessor)].flatMap((part) =>
        part.kind === "paths" ? part.paths.flatMap(({ path, within }) => (within === "event" ? [path] : [])) : [],
      ),
    ),
    ...detect.flatMap((tests) => tests.flatMap((test) => (test.kind === "absent" ? [] : [test.path]))),
  ];
}
