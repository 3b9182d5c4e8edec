/** Somebody who can be mentioned. */
export interface Mentionable {
  readonly id: number;
  readonly name: string;
}

/** A name that is being typed after an @, from `from` to the caret. */
export interface TypedMention {
  readonly from: number;
  readonly query: string;
}

const longestQuery = 24;

/** The mention that is being typed before the caret, if there is one. */
export function typedMention(text: string, caret: number): TypedMention | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from === -1 || (from > 0 && !/[\s([{「『"']/u.test(before[from - 1] ?? ''))) return null;
  const query = before.slice(from + 1);
  return query.length > longestQuery || /^\s|\n/u.test(query) ? null : { from, query };
}

const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** Those whose name begins like this, the first of `people` first; then those who have it within. */
export function fitting(people: readonly Mentionable[], query: string, most: number): readonly Mentionable[] {
  const wanted = folded(query);
  const names = people.map((one) => ({ one, name: folded(one.name) }));
  const begin = names.filter(({ name }) => name.startsWith(wanted));
  const within = names.filter(({ name }) => wanted !== '' && name.indexOf(wanted) > 0);
  return [...begin, ...within].slice(0, most).map(({ one }) => one);
}

/** The text with the typed mention written out, and where the caret stands then. */
export function withMention(
  text: string,
  typed: TypedMention,
  name: string,
): { readonly text: string; readonly caret: number } {
  const end = typed.from + 1 + typed.query.length;
  const written = `${text.slice(0, typed.from)}@${name} `;
  return { text: written + text.slice(end).replace(/^\s/u, ''), caret: written.length };
}

/** Which of those that were chosen are still mentioned in the text, at most `most`. */
export function mentionedIn(text: string, chosen: readonly Mentionable[], most: number): number[] {
  const ids = chosen.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
  return [...new Set(ids)].slice(0, most);
}
