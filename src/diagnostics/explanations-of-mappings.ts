import type { DiagnosticCode } from "./codes.ts";
import type { Explanation } from "./explanations.ts";

/** Of what is wrong with mapping files, which say where the ECS fields lie in the raw events of a product. */
export const mappingExplanations = {
  E120: {
    why: "A mapping needs `name`, `product`, `form` and a table `[[detect]]` that says how its events are recognised, of its own or of the mapping it extends. One that is only there to be extended says `abstract = true` and needs its name alone. A field needs one of `from`, `const`, `join`, `first`, `all` and `none`.",
    bad: `"process.name" = { steps = ["lower"] }`,
    good: `"process.name" = { from = "Image", steps = ["lower"] }`,
  },
  E121: {
    why: "An entry of the mapping has another type than it must have, such as a number where the path of a field is expected.",
    bad: `"process.name" = 1`,
    good: `"process.name" = "Image"`,
  },
  E122: {
    why: "An entry of the mapping has the right type, but a value that it can't have, such as a step that there isn't. What can be done to a value is a closed set: a mapping holds no code.",
    bad: `"process.name" = { from = "Image", steps = ["basename"] }`,
    good: `"process.name" = { from = "Image", steps = [{ last = '\\' }] }`,
  },
  E123: {
    why: "An entry that a mapping doesn't have is most likely mistyped, and would be passed over in silence. A field's name stands in quotes, or its dots make tables of it.",
    bad: `process.name = "Image"`,
    good: `"process.name" = "Image"`,
  },
  E124: {
    why: "The entries exclude each other, or one means nothing without another: a value comes from one place, `when` belongs to `const`, `with` to `join`, `otherwise` and `ignore_case` to `table`, `decode` to `unwrap`, and `fill` to a whole field.",
    bad: `"host.os.type" = { from = "os", const = "windows" }`,
    good: `"host.os.type" = { first = ["os", { const = "windows" }] }`,
  },
  E125: {
    why: "A mapping is read for every event, so its size is bounded: what a field is made of nests 16 deep at most, and makes 1,024 values of one at most; there are 4,096 fields, 4,096 rows in a table, 256 items in a list and 32 steps at most.",
  },
  E126: {
    why: "`extends` names a built-in mapping, or a mapping file in the same folder or below it, as a path relative to the file. Mappings extend each other in a line of at most 8, never in a circle.",
    bad: `extends = "../mappings/fields.toml"`,
    good: `extends = "fields.toml"`,
  },
  E127: {
    why: "Events, statistics and `--source` name a mapping by its name, so two of those that were given can't share one. A mapping of one's own with the name of a built-in one is used instead of it.",
  },
  E128: {
    why: "A mapping file holds raw events beside the values that their ECS fields must have. This one gives other values, or isn't recognised, or isn't JSON: the mapping or the test is wrong.",
  },
} as const satisfies Partial<Record<DiagnosticCode, Explanation>>;
