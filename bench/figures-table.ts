import type { Figures } from './scenario.ts';

/** Figures for people: one line each, those that belong together under their name. */
export function figuresTable(figures: Figures): string {
  const rows = rowsOf('', figures);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function rowsOf(prefix: string, figures: Figures): Array<readonly [string, string]> {
  return Object.entries(figures).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? rowsOf(`${prefix}${name}.`, value as Figures)
      : [[`${prefix}${name}`, typeof value === 'number' ? shortNumber(value) : String(value)] as const],
  );
}

function shortNumber(value: number): string {
  const digits = Math.abs(value) >= 1_000 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
