import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { startInstalledRedis } from '../../testing/redis.ts';
import { openRedis } from '../redis/open.ts';
import { RateTally } from './rate-tally.ts';

const server = await startInstalledRedis({ after });
const { redis: shared, stop } = await openRedis(server.url, pino({ level: 'silent' }));
after(stop);

function node(redis: Redis | null, clock: { now: number }) {
  const told: number[][] = [];
  const tally = new RateTally({ now: () => clock.now, redis, tell: (people) => told.push([...people]) });
  return { tally, told };
}

test('the gateways of a node are added up', async () => {
  const { tally, told } = node(null, { now: 0 });
  tally.add([
    [1, 6, 10],
    [2, 10, 10],
  ]);
  tally.add([[1, 5, 10]]);
  await tally.turn();
  assert.deepEqual(told, [[1]]);
  await tally.turn();
  tally.add([[1, 6, 10]]);
  await tally.turn();
  assert.equal(told.length, 1, 'each second stands for itself');
});

test('the nodes that share a Redis are added up, and each for itself while it is away', async () => {
  const clock = { now: 5_000 };
  const [one, other] = [node(shared, clock), node(shared, clock)];
  const both = async () => {
    one.tally.add([[1, 6, 10]]);
    other.tally.add([
      [1, 6, 10],
      [3, 11, 10],
    ]);
    await one.tally.turn();
    await other.tally.turn();
  };
  await both();
  assert.deepEqual([one.told, other.told], [[], [[1, 3]]]);
  clock.now += 1_000;
  await one.tally.turn();
  one.tally.add([[1, 6, 10]]);
  await one.tally.turn();
  assert.deepEqual(one.told, []);

  await server.stop();
  clock.now += 1_000;
  await both();
  assert.deepEqual([one.told, other.told.at(-1)], [[], [3]]);
});
