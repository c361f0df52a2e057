import type { RegexTree } from "../../src/language/regex.ts";
import type { Constant, Expression } from "../../src/language/syntax.ts";
import type { Choices } from "./choices.ts";
import { addMember, type JsonObjectTree, type JsonTree, writeJson } from "./json-tree.ts";

/** What a condition says of documents: which fields, and what their values are compared with. */
export interface ConditionVocabulary {
  readonly paths: readonly string[];
  readonly constants: readonly NonNullable<Constant>[];
  readonly patterns: readonly string[];
  readonly regexes: readonly RegexTree[];
}

/** Collects the vocabulary of a condition. */
export function vocabularyOf(condition: Expression): ConditionVocabulary {
  const paths = new Set<string>();
  const constants: NonNullable<Constant>[] = [];
  const patterns: string[] = [];
  const regexes: RegexTree[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === "field") paths.add(part.path);
    if (part.kind === "literal" && part.value !== null) constants.push(part.value);
    if (part.kind === "wildcard") patterns.push(...part.patterns.map(({ value }) => value));
    if (part.kind === "regex") regexes.push(...part.patterns.map(({ tree }) => tree));
    for (const child of childrenOf(part)) visit(child);
  };
  visit(condition);
  return { paths: [...paths], constants, patterns: [...patterns, ...constants.filter(isString)], regexes };
}

function childrenOf(expression: Expression): readonly Expression[] {
  if ("args" in expression) return expression.args;
  if ("operands" in expression) return expression.operands;
  if ("operand" in expression) return [expression.operand];
  if ("left" in expression) return [expression.left, expression.right];
  if ("items" in expression) return [expression.value, ...expression.items];
  return expression.kind === "wildcard" || expression.kind === "regex" ? [expression.value] : [];
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

const hostileValues: readonly JsonTree[] = [
  { kind: "plain", text: "null" },
  { kind: "plain", text: "true" },
  { kind: "plain", text: "false" },
  { kind: "string", value: "" },
  { kind: "plain", text: "5" },
  { kind: "plain", text: "-0" },
  { kind: "plain", text: "1e400" },
  { kind: "plain", text: "9007199254740993" },
  { kind: "plain", text: "9007199254740992.0" },
  { kind: "plain", text: "0.1" },
  { kind: "plain", text: "1E3" },
  { kind: "string", value: "10.200.0.1" },
  { kind: "string", value: "::ffff:10.0.0.1" },
  { kind: "string", value: "2024-03-01 10:00:00" },
  { kind: "string", value: "abc😀abc" },
  { kind: "string", value: "K" },
  { kind: "string", value: "a\ud800b" },
  { kind: "object", members: [] },
  { kind: "object", members: [["b", { kind: "string", value: "a" }]] },
  { kind: "array", items: [] },
];

/**
 * Writes random documents for a condition: its fields in nested, dotted and mixed spellings, with values bent from its own
 * constants, so that many match and many nearly do; and all the ways that JSON has to say the same.
 */
export class DocumentWriter {
  readonly #choices: Choices;
  readonly #vocabulary: ConditionVocabulary;

  constructor(choices: Choices, vocabulary: ConditionVocabulary) {
    this.#choices = choices;
    this.#vocabulary = vocabulary;
  }

  /** One document as JSON text on one line. */
  document(): string {
    const choices = this.#choices;
    const root: JsonObjectTree = { kind: "object", members: [] };
    for (const path of this.#vocabulary.paths) {
      if (choices.once(8)) continue;
      this.#put(root, path);
      if (choices.once(8)) this.#put(root, path);
    }
    if (choices.once(12)) root.members.push([choices.pick(["__proto__", "constructor", "toString"]), this.#value(1)]);
    return writeJson(choices, choices.once(16) ? this.#searchHit(root) : root);
  }

  #searchHit(source: JsonObjectTree): JsonObjectTree {
    const choices = this.#choices;
    const index = choices.pick<JsonTree>([
      { kind: "string", value: "logs" },
      { kind: "plain", text: "1" },
    ]);
    const wrapped: JsonObjectTree = { kind: "object", members: [["_index", index]] };
    wrapped.members.push(["_source", choices.once(6) ? { kind: "array", items: [source] } : source]);
    if (choices.once(3)) this.#put(wrapped, choices.pick(["x", "a.b", "y"]));
    return wrapped;
  }

  #put(object: JsonObjectTree, path: string): void {
    const choices = this.#choices;
    addMember(choices, object, path, this.#value(2), (inner) => (choices.once(6) ? this.#around(inner) : inner));
  }

  #around(inner: JsonTree): JsonTree {
    const choices = this.#choices;
    const others = (): JsonTree[] => (choices.once(2) ? [this.#hostileValue()] : []);
    const items = [...others(), inner, ...others()];
    return { kind: "array", items: choices.once(3) ? [{ kind: "array", items }] : items };
  }

  /** A new one each time: members may be added to it. */
  #hostileValue(): JsonTree {
    return structuredClone(this.#choices.pick(hostileValues));
  }

  #value(depth: number): JsonTree {
    const choices = this.#choices;
    if (depth > 0 && choices.once(5)) {
      return { kind: "array", items: choices.list(0, 3, () => this.#value(depth - 1)) };
    }
    if (choices.once(6)) return this.#hostileValue();
    return this.#bentValue();
  }

  #bentValue(): JsonTree {
    const choices = this.#choices;
    const { constants, patterns, regexes } = this.#vocabulary;
    const kinds = [
      ...(constants.length > 0 ? [() => this.#bentConstant(choices.pick(constants))] : []),
      ...(patterns.length > 0 ? [() => this.#string(this.#fill(choices.pick(patterns)))] : []),
      ...(regexes.length > 0 ? [() => this.#string(this.#sample(choices.pick(regexes)))] : []),
    ];
    return kinds.length === 0 ? this.#hostileValue() : choices.pick(kinds)();
  }

  #bentConstant(constant: NonNullable<Constant>): JsonTree {
    const choices = this.#choices;
    const text = String(constant);
    if (typeof constant === "string") {
      const isNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);
      if (choices.once(4) && (isNumber || /^(?:true|false|null)$/.test(text))) return { kind: "plain", text };
      return this.#string(text);
    }
    if (choices.once(4)) return this.#string(text);
    return { kind: "plain", text: typeof constant === "boolean" ? text : this.#spellNumber(constant) };
  }

  #spellNumber(value: number | bigint): string {
    const choices = this.#choices;
    if (!Number.isFinite(Number(value))) return "1e999";
    const text = String(typeof value === "bigint" && choices.once(4) ? value + 1n : value);
    if (text === "0" || /[.e]/.test(text)) return text;
    return choices.pick([text, `${text}.0`, `${text}e0`, `${text}0e-1`, `${text}.5`, `1${text.replace("-", "")}`]);
  }

  /** A text, bent at most once. */
  #string(text: string): JsonTree {
    const choices = this.#choices;
    const bent = choices.pick([
      text,
      text,
      text,
      text.toUpperCase(),
      text.toLowerCase(),
      `${text}b`,
      `a${text}`,
      text.slice(1),
      `${text.slice(0, 1)}\ud800${text.slice(1)}`,
      Array.from(text).reverse().join(""),
    ]);
    return { kind: "string", value: bent };
  }

  /** A value that a wildcard pattern matches. */
  #fill(pattern: string): string {
    const choices = this.#choices;
    return pattern.replaceAll(/[*?]/g, (sign) =>
      sign === "*" ? choices.pick(["", "b", "aB", "\n", "😀"]) : choices.pick(["b", "B", "😀", "?"]),
    );
  }

  /** A value that a regular expression matches, if it matches any. */
  #sample(tree: RegexTree): string {
    const choices = this.#choices;
    switch (tree.kind) {
      case "class": {
        if (tree.negated) return choices.pick(["z", "5", "😀", "Z"]);
        const range = choices.pick(tree.ranges);
        return String.fromCodePoint(range.from + choices.below(Math.min(range.to - range.from + 1, 26)));
      }
      case "sequence":
        return tree.items.map((item) => this.#sample(item)).join("");
      case "union":
        return this.#sample(choices.pick(tree.items));
      case "repeat": {
        const count = tree.min + choices.below(Math.min(tree.max ?? tree.min + 2, tree.min + 2) - tree.min + 1);
        return Array.from({ length: count }, () => this.#sample(tree.item)).join("");
      }
      case "nothing":
        return "";
    }
  }
}
