import type { Lint } from "./lint.ts";
import { placedSigns } from "./regex-places.ts";

/** L109: `*?` and the like. Lucene has no lazy and no possessive quantifiers: the second sign is a quantifier (SEMANTICS 5). */
export const lazyQuantifier: Lint = {
  code: "L109",
  level: "warning",
  *find(rule) {
    for (const signs of placedSigns(rule, "second-quantifier")) {
      for (const { text, before, span } of signs) {
        const isHarmless = text === "+" || /(?:[*?]|\{0(?:,[0-9]*)?\})$/.test(before);
        yield {
          message: `${text === "?" ? "a lazy" : "a possessive"} quantifier, which Lucene's regular expressions don't have`,
          span,
          label: isHarmless ? "it has no effect" : "it makes what stands before it optional",
          help: "remove it: the whole value has to match, and nothing asks how much a part of it took",
        };
      }
    }
  },
};
