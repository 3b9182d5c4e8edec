import type { WordFilter } from '../word-filter.ts';
import type { Evasions } from './evasions.ts';

/** How much of a kind of evasion is found. */
export interface Recall {
  readonly kind: string;
  readonly total: number;
  readonly missed: readonly string[];
}

/** A message counts as found when all of the stretch between « and » is masked. */
export function recallOf(filter: WordFilter, evasions: Evasions): Recall[] {
  return Object.entries(evasions).map(([kind, messages]) => {
    const missed = messages.filter((message) => !isFound(filter, message));
    return { kind, total: messages.length, missed };
  });
}

function isFound(filter: WordFilter, message: string): boolean {
  const [before = '', stretch = '', after = ''] = message.split(/[«»]/);
  const { found } = filter.check(before + stretch + after);
  const end = before.length + stretch.length;
  return found.some(([from, to]) => from <= before.length && to >= end);
}

/** The innocent messages in which a word is found all the same. */
export function falseAlarms(filter: WordFilter, innocents: readonly string[]): string[] {
  return innocents.filter((message) => filter.check(message).action !== 'none');
}
