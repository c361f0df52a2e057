import type { FuzzTarget } from "./fuzzing.ts";
import { mappingTarget, ruleExportTarget, schemaTarget, tomlRuleTarget } from "./targets/files.ts";
import { extractionKernelTarget, literalKernelTarget } from "./targets/kernels.ts";
import { logTarget } from "./targets/logs.ts";
import { packedTarget } from "./targets/packed.ts";
import { regexTarget, wildcardTarget } from "./targets/patterns.ts";
import { commandLineTarget, stateTarget } from "./targets/processes.ts";
import { queryTarget } from "./targets/queries.ts";
import { verdictTarget } from "./targets/verdicts.ts";
import { wideTextTarget } from "./targets/wide-text.ts";

/** Everything that takes what strangers wrote. */
export const fuzzTargets: readonly FuzzTarget[] = [
  queryTarget,
  verdictTarget,
  regexTarget,
  wildcardTarget,
  tomlRuleTarget,
  ruleExportTarget,
  mappingTarget,
  schemaTarget,
  logTarget,
  packedTarget,
  wideTextTarget,
  literalKernelTarget,
  extractionKernelTarget,
  commandLineTarget,
  stateTarget,
];
