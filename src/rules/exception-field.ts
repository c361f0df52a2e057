/** The fields that ECS indexes as text, word by word. */
const textFields: ReadonlySet<string> = new Set(["message", "error.message"]);

/** A field of an exception, as events have it. */
export interface ExceptionField {
  readonly path: string;
  /** The index compares its values without case. */
  readonly ignoreCase: boolean;
}

/**
 * What a field of an exception is in an event. Exceptions name fields of the index, where a field may be there in other
 * forms too: `process.executable.caseless` and `.keyword` stand for values of `process.executable`, which is all that
 * the event itself has.
 */
export function exceptionField(name: string): ExceptionField {
  const form = /^(.+)\.(caseless|keyword|text)$/.exec(name);
  if (form === null || isTextByName(name)) return { path: name, ignoreCase: false };
  return { path: form[1] ?? name, ignoreCase: form[2] === "caseless" };
}

/** True for a field whose values the index holds as words: whether it matches depends on how they were cut. */
export function isAnalysed(name: string): boolean {
  return textFields.has(name) || (name.endsWith(".text") && !isTextByName(name));
}

/** The one field of ECS that is called so and is no form of another. */
function isTextByName(name: string): boolean {
  return name === "process.io.text";
}
