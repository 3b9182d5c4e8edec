import type { Rank } from '../../schema/chat/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import type { ChatState } from './state.ts';

/** Who this person is in the room: a guest who was merged is the account. */
export const whoIs = ({ merged }: ChatState, person: PersonId): PersonId => merged.get(person) ?? person;

/** What somebody is in the room; `isStaff`: a moderator or admin of the site. */
export function rankOf(state: ChatState, person: PersonId, isStaff: boolean): Rank {
  if (person === state.sellerId) return 'seller';
  if (isStaff) return 'staff';
  return state.moderators.has(person) ? 'moderator' : 'speaker';
}

/** Whether `rank` may say that what `other` does is not to be: nobody may of the seller, moderators not of one another. */
export const standsAbove = (rank: Rank, other: Rank): boolean =>
  other !== 'seller' && rank !== 'speaker' && (rank !== 'moderator' || other === 'speaker');
