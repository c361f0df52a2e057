/** Decompressed, a file is about so much larger. */
export const packingRatio = 8;
