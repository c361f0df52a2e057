/** The package ships no types. */
declare module "fast-json-parse" {
  /** Parses JSON text without throwing: `err` is `null` where `value` holds the result. */
  export default function parse(text: string): { readonly err: Error | null; readonly value: unknown };
}
