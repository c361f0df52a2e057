import { compileAccessor, type FieldReader } from "../evaluate/accessor.ts";
import { canonicalText } from "../evaluate/comparison.ts";
import type { EventDocument } from "../evaluate/document.ts";
import { dateReader } from "../evaluate/instant.ts";
import { defaultFields } from "../sources/ecs.ts";
import { accessorOf, type Source } from "../sources/source.ts";

/** What events of one source in one input are like. Pure data. */
export interface EventProfile {
  /** Its name: `sysmon-nxlog`. */
  readonly source: string;
  readonly product: string;
  readonly form: string;
  readonly events: number;
  /** Most frequent first; an event of several counts for each. */
  readonly categories: readonly CategoryShare[];
  /** Events without any category. */
  readonly withoutCategory: number;
  /** In nanoseconds since 1970; `null` if no event has a readable time. */
  readonly fromNs: bigint | null;
  readonly toNs: bigint | null;
  /** Events without a readable time. */
  readonly withoutTime: number;
  /** In the order of the mapping, with how many events have a value. */
  readonly fields: readonly FieldShare[];
}

export interface CategoryShare {
  readonly category: string;
  readonly events: number;
}

export interface FieldShare {
  readonly name: string;
  readonly events: number;
}

/** A field that holds no category must not fill the memory. */
const maxCategories = 256;
const maxCategoryUnits = 256;

const timestamps = dateReader(undefined);

/** Looks events of one source through, one after the other. */
export class EventProfiling {
  readonly #source: Source;
  readonly #category: FieldReader;
  readonly #time: FieldReader;
  readonly #fields: readonly { readonly name: string; readonly read: FieldReader; events: number }[];
  readonly #categories = new Map<string, number>();
  #events = 0;
  #withoutCategory = 0;
  #withoutTime = 0;
  #fromNs: bigint | null = null;
  #toNs: bigint | null = null;

  /** `fieldNames` are those that are counted. */
  constructor(source: Source, fieldNames: readonly string[]) {
    const reader = (name: string): FieldReader => compileAccessor(accessorOf(source, name), null);
    this.#source = source;
    this.#category = reader(defaultFields.category);
    this.#time = reader(defaultFields.timestamp);
    this.#fields = fieldNames.map((name) => ({ name, read: reader(name), events: 0 }));
  }

  add(document: EventDocument): void {
    this.#events++;
    this.#addCategories(document);
    this.#addTime(document);
    for (const field of this.#fields) if (field.read(document).length > 0) field.events++;
  }

  profile(): EventProfile {
    const { name: source, product, form } = this.#source;
    return {
      source,
      product,
      form,
      events: this.#events,
      categories: [...this.#categories]
        .map(([category, events]) => ({ category, events }))
        .toSorted((a, b) => b.events - a.events || (a.category < b.category ? -1 : 1)),
      withoutCategory: this.#withoutCategory,
      fromNs: this.#fromNs,
      toNs: this.#toNs,
      withoutTime: this.#withoutTime,
      fields: this.#fields.map(({ name, events }) => ({ name, events })),
    };
  }

  #addCategories(document: EventDocument): void {
    const values = this.#category(document);
    if (values.length === 0) this.#withoutCategory++;
    for (const value of values) {
      const category = canonicalText(value);
      if (category === null || category.length > maxCategoryUnits) continue;
      const known = this.#categories.get(category);
      if (known !== undefined || this.#categories.size < maxCategories) {
        this.#categories.set(category, (known ?? 0) + 1);
      }
    }
  }

  #addTime(document: EventDocument): void {
    const [value] = this.#time(document);
    const timeNs = value === undefined ? null : timestamps.ofValue(value);
    if (timeNs === null) {
      this.#withoutTime++;
      return;
    }
    if (this.#fromNs === null || timeNs < this.#fromNs) this.#fromNs = timeNs;
    if (this.#toNs === null || timeNs > this.#toNs) this.#toNs = timeNs;
  }
}
