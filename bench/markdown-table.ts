/** The first column to the left, the numbers after it to the right. Ends with an empty line. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const alignment = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [markdownRow(header), markdownRow(alignment), ...rows.map(markdownRow), ""];
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
