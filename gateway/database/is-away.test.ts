import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { startInstalledRedis } from '../../testing/redis.ts';
import { openRedis } from '../redis/open.ts';
import { isAway } from './is-away.ts';

const server = await startInstalledPostgres({ after });

test('a pool that has no connection to spare in time is away, as what a statement does wrong is not', async (t) => {
  const pool = new pg.Pool({ connectionString: server.url, max: 1, connectionTimeoutMillis: 2_000 });
  t.after(() => pool.end());
  const only = await pool.connect();
  await assert.rejects(only.query('select nothing from nowhere'), (error) => !isAway(error));
  await assert.rejects(pool.connect(), isAway);
  only.release();
});

test('a Redis that stopped is away, as a command that is none is not', async (t) => {
  const server = await startInstalledRedis(t);
  const { redis, stop } = await openRedis(server.url, pino({ level: 'silent' }));
  t.after(stop);
  await assert.rejects(redis.call('NONSENSE'), (error) => !isAway(error));
  await server.stop();
  await assert.rejects(redis.get('a'), isAway);
});
