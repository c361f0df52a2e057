import { foldAscii } from "../match/case-folding.ts";
import { matchSegments, segmentPattern } from "../match/segments.ts";
import { exactPattern, type PatternToken } from "../plan/pattern.ts";

/** Tests a text against one in which `*` stands for any run and nothing else for anything but itself. Linear in the text. */
export function compileGlob(glob: string, options: { readonly ignoreCase: boolean }): (text: string) => boolean {
  const fold = options.ignoreCase ? foldAscii : sameText;
  const wanted = fold(glob);
  if (!wanted.includes("*")) return (text) => text.length === wanted.length && fold(text) === wanted;
  const tokens = wanted.split("*").flatMap((literal, position): readonly PatternToken[] => {
    const run: readonly PatternToken[] = position === 0 ? [] : [{ kind: "any-run" }];
    return [...run, ...exactPattern(literal).tokens];
  });
  const segments = segmentPattern({ tokens, text: glob });
  return (text) => matchSegments(segments, fold(text));
}

function sameText(text: string): string {
  return text;
}
