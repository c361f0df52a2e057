/**
 * How a serialiser writes strings: `plain` leaves all that JSON lets stand; `go` also escapes `<`, `>` and `&`, as Go's
 * encoder does by default; `ascii` escapes everything beyond ASCII (`\u00e9`) and the slash.
 */
export type JsonStyle = "plain" | "go" | "ascii";

const goEscaped = /[<>&\u2028\u2029]/g;
const asciiEscaped = /[^\u0020-\u007e]|\//g;

/** A string as JSON, quotes included. Text must be well-formed UTF-16. */
export function quoteJson(text: string, style: JsonStyle): string {
  const quoted = JSON.stringify(text);
  if (style === "plain") return quoted;
  if (style === "go") return quoted.replace(goEscaped, escapeUnit);
  return quoted.replace(asciiEscaped, (unit) => (unit === "/" ? "\\/" : escapeUnit(unit)));
}

/** The escape `\u00e9` of one UTF-16 unit. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Strings as a JSON array. */
export function quoteJsonList(texts: readonly string[], style: JsonStyle): string {
  return `[${texts.map((text) => quoteJson(text, style)).join(",")}]`;
}

/**
 * The same text in one piece. V8 keeps a concatenation as a tree and walks the whole tree each time a larger one that
 * holds it is written; fragments that go into many events are therefore laid flat once.
 */
export function flattenText(text: string): string {
  return Buffer.from(text).toString();
}
