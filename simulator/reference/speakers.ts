import type { Person } from '../../schema/http.ts';

/** People who only look on and speak: accounts, guests, and those whom guests turn out to be. */
export const firstOnlooker = 200;
export const firstGuest = 300;
const firstAccount = 400;
/** One of the site's own moderators. */
export const staffMember = 500;

const dayMs = 24 * 3_600_000;
/** Virtual time at which every run begins (ms since 1970), and when most people were known long since. */
export const startMs = 1_750_000_000_000;
const longAgoMs = 1_700_000_000_000;

export const isGuest = (person: number): boolean => person >= firstGuest && person < firstAccount;
export const isStaff = (person: number): boolean => person === staffMember;
export const followsSeller = (person: number): boolean => person % 2 === 0;

/** Since when somebody has been known: every third has come on the day of the run. */
export const knownSince = (person: number): number => (person % 3 === 0 ? startMs - dayMs / 24 : longAgoMs);

export const nameOf = (person: number): string => `Person ${person}`;

/** Whom a guest turns out to be. */
export const accountOf = (guest: number): number => guest - firstGuest + firstAccount;

/** Somebody as a gateway knows who it is. */
export const personOf = (person: number): Person => ({
  id: person,
  name: nameOf(person),
  kind: isGuest(person) ? 'guest' : 'user',
  role: isStaff(person) ? 'moderator' : 'user',
});
