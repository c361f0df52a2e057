/** The code points of a text, as many as there are; a lone surrogate is one. */
export function codePointsOf(text: string): Int32Array {
  const codePoints = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i) ?? 0;
    if (codePoint > 0xffff) i++;
    codePoints[count++] = codePoint;
  }
  return codePoints.subarray(0, count);
}
