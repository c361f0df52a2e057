/** `--color`. */
export type ColorChoice = "auto" | "always" | "never";

/** Whether to colour what goes to a stream. `auto`: on a terminal, unless NO_COLOR is set. */
export function useColor(choice: ColorChoice, stream: NodeJS.WriteStream): boolean {
  if (choice !== "auto") return choice === "always";
  return stream.isTTY && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}

/** Columns of the terminal; 100 where there is none, or one that doesn't know. */
export function terminalWidth(stream: NodeJS.WriteStream): number {
  return stream.isTTY && stream.columns > 0 ? stream.columns : 100;
}

/** A line for standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
