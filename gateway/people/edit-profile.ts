import type { Kysely } from 'kysely';
import { type Person, type ProfileEdit, personSchema } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError } from '../http/problem.ts';
import { pictureIn } from './avatar.ts';
import { isStaffName, nameKey } from './name-key.ts';

const uniqueViolation = '23505';

/**
 * Changes what a person has chosen to be seen by. Accounts have names of their own, guests share theirs. Throws
 * `name_reserved`, `name_taken`, and `invalid` for a picture that is none.
 */
export async function editProfile(
  db: Kysely<Tables>,
  { id, kind }: Person,
  { name, language, avatar }: ProfileEdit,
): Promise<Person> {
  if (name !== undefined) refuseStaffName(name);
  if (avatar && kind === 'guest') throw new ProblemError(403, 'not_allowed', 'Only accounts have pictures');
  if (avatar && pictureIn(avatar) === null) {
    throw new ProblemError(400, 'invalid', 'avatar: not the picture that it says it is');
  }
  try {
    const row = await db
      .updateTable('persons')
      .set({
        ...(name === undefined ? {} : { name, name_key: kind === 'user' ? nameKey(name) : null }),
        ...(language === undefined ? {} : { language }),
        ...(avatar === undefined ? {} : { avatar }),
      })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(['id', 'name', 'kind', 'role'])
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError(401, 'not_signed_in', 'Sign in again');
    return personSchema.parse(row);
  } catch (error) {
    if ((error as { code?: string }).code !== uniqueViolation) throw error;
    throw new ProblemError(409, 'name_taken', 'Somebody else has this name, or one that looks the same');
  }
}

/** Throws `name_reserved` for a name that would be taken for one of the staff. */
export function refuseStaffName(name: string): void {
  if (isStaffName(name)) {
    throw new ProblemError(409, 'name_reserved', 'This name is kept for the people who run the house');
  }
}
