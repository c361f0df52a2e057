/**
 * How the kernel's memory is laid out: what the loader writes and the kernel reads, and the other way round. Offsets are in
 * bytes, all numbers of 32 bits unless said, little-endian. A *pointer* is an address in the memory; 0 points to nothing.
 *
 * Only constants without types here, so that it is TypeScript as well as AssemblyScript: the loader imports it too.
 * Where the regions lie that depend on the program's size, the loader says in the globals of `regions.ts`.
 */

// Fixed places. The compiler takes the first 1024 bytes for unused: it folds offsets into addresses that may be below zero.

/** Counters since they were last taken, in this order. */
export const counters = 1024;
export const countLines = 0;
export const countCandidates = 4;
export const countMemoLookups = 8;
export const countMemoHits = 12;
export const countGated = 16;
export const countResolved = 20;
export const countEvaluated = 24;
/** One per reason for handing over, from 1 on. */
export const countHandedOver = 28;
export const counterCount = 16;

/** Why a line is handed over. */
export const reasonNone = 0;
export const reasonEscapedName = 1;
export const reasonRepeatedName = 2;
export const reasonMalformed = 3;
export const reasonCondition = 4;

/** 17 vectors: the first n bytes are ones in the nth. */
export const prefixMasks = 1152;
/** Six vectors of what the index looks for: constants in a loop are made anew each time, what was loaded before it stays. */
export const indexVectors = 1568;
/** A key that no name matches: what follows a key of which nothing is known, and stands for names that aren't learned. */
export const noKey = 1472;
/** Where the regions may begin. */
export const fixedBytes = 2048;

// Keys: a name as it may stand in one object, and where it leads to. Wanted names are written by the loader, others are
// learned by the kernel. A node is the same structure; its followers are the keys that came first in an object.

/** The last sixteen bytes of the name with its quotes, flush with the end, and ones where they count. */
export const keyTail = 0;
export const keyMask = 16;
/** Pointers to the two keys that followed last. */
export const keyFollower = 32;
export const keyOtherFollower = 36;
/** Pointer to the node of the objects under this name, where one of their names is wanted. */
export const keyChild = 40;
/** Pointer to the slot of the values under this name. */
export const keySlot = 44;
/** Number of the object in which it was seen last. */
export const keyObject = 48;
/** The name's length in bytes, with its quotes. */
export const keyLength = 52;
/** Pointer to the name with its quotes, sixteen bytes of anything before it. */
export const keyText = 56;
/** Pointer to the next key of the same hash. */
export const keyNext = 60;
/** Pointer to the node whose objects have it. */
export const keyNode = 64;
export const keyBytes = 80;

/** Longer names, with their quotes, aren't learned. */
export const maxLearnedName = 64;
/** What a learned name takes. */
export const learnedNameBytes = 96;
/** The table of keys by hash has so many pointers. */
export const keyBuckets = 4096;
/** How many keys can be learned. */
export const maxLearnedKeys = 4096;

// Slots

export const slotExistence = 0;
export const slotPresence = 4;
export const slotFlags = 8;
export const slotNumber = 12;
/** Pointer to its gate. */
export const slotGate = 16;
/** How its values are dealt with at present, and for how many values more. */
export const slotMode = 20;
export const slotRemaining = 24;
/** Lookups in the memo since its use was last weighed, and those that found nothing. */
export const slotLookups = 28;
export const slotMisses = 32;
/** Number of the document that has values of this slot that aren't resolved yet. */
export const slotPending = 36;
/** Pointer to the next slot of the same path. */
export const slotNext = 40;
/** Pointers to records of values that it had lately, by their last bytes. */
export const slotRecents = 64;
export const slotBytes = 96;
export const recentBits = 3;

export const flagResolved = 1;
export const flagLazy = 2;
export const flagNull = 4;
/** Existence or presence is asked for. */
export const flagHeld = 8;

// Gates: the literals of a slot, one of which a value must hold. Each is found by a gram of four bytes of it, or three if it has
// no more: first by a filter with two bits for each gram, of two hashes, then by a list of the literals with such a first hash.

/** Of a few literals: for byte 0, 1, 2 of a gram buckets by low nibble, buckets by high nibble. */
export const gateNibbles = 0;
/** What of a hash is left over. */
export const gateShift = 96;
export const gateFlags = 100;
/** Pointer to pointers to the first entry, by hash shifted further by `gateHeadShift`. */
export const gateHeads = 104;
/** Pointer to another gate, of the slot's other literals. */
export const gateOther = 108;
export const gateFilter = 112;
/** There are buckets. */
export const gateBucketed = 1;
/** Grams have three bytes instead of four. */
export const gateShort = 2;
/** Each literal has grams at four places in a row: one in four of a value's is enough. */
export const gateStrided = 4;
export const gateHeadShift = 5;
export const gramMultiplier = 0x5bd1e995;
export const gramOtherMultiplier = 0x1b873593;

/** Entries: the next one, the literal (folded, with zeros up to sixteen bytes), its length, where its gram lies in it. */
export const gateNext = 0;
export const gateText = 4;
export const gateLength = 8;
export const gateOffset = 12;
export const gateEntryBytes = 16;

// Questions

/** A fact of a lazy slot: its slot's values may have to be resolved first. The rest is the fact. */
export const lazyFact = 0x40000000;
export const questionBytes = 16;
export const questionFact = 0;
export const questionYes = 4;
export const questionNo = 8;
/** Pointer to the slot of a lazy fact. */
export const questionSlot = 12;
/** Pointers to questions but for these. */
export const questionAccepted = 1;
export const questionRejected = 0;

/** Conditions: the filter, a pointer to the first question (or one of the above), the document in which it was asked for. */
export const conditionFilter = 0;
export const conditionQuestion = 4;
export const conditionDocument = 8;
export const conditionBytes = 16;

// Output: for each candidate start and end as addresses, the number of filters, or -1 and no filter, then the filters.

export const outputHead = 12;

/** Values of lazy slots that a document may have before they are resolved at once: slot, start, length. */
export const pendingBytes = 12;
export const maxPending = 256;

// Memo: a table of hash and pointer to a record: slot, length, number of facts, (nothing), then the text and the facts.

export const memoBuckets = 32768;
export const memoEntryBytes = 8;
/** The slot comes first. */
export const recordLength = 4;
export const recordCount = 8;
export const recordText = 16;
/** Longer values aren't remembered. */
export const maxMemoValue = 1024;

/** Quotes and escapes of a block of sixty-four bytes. */
export const bitmapBytes = 16;
/** So many addresses more than there are may be written by the index. */
export const structuralSlack = 8;
/** What may be read before and after a chunk. */
export const chunkPadding = 128;

/** An open object: the last key, the node, the number of the object, the depth of arrays. */
export const frameBytes = 16;
