/** Rows of text under their headings; numbers stand on the right. */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, n) => Math.max(...all.map((row) => String(row[n]).length)));
  return all
    .map((row) =>
      row
        .map((cell, n) => {
          const width = widths[n] as number;
          return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
