import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { pino } from 'pino';
import { limits } from '../../../schema/limits.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { startInstalledRedis } from '../../../testing/redis.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { openRedis } from '../../redis/open.ts';
import { postgresRefreshStore } from './postgres-refresh-store.ts';
import { redisRefreshStore } from './redis-refresh-store.ts';

const log = pino({ level: 'silent' });
const postgres = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const shared = await openRedis((await startInstalledRedis({ after })).url, log);
after(() => shared.stop());

const { id: personId } = await db
  .insertInto('persons')
  .values({ name: 'a', kind: 'guest', created_at: 0 })
  .returning('id')
  .executeTakeFirstOrThrow();

/** A session as the database has to know it. */
async function newSession(): Promise<string> {
  const id = randomBytes(16).toString('base64url');
  const times = { created_at: 0, seen_at: 0, ends_at: Number.MAX_SAFE_INTEGER };
  await db
    .insertInto('sessions')
    .values({ id, person_id: personId, provider: 'guest', agent: '', address: '', ...times })
    .execute();
  return id;
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const start = Date.now();

const stores = { PostgreSQL: postgresRefreshStore(db), Redis: redisRefreshStore(shared.redis, () => start) };
for (const [name, store] of Object.entries(stores)) {
  describe(`refresh tokens in ${name}`, () => {
    const rotation = (session: string, from: string, to: string, at: number) =>
      store.rotate(
        session,
        { hash: hash(from), successorHash: hash(to), successorEndsAt: at + limits.sessionMs },
        at,
      );

    it('are good once, and a while longer for whoever asks for the same successor', async () => {
      const session = await newSession();
      await store.begin(session, hash('a'), start + limits.sessionMs);
      assert.equal(await rotation(session, 'a', 'b', start), 'rotated');
      assert.equal(await rotation(session, 'a', 'b', start + limits.refreshRaceMs), 'again');
      assert.equal(await rotation(session, 'a', 'b', start + limits.refreshRaceMs + 1), 'old');
      assert.equal(await rotation(session, 'a', 'x', start), 'old');
      assert.equal(await rotation(session, 'b', 'c', start + 1), 'rotated');
      assert.equal(await rotation(session, 'a', 'b', start + 1), 'old');
      assert.equal(await rotation(session, 'never', 'b', start + 1), 'old');
    });

    it('are rotated by one of many who ask at once', async () => {
      const session = await newSession();
      await store.begin(session, hash('a'), start + limits.sessionMs);
      const all = await Promise.all(Array.from({ length: 16 }, () => rotation(session, 'a', 'b', start)));
      assert.deepEqual(all.toSorted(), [...Array(15).fill('again'), 'rotated']);
    });

    it('are unknown when their session is, and when it has ended', async () => {
      const session = await newSession();
      assert.equal(await rotation(session, 'a', 'b', start), 'unknown');
      await store.begin(session, hash('a'), start + limits.sessionMs);
      await store.end([session, 'another']);
      assert.equal(await rotation(session, 'a', 'b', start), 'unknown');
      await store.end([]);
    });
  });
}
