import type { Kysely } from 'kysely';
import type { Tables } from '../../../schema/tables.ts';
import { ProblemError } from '../../http/problem.ts';

export interface KnownPerson {
  readonly id: number;
  readonly name: string;
}

/** The person with this id, or whom that guest turned out to be. Throws `not_found` if there is nobody, or not any more. */
export async function knownPerson(db: Kysely<Tables>, id: number): Promise<KnownPerson> {
  const person = await db
    .selectFrom('persons as asked')
    .innerJoin('persons as person', (join) =>
      join.on(({ eb, ref, fn }) =>
        eb('person.id', '=', fn.coalesce(ref('asked.merged_into'), ref('asked.id'))),
      ),
    )
    .select(['person.id', 'person.name'])
    .where('asked.id', '=', id)
    .where('person.deleted_at', 'is', null)
    .executeTakeFirst();
  if (person === undefined) throw new ProblemError(404, 'not_found', 'There is no such person');
  return person;
}
