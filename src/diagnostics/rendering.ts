import { styleText } from "node:util";
import type { Diagnostic, Severity, SourceText, Span } from "./diagnostic.ts";
import { escapeControl } from "./escaping.ts";
import { excerptLine } from "./excerpt.ts";
import { lineAt, positionAt } from "./position.ts";

export interface RenderOptions {
  /** Colours as ANSI escapes; without it the text holds no control characters but line breaks. Default `false`. */
  readonly color?: boolean;
}

type Format = Parameters<typeof styleText>[0];

const severityFormats: Readonly<Record<Severity, Format>> = {
  error: ["bold", "red"],
  warning: ["bold", "yellow"],
  note: ["bold", "cyan"],
};

/**
 * Shows a diagnostic to people: code, message, place, the source line with carets, label and help. Lines are joined by
 * `\n`, with none at the end. Rules are written by strangers: whatever is taken from them has its control characters
 * escaped. Without `source` there is no place; without `span` only the file is named.
 *
 * @example
 * error[E203]: expected `and`, `or` or the end of the rule, found `adn`
 *   --> rules/whoami.toml:31:40
 *    |
 * 31 | process where process.name : "cmd.exe" adn user.id == 1
 *    |                                        ^^^ did you mean `and`?
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const paint = painter(options);
  const format = severityFormats[diagnostic.severity];
  const head = paint(format, `${diagnostic.severity}[${diagnostic.code}]`);
  const lines = [`${head}${paint("bold", `: ${escapeControl(diagnostic.message)}`)}`];
  const { source, span } = diagnostic;
  let gutter = 1;
  if (source !== undefined && span !== undefined) {
    const number = String(lineAt(source, span.start).number);
    gutter = number.length;
    lines.push(...renderPlace(source, span, number, diagnostic.label, format, paint));
  } else {
    if (source !== undefined) lines.push(` ${paint("blue", "-->")} ${escapeControl(source.name)}`);
    if (diagnostic.label !== undefined) lines.push(renderRemark(gutter, "note", diagnostic.label, paint));
  }
  if (diagnostic.help !== undefined) lines.push(renderRemark(gutter, "help", diagnostic.help, paint));
  return lines.join("\n");
}

/**
 * Shows diagnostics sorted by file (by the bytes of its name; those without one come first) and place, with a blank
 * line between them and a summary such as `5 errors, 1 warning` at the end. Of none: the empty string.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  if (diagnostics.length === 0) return "";
  const shown = sortDiagnostics(diagnostics).map((diagnostic) => renderDiagnostic(diagnostic, options));
  return [...shown, summarizeDiagnostics(diagnostics)].join("\n\n");
}

/** Sorted by file and place, as {@link renderDiagnostics} shows them; equal places keep their order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      Buffer.compare(Buffer.from(a.source?.name ?? ""), Buffer.from(b.source?.name ?? "")) ||
      (a.span?.start ?? -1) - (b.span?.start ?? -1),
  );
}

/** How many there are of each severity that occurs, such as `5 errors, 1 warning`; of none `0 errors`. */
export function summarizeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ["error", "warning", "note"];
  const parts = severities
    .map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`);
  return parts.length === 0 ? "0 errors" : parts.join(", ");
}

/** A diagnostic as `check --format json` writes it. Lines and columns count from 1, columns in code points; what isn't there is `null`. */
export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The place after the last character. */
  readonly endLine: number | null;
  readonly endColumn: number | null;
  readonly label: string | null;
  readonly help: string | null;
}

/** The plain data of a diagnostic, its place in lines and columns. Texts are as they are: JSON is for programs. */
export function diagnosticToJson(diagnostic: Diagnostic): DiagnosticJson {
  const { source, span } = diagnostic;
  const start = source !== undefined && span !== undefined ? positionAt(source, span.start) : null;
  const end = source !== undefined && span !== undefined ? positionAt(source, span.end) : null;
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: source?.name ?? null,
    line: start?.line ?? null,
    column: start?.column ?? null,
    endLine: end?.line ?? null,
    endColumn: end?.column ?? null,
    label: diagnostic.label ?? null,
    help: diagnostic.help ?? null,
  };
}

type Paint = (format: Format, text: string) => string;

/** Whether to colour is the caller's decision alone: the state of standard output is not looked at. */
function painter(options: RenderOptions): Paint {
  return options.color === true
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_format, text) => text;
}

function renderPlace(
  source: SourceText,
  span: Span,
  number: string,
  label: string | undefined,
  format: Format,
  paint: Paint,
): readonly string[] {
  const { line, column } = positionAt(source, span.start);
  const { text, indent, carets } = excerptLine(source.text, lineAt(source, span.start), span);
  const blank = " ".repeat(number.length);
  const said = label === undefined ? "" : ` ${escapeControl(label)}`;
  return [
    `${blank}${paint("blue", "-->")} ${escapeControl(source.name)}:${line}:${column}`,
    `${blank} ${paint("blue", "|")}`,
    `${paint("blue", `${number} |`)} ${text}`.trimEnd(),
    `${blank} ${paint("blue", "|")} ${" ".repeat(indent)}${paint(format, `${"^".repeat(carets)}${said}`)}`,
  ];
}

function renderRemark(gutter: number, kind: "help" | "note", text: string, paint: Paint): string {
  return `${" ".repeat(gutter)} ${paint("blue", "=")} ${paint("bold", `${kind}:`)} ${escapeControl(text)}`;
}
