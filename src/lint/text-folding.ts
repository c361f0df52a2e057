import { type Folding, foldText } from "../reference/casing.ts";

/** As the reference folds, but quick for the texts that rules hold: most are ASCII, or in lower case already. */
export function foldQuickly(text: string, folding: Folding): string {
  if (folding === "none") return text;
  const lower = text.toLowerCase();
  // What lower-casing leaves alone has no letter that ASCII folding changes.
  if (folding === "ascii" && lower === text) return text;
  return Buffer.byteLength(text) === text.length ? lower : foldText(text, folding);
}
