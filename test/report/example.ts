import * as fc from "fast-check";
import {
  type Detection,
  type DetectionEvent,
  type DetectionRule,
  isPresent,
  type MatchedCondition,
} from "../../src/hunt/detection.ts";

export const exampleRule: DetectionRule = {
  id: "403ef0d3",
  name: "Unusual Persistence via Services Registry",
  severity: "low",
  risk_score: 21,
  tags: ["OS: Windows"],
  threat: [{ framework: "MITRE ATT&CK", tactic: { id: "TA0003", name: "Persistence" } }],
};

/** The object that a JSON text is. */
export function parseDocument(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new TypeError(`no object: ${text}`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An event whose text is that of its document, unless another one is given. */
export function exampleEvent(
  document: Record<string, unknown> = { host: { name: "ws-12" }, process: { name: "services.exe" } },
  over: Partial<DetectionEvent> = {},
): DetectionEvent {
  return {
    timestamp: "2025-08-18T10:00:00.000Z",
    source: { file: "logs/a.ndjson.gz", offset: 1234, product: "ecs" },
    matched: [{ field: "registry.value", value: "ImagePath", pattern: "ImagePath" }],
    event: document,
    text: JSON.stringify(document),
    ...over,
  };
}

export function exampleDetection(over: Partial<Detection> = {}): Detection {
  return {
    schema_version: 1,
    id: "9f3c".repeat(8),
    rule: exampleRule,
    kind: "event",
    timestamp: "2025-08-18T10:00:00.000Z",
    join_keys: [],
    events: [exampleEvent()],
    ...over,
  };
}

/** A sequence of three stages: an event, none, and an event, joined by a host and an optional key without a value. */
export function exampleSequence(over: Partial<Detection> = {}): Detection {
  return exampleDetection({
    id: "5e9c".repeat(8),
    kind: "sequence",
    timestamp: "2025-08-18T10:00:02.500Z",
    join_keys: ["ws-12", null],
    events: [
      exampleEvent(
        { "@timestamp": "2025-08-18T10:00:00Z", "host.name": "ws-12", process: { name: "cmd.exe" } },
        { matched: [{ field: "process.name", value: "cmd.exe", pattern: "cmd*" }] },
      ),
      { missing: true },
      exampleEvent(
        { "@timestamp": 1_755_511_202_500, host: { name: "ws-12" } },
        {
          timestamp: "2025-08-18T10:00:02.500Z",
          source: { file: "logs/b.ndjson", offset: 99, product: "ecs" },
          matched: [{ field: "dns.question.name", value: "evil.example", pattern: "*.example" }],
        },
      ),
    ],
    ...over,
  });
}

/** Texts an attacker would write: they move the cursor, hide, reverse, start formulas, close quotes, or are no text at all. */
export const hostileTexts: readonly string[] = [
  "\u001b[2J\u001b[1;1H",
  "\u001b]0;title\u0007",
  "\u009b31mred",
  "a\u202egnp.exe",
  "\u2066zero\u200bwidth\u2069",
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r\n=1",
  "\n=1",
  "＝1",
  "nul\u0000byte",
  "lone\ud800high",
  "lone\udc00low",
  'say "hi", twice; or not',
  " padded ",
  "line\nbreak\r\nagain\rand\u2028so\u2029on",
  "__proto__",
  "日本語のプロセス名",
  "กำลังทำงาน",
  "👨‍👩‍👧‍👦🫠👍🏽🇩🇪",
  "e\u0301".repeat(40),
  "\u0301".repeat(500),
  `C:\\${"very long directory\\".repeat(400)}x.exe`,
  "x".repeat(9_000),
];

/** What no report may hold: control characters but for newlines, and what hides or reverses. */
export const unprintable = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Cs}\u2028\u2029]--[\n]]/v;

/** Any text: hostile ones, any characters, and both mixed. */
const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary" }), fc.string()), { maxLength: 3 })
  .map((parts) => parts.join(""));

const anyValue: fc.Arbitrary<MatchedCondition["value"]> = fc.oneof(
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

const anyDocument: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.oneof(fc.constantFrom("host.name", "user.name", "process.name", "message"), anyText),
  fc.oneof(anyText, fc.array(anyText, { maxLength: 3 }), fc.integer(), fc.constant(null)),
  { maxKeys: 4 },
);

const anyEvent: fc.Arbitrary<DetectionEvent> = fc
  .record({
    document: anyDocument,
    file: anyText,
    offset: fc.nat(),
    index: fc.option(fc.nat(), { nil: undefined }),
    matched: fc.array(fc.record({ field: anyText, value: anyValue, pattern: anyText }), { maxLength: 9 }),
  })
  .map(({ document, file, offset, index, matched }) => {
    // Written and read again, so that both agree and are well-formed, as a hunt gives them.
    const text = JSON.stringify(document).toWellFormed();
    const source = { file, offset, product: "ecs", ...(index === undefined ? {} : { index }) };
    return exampleEvent(parseDocument(text), { source, matched, text });
  });

const anyJoinKeys = fc.array(fc.option(anyText), { maxLength: 3 });

/** At least one event is there; only a sequence has missing ones. */
const anyKindAndEvents = fc.oneof(
  fc.record({ kind: fc.constant("event"), events: fc.tuple(anyEvent), join_keys: fc.constant([]) }),
  fc.record({
    kind: fc.constant("sequence"),
    events: fc
      .array(fc.oneof(anyEvent, fc.constant({ missing: true })), { minLength: 1, maxLength: 4 })
      .filter((events) => events.some(isPresent)),
    join_keys: anyJoinKeys,
  }),
  fc.record({
    kind: fc.constant("sample"),
    events: fc.array(anyEvent, { minLength: 1, maxLength: 3 }),
    join_keys: anyJoinKeys,
  }),
);

export const anyDetection: fc.Arbitrary<Detection> = fc
  .record({
    id: anyText,
    name: anyText,
    severity: fc.constantFrom("low", "medium", "high", "critical"),
    timestamp: fc.constantFrom(null, "2025-08-18T10:00:00.000Z", "2025-08-18T10:00:00.123456789Z"),
    of: anyKindAndEvents,
    partial: fc.option(fc.constant(true as const)),
  })
  .map(({ id, name, severity, timestamp, of, partial }) =>
    exampleDetection({
      rule: { ...exampleRule, id, name, severity },
      timestamp,
      ...of,
      ...(partial === null ? {} : { partial }),
    }),
  );
