import { escapeControl } from "../diagnostics/escaping.ts";
import type { HuntOptions } from "../hunt/hunt-options.ts";
import { splitSizeFor } from "../hunt/split-size.ts";
import { mayTakeTwoPasses } from "../hunt/pass-planning.ts";
import { findInputs } from "../input/finding.ts";
import { splitInputs } from "../input/splitting.ts";
import { formatBytes, formatCounted } from "../report/units.ts";
import { explainScanStrategy } from "../scan/scan-strategy.ts";
import { exitStatusOf } from "./exit-status.ts";
import { printResult } from "./output.ts";

/** `--dry-run`: what a hunt would read, in which pieces and how. Reads no events. Gives the exit status. */
export async function dryRun(options: HuntOptions): Promise<number> {
  const { inputs, problems } = await findInputs(options.inputs);
  const splits = splitInputs(inputs, { splitSizeBytes: splitSizeFor(options, inputs) });
  const choice = explainScanStrategy(options.rules.plan);
  const splitsOf = new Map<number, number>();
  for (const { input } of splits) splitsOf.set(input.index, (splitsOf.get(input.index) ?? 0) + 1);
  const lines = inputs.map(({ name, format, sizeBytes, kind, index }) => {
    const size = kind === "stream" ? "a stream" : formatBytes(sizeBytes);
    return `${name}: ${format}, ${size}, ${formatCounted(splitsOf.get(index) ?? 0, "split")}`;
  });
  const strategy =
    options.nearMisses !== undefined
      ? "parse (near misses need not hold what every match does)"
      : options.strategy === undefined || options.strategy === "auto"
        ? `${choice.strategy} (${choice.reason})`
        : options.strategy;
  const counts = [
    formatCounted(options.rules.plan.rules.length, "rule"),
    formatCounted(inputs.length, "input"),
    formatCounted(splits.length, "split"),
  ];
  const text = [
    ...lines,
    ...problems.map(({ name, code, reason }) => `error[${code}]: ${name}: ${reason}`),
    `${counts.join(", ")}, strategy ${strategy}`,
    ...(mayTakeTwoPasses(options, inputs)
      ? ["stages of sequences and samples that most events hit wait for a second pass"]
      : []),
  ];
  const isWritten = await printResult(`${text.map(escapeControl).join("\n")}\n`);
  return exitStatusOf({ outputFailed: !isWritten, incomplete: problems.length > 0 || options.rules.failed > 0 });
}
