import { outcomeAddress } from "./layout";
import { escapeLength, isHidingEscape } from "./escapes";

/**
 * A literal as the loader wrote it, 24 bytes: where its text lies, in lower case, 0 if it is not a literal but an escape that may
 * hide one; how many bytes it has; how far behind its start the place is that the scan looks at; the next entry of the same
 * chain, 0 at its end; its first four bytes, each with the bit that makes a letter small, and which bits of these count. An
 * entry's address is its name.
 */

/** Where the first literal of a chain starts that stands whole in `[from, to)` around this place; `to` if none does. */
export function verify(entry: usize, place: usize, from: usize, to: usize): usize {
  for (; entry != 0; entry = <usize>load<u32>(entry, 12)) {
    const start = place - <usize>load<u32>(entry, 8);
    // Nearly always this says no, so that the branch is foreseen, unlike those of the loop over bytes.
    if ((((load<u32>(start) | 0x20202020) ^ load<u32>(entry, 16)) & load<u32>(entry, 20)) != 0) continue;
    const text = <usize>load<u32>(entry);
    const length = text == 0 ? escapeLength : <usize>load<u32>(entry, 4);
    if (start < from || start + length > to) continue;
    if (text == 0 ? isHidingEscape(start) : equalsFolded(text, start, length)) return start;
  }
  return to;
}

/** Byte by byte, for a fold by bits takes `[` for `{`, `\` for `|` and `@` for a backtick. */
function equalsFolded(text: usize, at: usize, length: usize): bool {
  for (let offset: usize = 0; offset < length; offset++) {
    const byte = <u32>load<u8>(at + offset);
    const folded = byte - 0x41 < 26 ? byte | 0x20 : byte;
    if (folded != <u32>load<u8>(text + offset)) return false;
  }
  return true;
}

/** A place was looked at for nothing. */
export function countRejected(): void {
  store<u32>(outcomeAddress, load<u32>(outcomeAddress, 4) + 1, 4);
}
