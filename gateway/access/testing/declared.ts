import type { Rule, Who } from '../../../schema/access.ts';
import type { Phase } from '../../../schema/auction/spec.ts';
import type { Person } from '../../../schema/http.ts';
import type { Player } from './cast.ts';

/** A lot, as far as it matters to a declaration. */
export interface DeclaredLot {
  readonly phase: Phase;
  readonly sellerId: number;
}

/** Codes of what a phase refuses, which differ between bids and the commands of sellers. */
interface PhaseCodes {
  readonly ahead: string;
  readonly live: string;
  readonly over: string;
}

const over: ReadonlySet<Phase> = new Set(['sold', 'unsold', 'cancelled', 'settled']);

const isOf: Readonly<Record<Who, (person: Person, lot: DeclaredLot | null, runsRooms: boolean) => boolean>> =
  {
    anyone: () => true,
    guest: () => true,
    user: ({ kind }) => kind === 'user',
    seller: ({ id }, lot) => id === lot?.sellerId,
    moderator: ({ id, role }, lot, runsRooms) =>
      id === lot?.sellerId || runsRooms || ['moderator', 'admin'].includes(role),
    admin: ({ role }) => role === 'admin',
  };

/**
 * What a declaration says comes of it, read by its words and by nothing of the service: `done`, or the code of the
 * refusal. `hidden` is the code for a lot that is there for its seller alone.
 */
export function declared(
  rule: Rule,
  { person, isBanned, runsRooms }: Player,
  lot: DeclaredLot | null,
  { hidden, phaseCodes }: { hidden: string; phaseCodes: PhaseCodes },
): string {
  if (isBanned && !rule.evenBanned) return 'banned';
  if (rule.who !== 'anyone' && person === null) return 'not_signed_in';
  if (person !== null && !isOf[rule.who](person, lot, runsRooms === true)) {
    return rule.who === 'user' ? 'account_needed' : 'not_allowed';
  }
  if (lot === null) return 'done';
  const isSeller = person?.id === lot.sellerId;
  if (rule.sellerOnlyIn?.includes(lot.phase) && !isSeller) return hidden;
  if (rule.notSeller && isSeller) return 'own_lot';
  if (!rule.phases || rule.phases.includes(lot.phase)) return 'done';
  if (over.has(lot.phase)) return phaseCodes.over;
  return lot.phase === 'live' ? phaseCodes.live : phaseCodes.ahead;
}
