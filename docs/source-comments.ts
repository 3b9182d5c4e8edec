import { readFileSync } from 'node:fs';

/** The text of a file of `schema/`. */
export const sourceOf = (file: string): string =>
  readFileSync(new URL(`../schema/${file}`, import.meta.url), 'utf8');

/** What the comment right before a name says, by name; for a name without one, nothing. */
export function commentsOf(source: string): ReadonlyMap<string, string> {
  const commented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export const (\w+)|'(\w+)',|(\w+):)/g;
  const comments = new Map<string, string>();
  for (const [, comment = '', exported, literal, field] of source.matchAll(commented)) {
    const name = exported ?? literal ?? field ?? '';
    comments.set(name, comment.replace(/\s*\n\s*\* ?/g, ' ').trim());
  }
  return comments;
}

/** The part of a source that declares an exported constant, so that names of other declarations do not mix in. */
export function declarationOf(source: string, name: string): string {
  const start = source.indexOf(`export const ${name} `);
  if (start < 0) throw new Error(`The source does not export ${name}`);
  const end = source.indexOf('\nexport ', start + 1);
  return source.slice(start, end < 0 ? undefined : end);
}
