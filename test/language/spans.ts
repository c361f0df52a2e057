const spanNames = new Set(["span", "categorySpan", "nameSpan"]);

/** The same tree without the places of its nodes, so that trees of different texts can be compared. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => !spanNames.has(name))
      .map(([name, value]) => [name, withoutSpans(value)]),
  );
}
