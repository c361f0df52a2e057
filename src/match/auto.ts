import type { Pattern, PatternList } from "../plan/pattern.ts";
import type { Matcher, MatcherStrategy } from "./matcher.ts";
import { regexpStrategy } from "./regexp.ts";
import { trieStrategy } from "./trie.ts";

/**
 * Chooses a strategy by the shape and the number of the patterns; the matcher says which, and why.
 *
 * The tries are the fastest nearly everywhere. They lose only to one or two of V8's expressions, and only where these
 * needn't look for the end of the value.
 */
export const autoStrategy: MatcherStrategy = {
  name: "auto",
  compile(list: PatternList): Matcher {
    const { length } = list.patterns;
    if (length > 0 && length <= FEW && list.patterns.every(hasOpenEnd)) {
      return {
        ...regexpStrategy.compile(list),
        reason: `${length === 1 ? "one pattern" : "two patterns"} with an open end`,
      };
    }
    return { ...trieStrategy.compile(list), reason: describeShapes(list.patterns) };
  },
};

const FEW = 2;

/** Whether a pattern has some text and ends with a star. */
function hasOpenEnd({ tokens }: Pattern): boolean {
  return tokens.at(-1)?.kind === "any-run" && tokens.some((token) => token.kind === "literal");
}

const shapes = ["whole text", "with a text at an end", "with a text inside", "without"] as const;

/** How many patterns are of each shape, such as "12 whole texts, 3 with a text at an end". */
function describeShapes(patterns: readonly Pattern[]): string {
  const byShape = Map.groupBy(patterns, shapeOf);
  const described = shapes.flatMap((shape) => {
    const count = byShape.get(shape)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${shape === "whole text" && count > 1 ? "whole texts" : shape}`];
  });
  return described.length === 0 ? "no patterns" : described.join(", ");
}

function shapeOf({ tokens }: Pattern): (typeof shapes)[number] {
  if (tokens.every((token) => token.kind === "literal")) return "whole text";
  if (tokens.every((token) => token.kind !== "literal")) return "without";
  const start = tokens.find((token) => token.kind !== "any-one");
  return start?.kind === "literal" || tokens.at(-1)?.kind === "literal"
    ? "with a text at an end"
    : "with a text inside";
}
