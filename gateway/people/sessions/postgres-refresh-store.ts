import type { Kysely } from 'kysely';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import type { RefreshStore } from './refresh-store.ts';

/** Refresh tokens in PostgreSQL. */
export function postgresRefreshStore(db: Kysely<Tables>): RefreshStore {
  return {
    async begin(session_id, hash, ends_at) {
      await db.insertInto('refresh_tokens').values({ session_id, hash, ends_at }).execute();
    },

    async rotate(sessionId, { hash, successorHash, successorEndsAt }, now) {
      const rotated = await db
        .updateTable('refresh_tokens')
        .set({ hash: successorHash, previous_hash: hash, rotated_at: now, ends_at: successorEndsAt })
        .where('session_id', '=', sessionId)
        .where('hash', '=', hash)
        .where('ends_at', '>', now)
        .executeTakeFirst();
      if (rotated.numUpdatedRows > 0n) return 'rotated';
      const kept = await db
        .selectFrom('refresh_tokens')
        .select(['hash', 'previous_hash', 'rotated_at'])
        .where('session_id', '=', sessionId)
        .where('ends_at', '>', now)
        .executeTakeFirst();
      if (kept === undefined) return 'unknown';
      const isPrevious = kept.previous_hash?.equals(hash) === true && kept.hash.equals(successorHash);
      return isPrevious && now - (kept.rotated_at ?? 0) <= limits.refreshRaceMs ? 'again' : 'old';
    },

    async end(sessionIds) {
      if (sessionIds.length === 0) return;
      await db.deleteFrom('refresh_tokens').where('session_id', 'in', sessionIds).execute();
    },
  };
}
