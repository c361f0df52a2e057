import { type DiagnosticCode, diagnosticCodes } from "../diagnostics/codes.ts";
import type { Span } from "../diagnostics/diagnostic.ts";
import { commentsOf } from "../language/comments.ts";
import type { LintCode, LintFinding } from "./lint.ts";

/** A finding with the code of the lint that made it. */
export interface CodedFinding extends LintFinding {
  readonly code: LintCode;
}

/** What a comment silences: a code, of what begins within a range of the query's text. */
interface Allowance {
  readonly code: LintCode;
  readonly range: Span;
  /** The comment's. */
  readonly span: Span;
}

/** `// eqlhunt: allow L101, L102 and why`. */
const form = /^eqlhunt:\s*(\S*)\s*([^]*)$/i;

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
  const notes: CodedFinding[] = [];
  const allowances: Allowance[] = [];
  if (!text.includes("eqlhunt")) return findings;
  const comments = commentsOf(text);
  for (const { span, text: said } of comments) {
    const [, verb, rest = ""] = form.exec(said) ?? [];
    if (verb === undefined) continue;
    if (verb !== "allow") {
      notes.push(note(span, "a comment for eqlhunt that isn't understood", "write `eqlhunt: allow L101`"));
      continue;
    }
    const range = rangeOf(text, span, start, comments);
    const codes = readCodes(rest);
    if (codes.length === 0) notes.push(note(span, "a comment that names no lint", "write `eqlhunt: allow L101`"));
    for (const code of codes) {
      if (isLintCode(code)) allowances.push({ code, range, span });
      else
        notes.push(
          note(
            span,
            `a comment that silences \`${code}\`, which is no lint`,
            "only codes from L101 on can be silenced",
          ),
        );
    }
  }
  const used = new Set<Allowance>();
  const kept = findings.filter((finding) => {
    const silencing = allowances.filter(({ code, range }) => code === finding.code && isWithin(finding.span, range));
    for (const allowance of silencing) used.add(allowance);
    return silencing.length === 0;
  });
  for (const allowance of allowances) {
    if (used.has(allowance)) continue;
    notes.push(note(allowance.span, `a comment that silences \`${allowance.code}\` where there is none`, "remove it"));
  }
  return [...kept, ...notes];
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
  const code: DiagnosticCode & LintCode = "L100";
  return { code, span, message, help };
}

function rangeOf(text: string, comment: Span, start: number, comments: readonly { readonly span: Span }[]): Span {
  if (comment.end <= start) return { start: 0, end: text.length };
  const lineStart = text.lastIndexOf("\n", comment.start - 1) + 1;
  if (skipBlanks(text, lineStart, comments) < comment.start)
    return { start: lineStart, end: lineEnd(text, comment.start) };
  const target = skipBlanks(text, comment.end, comments);
  return { start: text.lastIndexOf("\n", target - 1) + 1, end: lineEnd(text, target) };
}

/** The offset of the next token: after blanks and comments. */
function skipBlanks(text: string, from: number, comments: readonly { readonly span: Span }[]): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const comment = comments.find(({ span }) => span.start <= at && at < span.end);
    if (comment === undefined) return at;
    at = comment.span.end;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function isWithin(span: Span, range: Span): boolean {
  return range.start <= span.start && span.start <= range.end;
}
