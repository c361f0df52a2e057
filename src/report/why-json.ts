import type { ConditionHint, ExplainedCondition, FieldReading, NearestValue } from "../why/condition.ts";
import type { ExplainedJoining, JoiningStory, StoryEnd, TimedEvent } from "../why/joining.ts";
import type {
  EventPlace,
  ExplainedEvent,
  ExplainedFilter,
  ExplainedRule,
  JoinKeyValues,
  WhyReport,
} from "../why/report.ts";
import { documentLine } from "./json-lines.ts";

/**
 * What `why --format json` writes: one JSON document with all that is known, with a newline at its end. Places and lengths count
 * characters (code points). Numbers beyond 2^53 are as the event has them; lone surrogates are U+FFFD.
 */
export function whyToJson(report: WhyReport): string {
  const json = {
    schema_version: 1,
    events: report.events,
    bad_lines: report.badLines,
    problems: report.problems.map(({ name, code, reason }) => ({ file: name, code, reason })),
    rules: report.rules.map(ruleJson),
  };
  const texts = new RawTexts();
  const written = JSON.stringify(json, (_key, part: unknown) => texts.replace(part), 2);
  return `${texts.restore(written)}\n`;
}

function ruleJson({ id, name, file, kind, matching, events, joining }: ExplainedRule): unknown {
  return {
    rule: { id, name, file },
    kind,
    matching,
    events: events.map(eventJson),
    ...(joining === null ? {} : { joining: joiningJson(joining) }),
  };
}

function eventJson({
  place,
  product,
  source,
  timestamp,
  filters,
  reachedCombinationLimit,
  text,
}: ExplainedEvent): unknown {
  return {
    source: { ...placeJson(place), product, mapping: source },
    timestamp,
    matches: filters.some(({ matches }) => matches),
    ...(reachedCombinationLimit ? { combination_limit: true } : {}),
    filters: filters.map(filterJson),
    event: new RawJson(documentLine(text)),
  };
}

function placeJson({ file, offsetBytes, index }: EventPlace): object {
  return { file, offset: offsetBytes, ...(index === null ? {} : { index }) };
}

function filterJson({ role, matches, reference, joinKeys, condition }: ExplainedFilter): unknown {
  const stage = role.kind === "stage" ? { stages: role.numbers, missing: role.missing } : {};
  return {
    filter: role.kind,
    ...stage,
    matches,
    reference,
    ...(joinKeys === null ? {} : { join_keys: joinKeys.map(keysJson) }),
    condition: conditionJson(condition),
  };
}

function keysJson(keys: JoinKeyValues): unknown {
  return keys.map(({ field, value }) => ({ field, value }));
}

function conditionJson(condition: ExplainedCondition): unknown {
  const { kind, truth, wanted, isAtFault } = condition;
  const head = { kind, truth, wanted, at_fault: isAtFault };
  switch (condition.kind) {
    case "constant":
      return head;
    case "not":
      return { ...head, operand: conditionJson(condition.operand) };
    case "and":
    case "or":
      return { ...head, operands: condition.operands.map(conditionJson) };
    case "leaf": {
      const { text, implicit, asks, fields, matched, nearest, hints } = condition;
      return {
        ...head,
        condition: text,
        ...(implicit ? { category: true } : {}),
        asks,
        fields: fields.map(readingJson),
        matched,
        nearest: nearest === null ? null : nearestToJson(nearest),
        hints: hints.map(hintJson),
      };
    }
  }
}

function readingJson({ field, values, from, similar }: FieldReading): unknown {
  return {
    field,
    values,
    ...(from.length === 0 ? {} : { from }),
    ...(similar.length === 0 ? {} : { similar }),
  };
}

/** The pattern that a value came nearest to, and where they part ways, as JSON has it. */
function nearestToJson({ field, value, pattern, share, parting, viablePrefix }: NearestValue): object {
  return {
    field,
    value,
    pattern,
    share,
    parting: {
      from: parting.from,
      agreed: parting.agreed,
      ...(parting.from === "regex" ? {} : { wanted: parting.wanted }),
      ...(parting.from === "middle" ? { searched_from: parting.searchedFrom, found_at: parting.foundAt } : {}),
    },
    viable_prefix: viablePrefix,
  };
}

function hintJson(hint: ConditionHint): unknown {
  return { ...hint };
}

function joiningJson({ stages, until, complete, stories, storyCount, isCut, agrees }: ExplainedJoining): unknown {
  return {
    stages,
    until,
    complete,
    story_count: storyCount,
    cut: isCut,
    agrees,
    stories: stories.map(storyJson),
  };
}

function storyJson({ keys, events, end }: JoiningStory): unknown {
  return {
    keys: keysJson(keys),
    events: events.map(({ stage, event }) => ({ stage, ...timedJson(event) })),
    end: endJson(end),
  };
}

function timedJson({ place, timestamp }: TimedEvent): object {
  return { source: placeJson(place), timestamp };
}

function endJson(end: StoryEnd): unknown {
  switch (end.kind) {
    case "complete":
    case "same-event":
      return { kind: end.kind };
    case "max-span":
      return {
        kind: end.kind,
        stage: end.stage,
        by: timedJson(end.by),
        late_by_ns: end.lateByNs,
        maxspan_ns: end.maxSpanNs,
      };
    case "no-event":
      return {
        kind: end.kind,
        stage: end.stage,
        earlier: end.earlier === null ? null : timedJson(end.earlier),
        other_keys:
          end.otherKeys === null ? null : { ...timedJson(end.otherKeys.event), keys: keysJson(end.otherKeys.keys) },
      };
    default:
      return { kind: end.kind, stage: end.stage, by: timedJson(end.by) };
  }
}

/** Text that is JSON already. */
class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Puts stand-ins in the place of what `JSON.stringify` can't write, and the texts in theirs. */
class RawTexts {
  readonly #texts: string[] = [];

  /** For `JSON.stringify`. The stand-in has a lone surrogate, which no other text of the result has. */
  replace(part: unknown): unknown {
    if (part instanceof RawJson) return this.#standIn(part.text);
    if (typeof part === "bigint") return this.#standIn(part.toString());
    if (typeof part === "number" && !Number.isFinite(part)) return this.#standIn(part < 0 ? "-1e999" : "1e999");
    return typeof part === "string" ? part.toWellFormed() : part;
  }

  restore(json: string): string {
    return json.replace(/"\\udfff(\d+)"/g, (_, number: string) => this.#texts[Number(number)] ?? "null");
  }

  #standIn(text: string): string {
    return `\udfff${this.#texts.push(text) - 1}`;
  }
}
