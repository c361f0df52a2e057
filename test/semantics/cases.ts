import { arrayCases } from "./arrays.ts";
import type { SemanticsCase } from "./case.ts";
import { documentCases } from "./documents.ts";
import { functionCases } from "./functions.ts";
import { matchingCases } from "./matching.ts";
import { operatorCases } from "./operators.ts";
import { quirkCases } from "./quirks.ts";
import { regexCases } from "./regex.ts";
import { timeCases } from "./time.ts";
import { truthCases } from "./truth.ts";
import { valueCases } from "./values.ts";

/** Every rule of SEMANTICS.md sections 3 to 6, as conditions over single documents. Names are unique. */
export const semanticsCases: readonly SemanticsCase[] = [
  ...truthCases,
  ...arrayCases,
  ...documentCases,
  ...operatorCases,
  ...matchingCases,
  ...regexCases,
  ...valueCases,
  ...timeCases,
  ...functionCases,
  ...quirkCases,
];
