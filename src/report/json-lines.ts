import {
  type Detection,
  type DetectionEvent,
  isPresent,
  type FailedCondition,
  type MatchedCondition,
  type MissingEvent,
} from "../hunt/detection.ts";

/**
 * A detection as one line of JSON, without the newline at its end (DESIGN.md, "A detection, as one line of JSON").
 * Keys stand in the order shown there, and `partial` is the last, where it is there. A missing event of a sequence is
 * `{"missing":true}`, a join key without a value `null`. `event` is the document's own text: big numbers, spelling and order of keys are
 * as they were. The result is well-formed, so that it is valid UTF-8 once encoded. Lone surrogates of names and values are U+FFFD.
 */
export function detectionToJsonLine(detection: Detection): string {
  const { rule } = detection;
  const head = stringify({
    schema_version: detection.schema_version,
    id: detection.id,
    rule: {
      id: rule.id,
      name: rule.name,
      severity: rule.severity,
      risk_score: rule.risk_score,
      tags: rule.tags,
      threat: rule.threat,
    },
    kind: detection.kind,
    timestamp: detection.timestamp,
    join_keys: detection.join_keys,
  });
  // The document's text can't go through `stringify`, so its surroundings are put together by hand.
  const events = detection.events.map(eventToJson).join(",");
  return `${head.slice(0, -1)},"events":[${events}]${detection.partial === true ? ',"partial":true' : ""}}`;
}

function eventToJson(event: DetectionEvent | MissingEvent): string {
  if (!isPresent(event)) return '{"missing":true}';
  const { source, matched, failed, text } = event;
  const position = stringify({
    file: source.file,
    offset: source.offset,
    ...(source.index === undefined ? {} : { index: source.index }),
    product: source.product,
  });
  return `{"source":${position},"matched":[${matched.map(matchedToJson).join(",")}],${failed === undefined ? "" : `"failed":${failedToJson(failed)},`}"event":${documentLine(text)}}`;
}

function matchedToJson({ field, value, pattern }: MatchedCondition): string {
  return `{"field":${stringify(field)},"value":${valueToJson(value)},"pattern":${stringify(pattern)}}`;
}

function failedToJson({ condition, field, values, nearest, excluded }: FailedCondition): string {
  const parts = [
    `"condition":${stringify(condition)}`,
    `"field":${stringify(field)}`,
    `"values":[${values.map(valueToJson).join(",")}]`,
    `"nearest":${stringify(nearest)}`,
  ];
  if (excluded !== undefined) {
    parts.push(`"excluded":{"value":${valueToJson(excluded.value)},"pattern":${stringify(excluded.pattern)}}`);
  }
  return `{${parts.join(",")}}`;
}

function valueToJson(value: MatchedCondition["value"]): string {
  return typeof value === "bigint" ? value.toString() : stringify(value);
}

function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "string" ? part.toWellFormed() : part));
}

/** A document's JSON text on one line: a raw line break in valid JSON can only stand between tokens. */
export function documentLine(text: string): string {
  return text.replace(/[\r\n]+/g, "").toWellFormed();
}

/** As in `escapeControl`, without what can also stand between tokens. */
const unseen = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]--[\t\n\r]]/gv;

/**
 * The same JSON with nothing in it that a terminal would act on or that hides: control, bidi and ignorable characters of
 * its strings become `\u` escapes, tabs between tokens become blanks. It parses to the same value.
 * JSON can hold U+007F to U+009F as they are, and U+009B starts a terminal's control sequence.
 */
export function escapeJsonControl(json: string): string {
  return json.replace(unseen, escapeUnits).replaceAll("\t", " ");
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
