/** Where the regions lie whose sizes depend on the program and the chunk. Set by the loader, once. */

/** One number per structural character of the block. */
export let structurals: usize = 0;
/** Two words of 64 bits per 64 bytes of the block. */
export let bitmaps: usize = 0;
/** Nodes; the first one is that of the outermost object. */
export let nodes: usize = 0;
export let nodesEnd: usize = 0;
/** Keys that lead somewhere. */
export let wantedKeys: usize = 0;
export let wantedKeysEnd: usize = 0;
/** Places whose values count. */
export let slots: usize = 0;
export let slotsEnd: usize = 0;
/** Pointers to keys by hash. */
export let keyTable: usize = 0;
/** Room for keys to be learned, and for their names. */
export let learnedKeys: usize = 0;
export let learnedNames: usize = 0;
/** By fact: the number of the last document in which it held. */
export let stamps: usize = 0;
/** By fact: where its triggers begin in `triggers`; one more at the end. */
export let triggerStarts: usize = 0;
/** Pointers to conditions. */
export let triggers: usize = 0;
/** Pointers to the conditions that are always asked, and their end. */
export let always: usize = 0;
export let alwaysEnd: usize = 0;
/** By filter: the number of the last document that is a candidate of it. */
export let filterStamps: usize = 0;
/** Pointers to the conditions that the document asks for. */
export let asked: usize = 0;
/** Candidates. */
export let output: usize = 0;
/** From here on there may be no room for one more candidate. */
export let outputLimit: usize = 0;
/** Values of lazy slots. */
export let pending: usize = 0;
/** Objects that are open. */
export let frames: usize = 0;
/** Where the loader writes the facts of a resolved value. */
export let resolvedFacts: usize = 0;
export let memoTable: usize = 0;
export let memoArena: usize = 0;
export let memoArenaEnd: usize = 0;
/** Of hashes. The multipliers are odd. */
export let seed: u64 = 0;
export let multiplier: u64 = 1;
export let otherMultiplier: u64 = 1;
