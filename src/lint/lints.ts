import { arrayCondition } from "./array-condition.ts";
import { certainAlternative } from "./certain-alternative.ts";
import { comparedWildcard } from "./compared-wildcard.ts";
import { coveredPattern } from "./covered-pattern.ts";
import { exclusiveConditions } from "./exclusive-conditions.ts";
import { lazyQuantifier } from "./lazy-quantifier.ts";
import type { Lint } from "./lint.ts";
import { listedWildcard } from "./listed-wildcard.ts";
import { regexAnchor } from "./regex-anchor.ts";
import { regexClass } from "./regex-class.ts";
import { regexOperator } from "./regex-operator.ts";
import { repeatedCondition } from "./repeated-condition.ts";
import { repeatedStage } from "./repeated-stage.ts";
import { settledCondition } from "./settled-condition.ts";
import { unboundedSequence } from "./unbounded-sequence.ts";
import { unjoinedStages } from "./unjoined-stages.ts";
import { unmatchableFilter } from "./unmatchable-filter.ts";
import { unselectiveStage } from "./unselective-stage.ts";

/** All lints, by code. L100 is none of them: it is about the comments that silence them. */
export const lints: readonly Lint[] = [
  comparedWildcard,
  listedWildcard,
  coveredPattern,
  settledCondition,
  exclusiveConditions,
  arrayCondition,
  certainAlternative,
  repeatedCondition,
  lazyQuantifier,
  regexAnchor,
  regexOperator,
  regexClass,
  unboundedSequence,
  unjoinedStages,
  repeatedStage,
  unmatchableFilter,
  unselectiveStage,
];
