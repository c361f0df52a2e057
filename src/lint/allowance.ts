import { diagnosticCodes } from "../diagnostics/codes.ts";
import type { Span } from "../diagnostics/diagnostic.ts";
import { lineAt } from "../diagnostics/position.ts";
import { placeComments } from "./comment-lines.ts";
import type { LintCode, LintFinding } from "./lint.ts";

/** A finding with the code of the lint that made it. */
export interface CodedFinding extends LintFinding {
  readonly code: LintCode;
}

/** What a comment silences. */
interface Allowance {
  readonly code: LintCode;
  /** The comment's. */
  readonly span: Span;
}

/** `// eqlhunt: allow L101, L102 and why`. */
const form = /^eqlhunt:\s*(\S*)\s*([^]*)$/;

/**
 * Takes away what the rule's comments silence, and adds a note (L100) for each comment that silences nothing.
 * `// eqlhunt: allow L101` stands for what begins on its own line; alone on a line, for what begins on the next line with
 * a token; before the first token of the query, for all of it. Several codes are separated by commas or blanks; what comes
 * after them is the reason.
 *
 * @param start where the first token of the query is
 */
export function applyAllowances(
  text: string,
  start: number,
  findings: readonly CodedFinding[],
): readonly CodedFinding[] {
  if (!text.includes("eqlhunt")) return findings;
  const source = { name: "", text };
  const notes: CodedFinding[] = [];
  const allowances = new Map<string, Allowance[]>();
  for (const { span, text: said, line } of placeComments(source, start)) {
    const [, verb, rest = ""] = form.exec(said) ?? [];
    if (verb === undefined) continue;
    const codes = verb === "allow" ? readCodes(rest) : [];
    if (verb !== "allow") notes.push(note(span, "a comment for eqlhunt that isn't understood", advice));
    else if (codes.length === 0) notes.push(note(span, "a comment that names no lint", advice));
    for (const code of codes) {
      if (!isLintCode(code)) {
        notes.push(note(span, `a comment that silences \`${code}\`, which is no lint`, advice));
        continue;
      }
      const key = keyOf(code, line);
      const list = allowances.get(key);
      if (list === undefined) allowances.set(key, [{ code, span }]);
      else list.push({ code, span });
    }
  }
  const used = new Set<string>();
  const kept = findings.filter(({ code, span }) => {
    const keys = [keyOf(code, null), keyOf(code, lineAt(source, span.start).number)].filter((key) =>
      allowances.has(key),
    );
    for (const key of keys) used.add(key);
    return keys.length === 0;
  });
  for (const [key, list] of allowances) {
    if (used.has(key)) continue;
    for (const { code, span } of list) {
      notes.push(note(span, `a comment that silences \`${code}\` where there is none`, "remove it"));
    }
  }
  return [...kept, ...notes];
}

const advice = "lints from L101 on can be silenced: write `eqlhunt: allow L101`";

function keyOf(code: LintCode, line: number | null): string {
  return `${code} ${line ?? "everywhere"}`;
}

function readCodes(text: string): readonly string[] {
  const codes: string[] = [];
  for (const word of text.split(/[\s,]+/)) {
    if (!/^[A-Za-z][0-9]+$/.test(word)) break;
    codes.push(word);
  }
  return codes;
}

function isLintCode(code: string): code is LintCode {
  return code.startsWith("L") && code !== "L100" && Object.hasOwn(diagnosticCodes, code);
}

function note(span: Span, message: string, help: string): CodedFinding {
  return { code: "L100", span, message, help };
}
