import { type DocumentFault, type JsonObject, maxDepth } from "./document.ts";

/** An element that is not closed yet. */
interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>> | null;
  /** Its children by name; `null` as long as there are none. */
  children: Record<string, unknown> | null;
  text: string;
}

const nameForm = /[^\s/>=]+/y;
const attributeForm = /\s+([^\s/>=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEndForm = /\s*(\/?)>/y;
const attributesKey = "#attributes";
const textKey = "#text";

/**
 * Reads one event of a Windows event log as XML, into the form in which such logs are dumped as JSON:
 * `{"Event":{"System":{"EventID":"13","Provider":{"#attributes":{"Name":…}},…},"EventData":{"TargetObject":…}}}`.
 *
 * An element is its text; with attributes an object of `#attributes` and, if there is any, `#text`; with children an object
 * of these (what stands between them is dropped). Names come without their namespace's prefix; of the same name there is an
 * array. `<Data Name='X'>` is named X, one without a name `Data`, which is an array then. All values are texts.
 *
 * Knows the entities of XML itself, character references and CDATA; a document type, which an event never has, is a fault,
 * and so is what isn't well-formed. Linear, and without recursion.
 */
export function parseEvtxXml(xml: string): JsonObject | DocumentFault {
  const root = openElement("", null);
  const open: OpenElement[] = [root];
  let at = xml.startsWith("\ufeff") ? 1 : 0;
  while (at < xml.length) {
    const tag = xml.indexOf("<", at);
    const end = tag < 0 ? xml.length : tag;
    const current = open.at(-1) ?? root;
    if (end > at) current.text += decodeEntities(xml.slice(at, end));
    if (tag < 0) break;
    const next = readMarkup(xml, tag, open);
    if (next < 0) return "syntax";
    if (open.length > maxDepth + 1) return "depth";
    at = next;
  }
  const { children, text } = root;
  return open.length > 1 || children === null || text.trim() !== "" ? "syntax" : children;
}

/** Takes what begins at this `<`; says where it ends, or -1 for a mistake. */
function readMarkup(xml: string, at: number, open: OpenElement[]): number {
  const current = open.at(-1);
  if (current === undefined) return -1;
  if (xml.startsWith("</", at)) return closeTag(xml, at + 2, open);
  if (xml.startsWith("<?", at)) return behind(xml, "?>", at + 2);
  if (xml.startsWith("<!--", at)) return behind(xml, "-->", at + 4);
  if (xml.startsWith("<![CDATA[", at)) {
    const end = behind(xml, "]]>", at + 9);
    if (end >= 0) current.text += xml.slice(at + 9, end - 3);
    return end;
  }
  return openTag(xml, at + 1, open);
}

function behind(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function closeTag(xml: string, at: number, open: OpenElement[]): number {
  const end = xml.indexOf(">", at);
  const element = open.pop();
  const parent = open.at(-1);
  if (end < 0 || element === undefined || parent === undefined) return -1;
  if (localName(xml.slice(at, end).trimEnd()) !== element.name) return -1;
  addChild(parent, element);
  return end + 1;
}

function openTag(xml: string, start: number, open: OpenElement[]): number {
  nameForm.lastIndex = start;
  const name = nameForm.exec(xml)?.[0] ?? "";
  if (name === "" || name.startsWith("!")) return -1;
  let at = nameForm.lastIndex;
  let attributes: Record<string, string> | null = null;
  for (;;) {
    attributeForm.lastIndex = at;
    const found = attributeForm.exec(xml);
    if (found === null) break;
    const [, key = "", double, single = ""] = found;
    at = attributeForm.lastIndex;
    if (key === "xmlns" || key.startsWith("xmlns:")) continue;
    attributes ??= emptyRecord<string>();
    attributes[localName(key)] = decodeEntities(double ?? single);
  }
  tagEndForm.lastIndex = at;
  const tagEnd = tagEndForm.exec(xml);
  const parent = open.at(-1);
  if (tagEnd === null || parent === undefined) return -1;
  const isSecondRoot = open.length === 1 && parent.children !== null;
  if (isSecondRoot) return -1;
  const element = openElement(localName(name), attributes);
  if (tagEnd[1] === "/") addChild(parent, element);
  else open.push(element);
  return tagEndForm.lastIndex;
}

function openElement(name: string, attributes: OpenElement["attributes"]): OpenElement {
  return { name, attributes, children: null, text: "" };
}

function addChild(parent: OpenElement, element: OpenElement): void {
  const children = (parent.children ??= emptyRecord<unknown>());
  const dataName = element.name === "Data" ? element.attributes?.["Name"] : undefined;
  const name = dataName ?? element.name;
  const value = dataName === undefined ? valueOf(element) : element.text;
  const known = children[name];
  if (Array.isArray(known)) known.push(value);
  else if (known !== undefined) children[name] = [known, value];
  else children[name] = name === "Data" && dataName === undefined ? [value] : value;
}

function valueOf({ attributes, children, text }: OpenElement): unknown {
  if (children !== null) {
    if (attributes !== null) children[attributesKey] = attributes;
    return children;
  }
  if (attributes === null) return text;
  const value = emptyRecord<unknown>();
  value[attributesKey] = attributes;
  if (text !== "") value[textKey] = text;
  return value;
}

/** Without a prototype: `__proto__` is a name like any other. */
function emptyRecord<Value>(): Record<string, Value> {
  return Object.create(null);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const namedEntities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** What is no entity stays as it stands. */
function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === "string") return namedEntities.get(name) ?? whole;
    const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}
