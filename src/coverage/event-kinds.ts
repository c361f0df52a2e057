import { foldAscii } from "../match/case-folding.ts";
import type { FieldAccessor } from "../sources/accessor.ts";
import type { Source } from "../sources/source.ts";
import { isSameAccessor, partsOf } from "./accessor-identity.ts";
import type { KnownValues } from "./accessor-values.ts";
import { anythingBut, fittingText, globOfText, noValues } from "./possible-values.ts";

/** With more kinds of events than this they are not told apart. */
const maxKinds = 1_024;

/**
 * The kinds of events that a product tells apart by one value, such as Sysmon's event number: what its category comes from by a
 * table. In each kind the value is known, and with it whatever else is made of it: an event that a table calls a registry's
 * can't be one whose type another table calls a start. An event is taken to have one such value. `null` alone: there are no kinds.
 */
export function eventKinds(source: Source, category: FieldAccessor): readonly (KnownValues | null)[] {
  const accessor = keyOf(category);
  if (accessor === null) return [null];
  const texts = new Set(source.fields.flatMap((field) => tableTexts(field.accessor, accessor)));
  if (texts.size > maxKinds) return [null];
  const known = [...texts].map((text) => ({ mayLack: false, shapes: [fittingText(text)], certain: [] }));
  const others = { mayLack: false, shapes: [anythingBut([...texts].map(globOfText))], certain: [] };
  return [...known, others, noValues].map((values) => ({ accessor, values }));
}

/** What can be told to be the same where it stands in another field. */
const keyKinds: ReadonlySet<FieldAccessor["kind"]> = new Set(["paths", "first", "all"]);

function keyOf(category: FieldAccessor): FieldAccessor | null {
  for (const part of partsOf(category)) {
    if (part.kind === "table" && keyKinds.has(part.of.kind)) return part.of;
  }
  return null;
}

/** What its tables list, each text once. A `?`, which is none of their wildcards, is left out: such a text is one of the others. */
function tableTexts(accessor: FieldAccessor, key: FieldAccessor): readonly string[] {
  const texts: string[] = [];
  for (const part of partsOf(accessor)) {
    if (part.kind !== "table" || !isSameAccessor(part.of, key)) continue;
    for (const { raw } of part.rows) if (!raw.includes("?")) texts.push(foldAscii(raw));
  }
  return texts;
}
