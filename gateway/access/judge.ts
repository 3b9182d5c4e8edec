import type { Rule } from '../../schema/access.ts';
import type { Person } from '../../schema/http.ts';

/** Why somebody may not: nobody is signed in, the person was shut out, is a guest, or is not who it is for. */
export type Refusal = 'not_signed_in' | 'banned' | 'account_needed' | 'not_allowed';

/** Who asks. */
export interface Asker {
  /** Null for nobody, and for somebody who was shut out. */
  readonly person: Pick<Person, 'id' | 'kind' | 'role'> | null;
  readonly isBanned: boolean;
}

/**
 * Whether this person may use what has this rule: null if so, the reason if not, and `ask_lot` if that depends on
 * whose lot it is about, for which there is `judgeLot`. It looks nothing up: every bid comes through here.
 */
export function judge(rule: Rule, { person, isBanned }: Asker): Refusal | 'ask_lot' | null {
  if (isBanned && rule.evenBanned !== true) return 'banned';
  if (rule.who === 'anyone') return null;
  if (person === null) return isBanned ? 'banned' : 'not_signed_in';
  switch (rule.who) {
    case 'guest':
      return null;
    case 'user':
      return person.kind === 'user' ? null : 'account_needed';
    case 'seller':
      return 'ask_lot';
    case 'moderator':
      return person.role === 'user' ? 'ask_lot' : null;
    case 'admin':
      return person.role === 'admin' ? null : 'not_allowed';
  }
}

/**
 * The rest of it, where `judge` has to know whose the lot is: `ask_room` if it is for those who run the lot's chat room and
 * the one who asks may be one of those, for which there is `judgeRoom`. The lot's phase is for its auction to judge.
 */
export function judgeLot(
  { who }: Pick<Rule, 'who'>,
  person: Pick<Person, 'id'> | null,
  lot: { readonly sellerId: number },
): Refusal | 'ask_room' | null {
  if (person !== null && person.id === lot.sellerId) return null;
  return who === 'moderator' && person !== null ? 'ask_room' : 'not_allowed';
}

/** The last of it, where it depends on whether the seller has named who asks a moderator of the lot's room. */
export const judgeRoom = ({ isModerator }: { readonly isModerator: boolean }): Refusal | null =>
  isModerator ? null : 'not_allowed';
