/** What stands in a table; null shows as a dash. */
export type Cell = string | number | null;

/** One line for each row, under the columns' titles; the first column and the last one are text. */
export function rowsTable<Row>(
  columns: ReadonlyArray<readonly [title: string, cell: (row: Row) => Cell]>,
  rows: readonly Row[],
): string {
  const lines = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => text(cell(row)))),
  ];
  const widths = columns.map((_, n) => Math.max(...lines.map((line) => (line[n] as string).length)));
  const isText = (n: number) => n === 0 || n === columns.length - 1;
  return lines
    .map((line) =>
      line
        .map((cell, n) => (isText(n) ? cell.padEnd(widths[n] as number) : cell.padStart(widths[n] as number)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const text = (cell: Cell): string =>
  cell === null ? '-' : typeof cell === 'number' ? shortFigure(cell) : cell;

/** A figure with as many digits as anybody would read. */
export function shortFigure(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
