import type { AdminPerson } from '../../../schema/http.ts';
import { t } from '../words/language.ts';
import { dateAndTime } from '../words/spoken.ts';

/** That a person is shut out, gone, or somebody else by now, in words; null for all others. */
export function personStanding({ banned, deletedAt, mergedInto }: AdminPerson): string | null {
  const words = t.value.admin;
  if (deletedAt !== null) return words.deleted;
  if (mergedInto !== null) return words.mergedInto(mergedInto);
  if (banned === null) return null;
  return banned.until === null ? words.bannedForGood : words.bannedUntil(dateAndTime(banned.until));
}
