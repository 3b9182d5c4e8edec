import { figuresTable } from '../../figures-table.ts';
import { rowsTable } from '../../rows-table.ts';
import type { Figures } from '../../scenario.ts';

type ChatRow = Readonly<Record<string, string | number>>;

/** Lotcast's own figures, and below them a line for each that it was compared with, if it was. */
export function chatTable(
  { rows, ...figures }: Figures,
  columns: ReadonlyArray<readonly [title: string, field: string]>,
): string {
  if (rows === undefined) return figuresTable(figures);
  const compared = rows as readonly ChatRow[];
  const table = rowsTable(
    [['', 'name'] as const, ...columns, ['keeps a message', 'keeps'] as const].map(
      ([title, field]) => [title, (row: ChatRow) => row[field] ?? null] as const,
    ),
    compared,
  );
  const made = compared.map(({ name, madeOf }) => `${name}: ${madeOf}`);
  return [figuresTable(figures), '', table, '', ...made].join('\n');
}
