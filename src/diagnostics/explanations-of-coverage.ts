import type { DiagnosticCode } from "./codes.ts";
import type { Explanation } from "./explanations.ts";

/** Of what `check --coverage` says. */
export const coverageExplanations = {
  C100: {
    why: "The product's raw events can't give what the condition asks for: its mapping has no place for the field, has only other values for it, or knows that the product spells it otherwise. On an archive of that product the rule finds nothing, whatever happened. Add the product's own spelling, or say in the rule which sources it is for.",
  },
  C101: {
    why: "No product whose raw events are known can give what the rule asks for, so it matches only events that are ECS as they are stored. For rules about clouds and the like that is right; a rule about hosts that names such products as its sources finds nothing in what they write.",
  },
} as const satisfies Partial<Record<DiagnosticCode, Explanation>>;
