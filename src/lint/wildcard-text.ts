import type { Expression } from "../language/syntax.ts";

/** The last parts of fields whose values hold no `?` themselves: no name of a file does on Windows. */
const fileParts = /(?:^|\.)(?:name|path|executable|extension|directory|original_file_name)$/;

/**
 * True if a constant that is compared exactly was most likely meant as a pattern: it holds a `*`, or a `?` for the letter
 * of a drive, or one in the name of a file. Windows itself writes shares as `\\*\ADMIN$`, and a `?` is usual in addresses
 * of the web and as a switch.
 */
export function looksLikePattern(constant: string, compared: Expression): boolean {
  const text = constant.startsWith("\\\\*\\") ? constant.slice(3) : constant;
  if (text.includes("*") || text.startsWith("?:")) return true;
  return text.includes("?") && compared.kind === "field" && fileParts.test(compared.path);
}
