import { Choice } from "./choice.ts";
import type { Host, User } from "./host.ts";
import type { Random } from "./random.ts";
import { documentNames, domains, extensions, words } from "./vocabulary.ts";

/** What the blanks of a template are filled from. */
export interface TemplateContext {
  readonly random: Random;
  readonly host: Host;
  readonly user: User;
}

/** A text with blanks: gives another text each time. */
export type Template = (context: TemplateContext) => string;

const wordChoice = Choice.skewed(words);
const domainChoice = Choice.skewed(domains);
const extensionChoice = Choice.skewed(extensions);
const documentChoice = Choice.skewed(documentNames);

const fillers: Readonly<Record<string, Template>> = {
  guid: ({ random }) => random.guid(),
  hex: ({ random }) => random.hex(1),
  hash: ({ random }) => random.hex(8),
  digit: ({ random }) => String(random.below(10)),
  number: ({ random }) => String(random.below(10_000)),
  large: ({ random }) => String(random.next() >>> 0),
  code: ({ random }) => random.base64(2 * random.between(12, 60)),
  version: ({ random }) => `${random.between(1, 24)}.${random.below(10)}.${random.below(4000)}.${random.below(200)}`,
  word: ({ random }) => wordChoice.draw(random),
  domain: ({ random }) => domainChoice.draw(random),
  extension: ({ random }) => extensionChoice.draw(random),
  document: ({ random }) => `${documentChoice.draw(random)} ${random.between(1, 400)}`,
  ip: ({ random }) => `10.${random.below(8)}.${random.below(256)}.${random.between(1, 254)}`,
  mail: ({ random, user }) => `${user.name}@${domainChoice.draw(random)}`,
  user: ({ user }) => user.name,
  sid: ({ user }) => user.id,
  profile: ({ user }) => user.profile,
  machine: ({ host }) => host.name,
};

/**
 * Compiles a text with blanks such as `{guid}` or `{word}`. Braces around anything else stand for themselves, so that a
 * GUID in braces is written `{{guid}}`.
 *
 * @example compileTemplate("C:\\Temp\\{word}-{number}.tmp")(context) // C:\Temp\agent-4711.tmp
 */
export function compileTemplate(text: string): Template {
  const parts: (string | Template)[] = [];
  let end = 0;
  for (const blank of text.matchAll(/\{([a-z]+)\}/g)) {
    const name = blank[1] ?? "";
    const filler = Object.hasOwn(fillers, name) ? fillers[name] : undefined;
    if (filler === undefined) continue;
    if (blank.index > end) parts.push(text.slice(end, blank.index));
    parts.push(filler);
    end = blank.index + blank[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return (context) => {
    let filled = "";
    for (const part of parts) filled += typeof part === "string" ? part : part(context);
    return filled;
  };
}

/** Compiles each of the texts. */
export function compileTemplates(texts: readonly string[]): readonly Template[] {
  return texts.map((text) => compileTemplate(text));
}
