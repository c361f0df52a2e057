import { parseQuery } from "../../src/language/parser.ts";

/** What is reported of a query: code, the text at the place in angle quotes, message, label after a dash. */
export function report(text: string): string[] {
  return parseQuery(text).diagnostics.map(({ code, span, message, label }) => {
    const place = span === undefined ? "" : text.slice(span.start, span.end);
    return `${code} «${place}» ${message}${label === undefined ? "" : ` — ${label}`}`;
  });
}

/** The ways out that are shown of a query's mistakes. */
export function helpOf(text: string): (string | undefined)[] {
  return parseQuery(text).diagnostics.map((diagnostic) => diagnostic.help);
}
