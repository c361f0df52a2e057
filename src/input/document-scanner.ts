const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;
const comma = 0x2c;
const colon = 0x3a;
const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Deeper documents are no events, so that nobody needs to know what their brackets are. */
const deepestKept = 512;

/** What a document is, as far as its first byte tells: something in brackets, a bare value, or a mark that is not due. */
type DocumentKind = "nested" | "bare" | "stray";

/**
 * Finds where documents start and end in a text that holds them in an array or one after the other, over any number of
 * lines. Bytes are shown to it once, in order; it knows where it is between calls.
 *
 * It is no parser: whether a document is JSON is for others to say, who get all of it. So everything between documents
 * that is neither blank, nor a bracket around an array of them, nor a comma that is due, is a document too, and a bad
 * one. What is wrong within a document is not to take those behind it along: a string ends at the end of its line, and
 * a brace where only a key can stand begins the next document.
 *
 * Line breaks are written over by carriage returns, which are blanks between tokens and in a string as wrong as a line
 * break; and so is what stands between documents. All bytes keep their places.
 */
export class DocumentScanner {
  #isInArray = false;
  /** Where the array starts that is open, counted from the first byte that was shown. */
  #arrayStart = 0;
  /** What comes next between documents: the first of an array, one after a comma, or a comma. */
  #due: "first" | "next" | "comma" = "first";
  #kind: DocumentKind = "bare";
  #isInString = false;
  #isEscaped = false;
  /** The last byte of the document that is not blank, outside strings. */
  #last = 0;
  #depth = 0;
  /** By depth: 1 for an object. */
  readonly #objects = new Uint8Array(deepestKept);
  /** How many bytes were shown before those of the call. */
  #shown = 0;

  /** Where an array starts whose end has not come, counted from the first byte that was shown. */
  get openArrayStart(): number | undefined {
    return this.#isInArray ? this.#arrayStart : undefined;
  }

  /** To be called when all bytes that a call could see have been looked at. */
  advance(count: number): void {
    this.#shown += count;
  }

  /**
   * The position of the next document's first byte in `[from, to)`, -1 if there is none; to be called outside a
   * document. `origin`: which position is the first byte that was not counted by {@link advance}.
   */
  findStart(bytes: Uint8Array, from: number, to: number, origin: number): number {
    for (let position = from; position < to; position++) {
      const byte = bytes[position] ?? 0;
      if (byte === space || byte === tab || byte === carriageReturn) continue;
      if (byte === newline || this.#isBetween(byte, this.#shown + position - origin)) bytes[position] = carriageReturn;
      else return this.#start(byte, position);
    }
    return -1;
  }

  /** The position behind the document's last byte in `[from, to]`, -1 if it goes on; to be called within a document. */
  findEnd(bytes: Uint8Array, from: number, to: number): number {
    if (this.#kind === "stray") return this.#end(from + 1);
    return this.#kind === "nested" ? this.#findNestedEnd(bytes, from, to) : this.#findBareEnd(bytes, from, to);
  }

  /** True for what belongs between documents, which it changes: a bracket or a comma. */
  #isBetween(byte: number, place: number): boolean {
    if (byte === comma && this.#due === "comma") {
      this.#due = "next";
    } else if (byte === openBracket && !this.#isInArray) {
      this.#isInArray = true;
      this.#arrayStart = place;
      this.#due = "first";
    } else if (byte === closeBracket && this.#isInArray) {
      this.#isInArray = false;
      // After a comma there should have been another: that the array ends here is the document that was not there.
      const isDue = this.#due !== "next";
      this.#due = "comma";
      return isDue;
    } else {
      return false;
    }
    return true;
  }

  #start(byte: number, position: number): number {
    if (byte === openBrace || byte === openBracket) this.#kind = "nested";
    else this.#kind = byte === comma || byte === closeBracket || byte === closeBrace ? "stray" : "bare";
    this.#isInString = false;
    this.#isEscaped = false;
    this.#last = 0;
    this.#depth = 0;
    return position;
  }

  #end(position: number): number {
    // A comma that stands alone is a document of its own, but also one that another document follows.
    this.#due = this.#kind === "stray" && this.#due !== "comma" ? "next" : "comma";
    return position;
  }

  #findNestedEnd(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      if (this.#isInString) {
        position = this.#skipString(bytes, position, to);
        if (bytes[position] === quote) continue;
        if (position >= to) break;
      }
      const byte = bytes[position] ?? 0;
      if (byte <= space) {
        if (byte === newline) bytes[position] = carriageReturn;
        else if (byte !== space && byte !== tab && byte !== carriageReturn) this.#last = byte;
        continue;
      }
      if (byte === quote) {
        this.#isInString = true;
      } else if (byte === openBrace || byte === openBracket) {
        if (byte === openBrace && this.#isKeyDue()) return this.#end(position);
        this.#depth++;
        if (this.#depth < deepestKept) this.#objects[this.#depth] = byte === openBrace ? 1 : 0;
      } else if (byte === closeBrace || byte === closeBracket) {
        this.#depth--;
        if (this.#depth === 0) return this.#end(position + 1);
      }
      this.#last = byte;
    }
    return -1;
  }

  /** True in an object where no value can begin. */
  #isKeyDue(): boolean {
    return this.#depth > 0 && this.#depth < deepestKept && this.#objects[this.#depth] === 1 && this.#last !== colon;
  }

  /** From within a string: the position of the quote or line break that ends it, or the end. */
  #skipString(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      const byte = bytes[position];
      if (byte === newline) {
        this.#isInString = false;
        this.#isEscaped = false;
        return position;
      }
      if (this.#isEscaped) {
        this.#isEscaped = false;
      } else if (byte === backslash) {
        this.#isEscaped = true;
      } else if (byte === quote) {
        this.#isInString = false;
        return position;
      }
    }
    return to;
  }

  #findBareEnd(bytes: Uint8Array, from: number, to: number): number {
    for (let position = from; position < to; position++) {
      const byte = bytes[position];
      if (byte === newline) return this.#end(position);
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) this.#isInString = false;
      } else if (byte === quote) {
        this.#isInString = true;
      } else if (
        byte === comma ||
        byte === openBrace ||
        byte === openBracket ||
        (byte === closeBracket && this.#isInArray)
      ) {
        return this.#end(position);
      }
    }
    return -1;
  }
}
