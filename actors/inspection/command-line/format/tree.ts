import { field } from './field.ts';

const mostItems = 10;
const mostChars = 100;

/** Plain data as indented lines, each `name  value`; long lists are cut, for `--json` shows all of them. */
export function tree(data: unknown, nowMs: number, indent = '  '): string[] {
  if (typeof data !== 'object' || data === null) return [`${indent}${field('', data, nowMs)}`];
  const entries = Object.entries(data);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.flatMap(([name, value]) => {
    if (Array.isArray(value) && value.length > 0) return [`${indent}${name}`, ...items(value, `${indent}  `)];
    if (isPlainObject(value)) return [`${indent}${name}`, ...tree(value, nowMs, `${indent}  `)];
    return [`${indent}${name.padEnd(width)}  ${field(name, value, nowMs)}`];
  });
}

function items(list: readonly unknown[], indent: string): string[] {
  const lines = list.slice(0, mostItems).map((item) => `${indent}${cut(JSON.stringify(item))}`);
  const more = list.length - mostItems;
  return more > 0 ? [...lines, `${indent}… and ${more} more`] : lines;
}

const cut = (text: string) => (text.length > mostChars ? `${text.slice(0, mostChars)}…` : text);

const isPlainObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
