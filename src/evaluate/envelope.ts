import type { Envelope } from "../sources/source.ts";
import {
  type DocumentFault,
  isObject,
  type JsonObject,
  type OpenedEvent,
  parseExactly,
  parseObject,
} from "./document.ts";
import { parseEvtxXml } from "./evtx-xml.ts";
import { locateValue } from "./object-path.ts";

/** Finds the event in a document; of one that was read before with `exactly` it always does. */
export type Opening = (root: JsonObject, exactly: boolean) => OpenedEvent | DocumentFault;

const noFields: JsonObject = {};

/**
 * Compiles how the events of a source lie in their documents. Where nothing is to be unwrapped the event has no fields; a
 * text that can't be read as the envelope says is a fault. What should be a text and is an object is taken as it is.
 */
export function compileOpening({ unwrap, decode }: Envelope): Opening {
  if (unwrap === null) return (root) => ({ fields: root, envelope: root });
  const isWanted = decode === null ? isObject : isTextOrObject;
  return (root, exactly) => {
    const found = locateValue(root, unwrap, isWanted)?.value;
    if (typeof found !== "string") return { fields: isObject(found) ? found : noFields, envelope: root };
    const fields = decodeText(found, decode, exactly);
    return typeof fields === "string" ? fields : { fields, envelope: root };
  };
}

function decodeText(text: string, decode: Envelope["decode"], exactly: boolean): JsonObject | DocumentFault {
  if (decode === "evtx-xml") return parseEvtxXml(text);
  return exactly ? parseExactly(text) : parseObject(text);
}

function isTextOrObject(value: unknown): boolean {
  return typeof value === "string" || isObject(value);
}

/** Name of the object that is the document of a search hit (own string `_index` and own object of this name). */
export const searchHitKey = "_source";

/** The object that is the document of a search hit; `null` if it is none. */
export function documentOfSearchHit(root: JsonObject): JsonObject | null {
  if (!Object.hasOwn(root, "_index") || !Object.hasOwn(root, searchHitKey)) return null;
  const { _index: index, _source: source } = root;
  return typeof index === "string" && isObject(source) ? source : null;
}
