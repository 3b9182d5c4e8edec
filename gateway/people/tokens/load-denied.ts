import type { Kysely } from 'kysely';
import type { Tables } from '../../../schema/tables.ts';
import type { Denied } from './denials.ts';

/** Who is let in no longer, for a server that starts at the time `now` (ms). */
export async function loadDenied(db: Kysely<Tables>, accessTokenMs: number, now: number): Promise<Denied> {
  const ended = await db
    .selectFrom('sessions')
    .select(['id', 'ended_at'])
    .where('ended_at', '>', now - accessTokenMs)
    .execute();
  const banned = await db
    .selectFrom('persons')
    .select(['id', 'banned_until'])
    .where('banned_at', 'is not', null)
    .where((eb) => eb.or([eb('banned_until', 'is', null), eb('banned_until', '>', now)]))
    .execute();
  return {
    sessions: ended.map(({ id, ended_at }) => [id, (ended_at as number) + accessTokenMs] as const),
    banned: banned.map(({ id, banned_until }) => [id, banned_until] as const),
  };
}
