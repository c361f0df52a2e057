import { hash } from "node:crypto";
import { formatTime } from "../language/time.ts";
import type { HuntPlan } from "../plan/plan.ts";
import type { Hit } from "../scan/hit.ts";
import type { Detection, DetectionEvent, DetectionRule, EventPosition } from "./detection.ts";

/** Makes detections of hits: adds what the rule says of itself, the position, the id. */
export class DetectionBuilding {
  readonly #rules: readonly DetectionRule[];

  constructor(plan: HuntPlan) {
    this.#rules = plan.rules.map(({ id, name, severity, riskScore, tags, threat }) => ({
      id,
      name,
      severity,
      risk_score: riskScore,
      tags,
      threat,
    }));
  }

  /** `file` is the input's name as given. */
  build(hit: Hit, file: string): Detection {
    const rule = this.#rules[hit.rule];
    if (rule === undefined) throw new RangeError(`there is no rule ${hit.rule} in the plan`);
    const source: EventPosition = { file, offset: hit.offsetBytes, product: "ecs" };
    return {
      schema_version: 1,
      id: detectionId(rule.id, [], [source]),
      rule,
      kind: "event",
      timestamp: hit.timeNs === null ? null : formatTime(hit.timeNs),
      join_keys: [],
      events: [hitEvent(source, hit)],
    };
  }
}

/** The event of a hit; its document is parsed when somebody asks for it. */
function hitEvent(source: EventPosition, { matched, text }: Hit): DetectionEvent {
  // The scan parsed this text before: it is an object.
  const parse = (): DetectionEvent["event"] => JSON.parse(text);
  let parsed: DetectionEvent["event"] | null = null;
  return {
    source,
    matched,
    // A property of its own, so that whoever copies or serialises a detection has it.
    get event() {
      parsed ??= parse();
      return parsed;
    },
    text,
  };
}

/** The same rule, keys and positions give the same id, in every hunt. */
function detectionId(ruleId: string, joinKeys: readonly string[], positions: readonly EventPosition[]): string {
  const places = positions.map(({ file, offset, index = 0 }) => [file, offset, index]);
  return hash("sha256", JSON.stringify([ruleId, joinKeys, places])).slice(0, 32);
}
