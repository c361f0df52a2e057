/**
 * Every diagnostic code and the title it is explained under. A code is never reused for another meaning.
 * E1xx rule files, E2xx syntax, E3xx meaning, E4xx limits and what this version does not run, E5xx inputs and options.
 */
export const diagnosticCodes = {
  E100: "a rule file that can't be read",
  E101: "a file that is not valid TOML",
  E102: "a missing entry in a rule file",
  E103: "an entry of the wrong type in a rule file",
  E104: "an entry with a value that isn't allowed",
  E105: "two rules with the same id",
  E106: "no rule in a file or folder",
  E200: "an unexpected character",
  E201: "a string that is not closed or has a wrong escape",
  E202: 'a string in single quotes or of the old `?"…"` form',
  E203: "an unexpected token",
  E204: "a missing expression",
  E205: "a bracket that is not closed",
  E206: "`=` used as an equality",
  E207: "a malformed number",
  E208: "a comment that is not closed",
  E209: "a query without `where`",
  E210: "a chain of comparisons",
  E300: "an unknown function",
  E301: "a wrong number of arguments",
  E302: "a function that has no `~` form",
  E303: "a field compared with a field",
  E304: "a condition that is not a truth value",
  E305: "a pattern that is not a string",
  E306: "a regular expression that can't be run",
  E307: "an index into an array",
  E308: "an address range that is none",
  E309: "an unknown field",
  E400: "a query nested too deeply",
  E401: "a list that is too long",
  E402: "a pattern that is too long",
  E403: "a query that is too long",
  E404: "a kind of query that this version does not run",
  E500: "an input that is missing",
  E501: "an input that can't be read",
  E502: "an option with a wrong value",
} as const;

/** One of the codes of {@link diagnosticCodes}. */
export type DiagnosticCode = keyof typeof diagnosticCodes;
