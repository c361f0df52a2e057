import { styleText } from "node:util";
import { type DiagnosticCode, diagnosticCodes } from "../diagnostics/codes.ts";
import { explanations } from "../diagnostics/explanations.ts";
import { escapeControl } from "../diagnostics/escaping.ts";
import { nearest } from "../diagnostics/suggestion.ts";
import { lintLevels } from "../lint/linting.ts";
import { exitStatus, exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";
import { type ColorChoice, say, useColor } from "./terminal.ts";

/** Lines of an explanation are at most so long, but for examples, which are never broken. */
const lineLength = 100;

/** `check --explain CODE`: prints what a code means; lower case will do. Gives the exit status, 2 for a code that there isn't. */
export async function explainCode(asked: string, format: "text" | "json", color: ColorChoice): Promise<number> {
  const code = asked.toUpperCase();
  if (!isCode(code)) {
    const meant = nearest(code, Object.keys(diagnosticCodes));
    say(`error: there is no code "${escapeControl(asked)}"${meant === null ? "" : `; did you mean ${meant}?`}`);
    return exitStatus.usage;
  }
  const text = format === "json" ? jsonOf(code) : textOf(code, useColor(color, process.stdout));
  return exitStatusOf({ outputFailed: !(await printResult(text)) });
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(diagnosticCodes, code);
}

/** Of a lint; the other codes have several, by what they are about. */
function levelOf(code: DiagnosticCode): string | null {
  return new Map<string, string>(lintLevels).get(code) ?? null;
}

function jsonOf(code: DiagnosticCode): string {
  const { why, bad = null, good = null } = explanations[code];
  const result = { schema_version: 1, code, level: levelOf(code), title: diagnosticCodes[code], why, bad, good };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function textOf(code: DiagnosticCode, color: boolean): string {
  const { why, bad, good } = explanations[code];
  const level = levelOf(code);
  const title = `${code}: ${diagnosticCodes[code]}${level === null ? "" : ` (${level})`}`;
  const examples = bad === undefined || good === undefined ? [] : [`Not:\n  ${bad}`, `But:\n  ${good}`];
  const silence = `A comment in the rule silences it: // eqlhunt: allow ${code}`;
  const paragraphs = [
    color ? styleText("bold", title, { validateStream: false }) : title,
    wrap(why),
    ...examples,
    ...(level === null || code === "L100" ? [] : [silence]),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > lineLength) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
