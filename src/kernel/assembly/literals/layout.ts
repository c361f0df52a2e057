/**
 * Where things lie in the kernel's memory. The loader reads these from the module's exports, so they are written nowhere else.
 *
 * Tables of a fixed size come first, then what the loader puts there, whose size depends on the literals: entries, texts, and
 * the chunk with the text to search, with room in front of it and behind.
 */

/** Vectors that the loops need, see `constants.ts`. */
export const constantsAddress: usize = 64;
/** The tables of the pair scan: for each nibble of each of the two bytes 16 bytes of bucket bits. */
export const nibblesAddress: usize = 256;
/** By bucket of the pair scan: the first entry, 0 for none. 8 x 4 bytes. */
export const bucketsAddress: usize = 320;
/** Room for the lanes of a round, and for a bit of each that isn't 0. 64 + 8 bytes. */
export const lanesAddress: usize = 384;
/** By byte: 1 if an escape may hide this character. */
export const hiddenAddress: usize = 512;
/** Of the gram scan: the stride, and which bits of four bytes make a gram. 2 x 4 bytes. */
export const gramShapeAddress: usize = 768;
/** What a scan leaves behind: where it stopped; how many places it has looked at for nothing, since the loader set that to 0. 2 x 4 bytes. */
export const outcomeAddress: usize = 784;
/** The candidate lines: start and end. */
export const linesAddress: usize = 1024;
export const maxLines: usize = 4096;
/** A gram's hash has so many bits. */
export const gramHashBits: usize = 16;
/** By hash of a gram: at which of its offsets in some literal's window it stands, a bit each. */
export const gramsAddress: usize = linesAddress + maxLines * 8;
/** By hash of a gram: the first entry of the literals whose window begins with such a gram, 0 for none. 4 bytes each. */
export const gramHeadsAddress: usize = gramsAddress + (1 << gramHashBits);
/** From here on memory is the loader's. */
export const freeAddress: usize = gramHeadsAddress + (4 << gramHashBits);

/** How much a scan may read in front of the text and behind it. The loader keeps as much room. */
export const marginBytes: usize = 128;
