/** Drawn over the character before them: non-spacing marks, and the vowels and finals of decomposed Hangul. */
const zeroWidth = /^[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7fb]$/u;

/**
 * Two columns wide: the ranges that Unicode calls wide or full-width, and everything that terminals draw as a picture.
 * Ranges are taken whole where an unassigned character inside is to be wide once it is assigned.
 */
const doubleWidth = new RegExp(
  "^[" +
    "\\p{Emoji_Presentation}" +
    "\\u1100-\\u115f\\u2329\\u232a\\u2630-\\u2637\\u268a-\\u268f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c" +
    "\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6" +
    "\\u{16fe0}-\\u{18dff}\\u{1aff0}-\\u{1b2ff}\\u{1d300}-\\u{1d376}\\u{1f200}-\\u{1f265}" +
    "\\u{1f300}-\\u{1f6ff}\\u{1f7e0}-\\u{1f7f0}\\u{1f900}-\\u{1faff}\\u{20000}-\\u{3fffd}" +
    "]$",
  "u",
);

/**
 * How many columns of a terminal a text takes. Expects text that went through `escapeControl`, so there are no control
 * characters, joiners or variation selectors in it. Where terminals differ (flags, skin tones) the larger width counts:
 * a column may look too narrow, but no line gets too long.
 */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** The same of one code point. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character <= "~") return 1;
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}
