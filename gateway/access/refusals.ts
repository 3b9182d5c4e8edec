import type { Rule, Who } from '../../schema/access.ts';
import type { Refusal } from './judge.ts';

const forWhom: Readonly<Record<Who, string>> = {
  anyone: 'Nobody may do this',
  guest: 'Sign in first',
  user: 'This needs an account',
  seller: 'Only the seller may do this',
  moderator: 'Only the seller and moderators may do this',
  admin: 'Only admins may do this',
};

const statuses: Readonly<Record<Refusal, number>> = {
  not_signed_in: 401,
  banned: 403,
  account_needed: 403,
  not_allowed: 403,
};

/** HTTP status of a refusal. */
export const statusOf = (refusal: Refusal): number => statuses[refusal];

/** What the one who is refused is told, as a sentence without its full stop. */
export function sentenceOf(refusal: Refusal, { who }: Rule): string {
  if (refusal === 'not_signed_in') return 'Sign in first';
  return refusal === 'banned' ? 'You were shut out here' : forWhom[who];
}
