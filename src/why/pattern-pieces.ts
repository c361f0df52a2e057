import { foldText } from "../match/case-folding.ts";
import type { Pattern, PatternList } from "../plan/pattern.ts";

/** Stands among the code points of a piece for `?`; code points are never negative. */
export const anyOne = -1;

/** What stands between two runs of a pattern, as code points, with {@link anyOne} for `?`. */
export interface PatternPiece {
  /** In the form in which it is compared: folded as the list says. */
  readonly folded: Int32Array;
  /** As the rule has it, with `?` for any one; as many code points as `folded`. */
  readonly shown: readonly string[];
}

/** A pattern cut at its runs: a matching value begins with `head`, ends with `tail`, and holds `middle` in order between them. */
export interface PatternPieces {
  /** As the rule has it. */
  readonly text: string;
  /** Without a run `head` is the whole pattern, and there is nothing else. */
  readonly hasRun: boolean;
  readonly head: PatternPiece;
  readonly middle: readonly PatternPiece[];
  readonly tail: PatternPiece;
  /** Code points of all pieces. */
  readonly length: number;
}

const cutLists = new WeakMap<PatternList, readonly PatternPieces[]>();

/** The patterns of a list, cut; each list is cut once, for a long one meets value after value. */
export function piecesOf(list: PatternList): readonly PatternPieces[] {
  let cut = cutLists.get(list);
  if (cut === undefined) {
    cut = list.patterns.map((pattern) => cutPattern(pattern, (text) => foldText(text, list.caseMode)));
    cutLists.set(list, cut);
  }
  return cut;
}

function cutPattern({ tokens, text }: Pattern, fold: (text: string) => string): PatternPieces {
  const pieces: PatternPiece[] = [];
  let folded: number[] = [];
  let shown: string[] = [];
  const endPiece = (): void => {
    pieces.push({ folded: Int32Array.from(folded), shown });
    folded = [];
    shown = [];
  };
  for (const token of tokens) {
    if (token.kind === "any-run") {
      endPiece();
    } else if (token.kind === "any-one") {
      folded.push(anyOne);
      shown.push("?");
    } else {
      for (const character of token.text) shown.push(character);
      for (const character of fold(token.text)) folded.push(character.codePointAt(0) ?? 0);
    }
  }
  endPiece();
  const [head = noPiece] = pieces;
  const length = pieces.reduce((sum, piece) => sum + piece.folded.length, 0);
  return {
    text,
    hasRun: pieces.length > 1,
    head,
    middle: pieces.slice(1, -1),
    tail: pieces.length > 1 ? (pieces.at(-1) ?? noPiece) : noPiece,
    length,
  };
}

const noPiece: PatternPiece = { folded: new Int32Array(0), shown: [] };
