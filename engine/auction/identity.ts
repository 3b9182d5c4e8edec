import type { PersonId } from '../../schema/ids.ts';
import type { AuctionState } from './state.ts';

/** Who this person is in the lot: a guest who was merged is the account. */
export const whoIs = ({ merged }: AuctionState, person: PersonId): PersonId =>
  merged === null ? person : (merged.get(person) ?? person);

/** Whether this person bids or sells in the lot. */
export const hasSeat = ({ spec, bidders }: AuctionState, person: PersonId): boolean =>
  spec?.sellerId === person || (bidders?.has(person) ?? false);
