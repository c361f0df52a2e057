import * as v from "valibot";
import { filledText, isTable, listOfTables, namespaceType, text } from "./rule-entries.ts";

const operator = v.pipe(text, v.picklist(["included", "excluded"], "`included` or `excluded`"));
const match = v.object({ type: v.literal("match"), field: filledText, operator, value: text });
const matchAny = v.object({
  type: v.literal("match_any"),
  field: filledText,
  operator,
  value: v.pipe(v.array(text, "a list of strings"), v.minLength(1, "a list that is not empty")),
});
const wildcard = v.object({ type: v.literal("wildcard"), field: filledText, operator, value: text });
const exists = v.object({ type: v.literal("exists"), field: filledText, operator });
const valueList = v.object({
  type: v.literal("list"),
  field: filledText,
  operator,
  list: v.pipe(v.custom<Record<string, unknown>>(isTable, "a table"), v.object({ id: filledText })),
});

const fieldEntry = v.variant("type", [match, matchAny, wildcard, exists, valueList]);

/** A condition on the elements of one field. */
const nested = v.object({
  type: v.literal("nested"),
  field: filledText,
  entries: filledList(
    v.variant("type", [match, matchAny, wildcard, exists], "`match`, `match_any`, `wildcard` or `exists`"),
  ),
});

function filledList<S extends v.GenericSchema<Record<string, unknown>, unknown>>(entries: S) {
  return v.pipe(listOfTables(entries), v.minLength(1, "a list that is not empty"));
}

const system = v.pipe(text, v.picklist(["windows", "linux", "macos"], "`windows`, `linux` or `macos`"));

/** What Kibana's exception items are, as far as it decides which events they match. Other entries are left alone. */
export const exceptionItem = v.object({
  list_id: filledText,
  namespace_type: v.optional(namespaceType, "single"),
  entries: filledList(
    v.variant(
      "type",
      [...fieldEntry.options, nested],
      "`match`, `match_any`, `wildcard`, `exists`, `list` or `nested`",
    ),
  ),
  os_types: v.optional(v.array(system, "a list of strings"), []),
  expire_time: v.optional(text),
});

/** An exception: it matches an event that all of its entries match, on one of its systems if it names any. */
export type ExceptionItem = v.InferOutput<typeof exceptionItem>;

/** A condition on one field. */
export type FieldEntry = v.InferOutput<typeof fieldEntry>;

/** One condition of an exception. */
export type ExceptionEntry = ExceptionItem["entries"][number];
