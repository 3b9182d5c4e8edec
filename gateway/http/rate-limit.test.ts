import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { pino } from 'pino';
import { startInstalledRedis } from '../../testing/redis.ts';
import { openRedis } from '../redis/open.ts';
import { ProblemError } from './problem.ts';
import { RateLimit } from './rate-limit.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledRedis({ after });
const { redis, stop } = await openRedis(server.url, log);
after(stop);
const options = { perMinute: 3, message: 'Too many' };
const now = () => 0;

/** How many of so many tries were let through. */
async function passes(limits: readonly RateLimit[], key: string, tries: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < tries; n++) {
    try {
      await (limits[n % limits.length] as RateLimit).take(key);
      passed++;
    } catch (error) {
      assert.ok(error instanceof ProblemError && error.status === 429);
      assert.match(error.headers['retry-after'] ?? '', /^\d+$/);
    }
  }
  return passed;
}

describe('a rate', () => {
  it('is counted by each node for itself without Redis, per key', async () => {
    const nodes = [1, 2].map(() => new RateLimit({ name: 'a', ...options }, { now, redis: null }));
    assert.equal(await passes(nodes, 'k', 10), 6);
    assert.equal(await passes(nodes, 'other', 10), 6);
  });

  it('is counted by all nodes together in Redis, and apart from other rates', async () => {
    const nodes = [1, 2].map(() => new RateLimit({ name: 'b', ...options }, { now, redis }));
    assert.equal(await passes(nodes, 'k', 10), 3);
    assert.equal(await passes([new RateLimit({ name: 'c', ...options }, { now, redis })], 'k', 10), 3);
  });

  it('still holds on each node while Redis is away, and together again when it is back', async () => {
    const nodes = [1, 2].map(() => new RateLimit({ name: 'd', ...options }, { now, redis }));
    await server.stop();
    assert.equal(await passes(nodes, 'k', 10), 6);
    await server.start();
    await new Promise((resolve) => redis.once('ready', resolve));
    assert.equal(await passes(nodes, 'k', 10), 3);
  });
});

describe('a Redis that is not there', () => {
  it('is told to the operator without the password', async () => {
    await assert.rejects(openRedis('redis://:hunter2@127.0.0.1:1', log), (error: Error) => {
      assert.match(error.message, /^The Redis server at 127\.0\.0\.1:1 can't be used: /);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  });
});
