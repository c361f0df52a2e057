import { type JsonStyle, quoteJson, quoteJsonList } from "./json-text.ts";

/** A value in the registry as an event shows it. */
export interface RegistryFacts {
  readonly hive: string;
  /** The whole path, with hive and value. */
  readonly path: string;
  /** Without the hive. */
  readonly key: string;
  readonly value: string;
  /** A string, or an array of them, maybe empty; `null`: the event has no data. */
  readonly data: string | readonly string[] | null;
  readonly dataType: string;
}

/** The member `"registry":{…},` of an event. */
export function writeRegistry(facts: RegistryFacts, style: JsonStyle): string {
  const data =
    facts.data === null ? "" : `"data":{"strings":${quoteEither(facts.data, style)},"type":"${facts.dataType}"},`;
  return (
    `"registry":{"hive":"${facts.hive}","path":${quoteJson(facts.path, style)},${data}` +
    `"value":${quoteJson(facts.value, style)},"key":${quoteJson(facts.key, style)}},`
  );
}

/** A string as a JSON string, several as an array. */
export function quoteEither(texts: string | readonly string[], style: JsonStyle): string {
  return typeof texts === "string" ? quoteJson(texts, style) : quoteJsonList(texts, style);
}
