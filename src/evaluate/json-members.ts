/**
 * The texts of an array's items, as they are written, one after the other. `text` is the valid JSON of an object in which these keys lead to the
 * array; of keys that are there twice the last one counts, as for `JSON.parse`. Linear: each key looks at its object once.
 */
export function* itemTexts(text: string, keys: readonly string[]): Generator<string, void> {
  let at = skipBlank(text, 0);
  for (const key of keys) at = lastMember(text, at, key);
  let start = skipBlank(text, at + 1);
  while (start < text.length && text.charAt(start) !== "]") {
    const end = endOfValue(text, start);
    yield text.slice(start, end);
    start = skipSeparator(text, end);
  }
}

/** Where the value of the last member of this name starts, in the object that starts at `object`. */
function lastMember(text: string, object: number, name: string): number {
  const quoted = JSON.stringify(name);
  let found = -1;
  let at = skipBlank(text, object + 1);
  while (text.charAt(at) === '"') {
    const keyEnd = endOfString(text, at);
    const key = text.slice(at, keyEnd);
    const value = skipBlank(text, skipBlank(text, keyEnd) + 1);
    if (key === quoted || (key.includes("\\") && JSON.parse(key) === name)) found = value;
    at = skipSeparator(text, endOfValue(text, value));
  }
  return found;
}

function skipSeparator(text: string, end: number): number {
  const at = skipBlank(text, end);
  return text.charAt(at) === "," ? skipBlank(text, at + 1) : at;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Where the string that starts here ends, behind its quote. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charAt(quote - 1 - backslashes) === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfString(text, start);
  if (first === "{" || first === "[") return endOfContainer(text, start);
  let at = start;
  while (at < text.length && /[^,\]}\s]/.test(text.charAt(at))) at++;
  return at;
}

function endOfContainer(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
    at++;
  }
  return text.length;
}
