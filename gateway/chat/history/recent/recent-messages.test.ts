import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { chatActor } from '../../../../schema/ids.ts';
import { limits } from '../../../../schema/limits.ts';
import { startInstalledPostgres } from '../../../../testing/postgres.ts';
import { startInstalledRedis } from '../../../../testing/redis.ts';
import { migrateToLatest } from '../../../database/migrate.ts';
import { openDatabase } from '../../../database/open.ts';
import { ActorsForTest } from '../../../lots/testing/actors-for-test.ts';
import { openRedis } from '../../../redis/open.ts';
import { roomsOf } from '../../rooms.ts';
import { type Happening, happening, storedRoom } from '../../testing/stored-room.ts';
import { foldEvents } from './fold-events.ts';
import { type RecentMessages, recentOfRooms } from './recent-messages.ts';
import { redisRecentMessages } from './redis-recent-messages.ts';

const log = pino({ level: 'silent' });
const postgres = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const server = await startInstalledRedis({ after });
const shared = await openRedis(server.url, log);
after(() => shared.stop());

const actors = new ActorsForTest(db, Date.now);
const rooms = roomsOf({ actors, sellerOf: async () => 1, guestsSpeak: true });
const inRooms = recentOfRooms(rooms);
const unasked: RecentMessages = { of: () => assert.fail('Redis did not know'), told: () => {} };
const inRedis = (otherwise: RecentMessages, epoch = 'one') =>
  redisRecentMessages({ redis: shared.redis, epoch, rooms, otherwise });

const stores: Readonly<Record<string, RecentMessages>> = {
  'in the rooms themselves': inRooms,
  'in Redis': inRedis(unasked),
};
const many: Happening[] = Array.from({ length: 2 * limits.chatRecentMessages }, (_, n) => ({
  what: 'say',
  by: 2 + (n % 2),
}));

for (const [name, store] of Object.entries(stores)) {
  describe(`recent messages ${name}`, () => {
    it('are the latest of all that were told, with what is gone taken away', async () => {
      const stories = fc.array(happening, { minLength: 1, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(stories, fc.integer({ min: 1, max: 5 }), async (happenings, perFrame) => {
          const { lot, told } = await storedRoom(actors, happenings, [7]);
          for (let at = 0; at < told.length; at += perFrame) store.told(lot, told.slice(at, at + perFrame));
          const { from, messages } = await store.of(lot);
          assert.equal(from, 1);
          assert.deepEqual(messages, foldEvents(told));
        }),
        { numRuns: 60 },
      );
    });

    it('are a bounded number, and say from where on they are all', async () => {
      const { lot, told } = await storedRoom(actors, many, [50]);
      store.told(lot, told);
      const { from, messages } = await store.of(lot);
      assert.equal(messages.length, limits.chatRecentMessages);
      assert.equal(messages[0]?.seq, from);
      assert.deepEqual(messages, foldEvents(told).slice(-limits.chatRecentMessages));
    });

    it('are none in a room that nobody has entered', async () => {
      const fallen = name === 'in Redis' ? inRedis(inRooms) : store;
      assert.deepEqual(await fallen.of('nowhere'), { from: 1, messages: [] });
    });
  });
}

describe('what Redis has of recent messages', () => {
  const says = (count: number): Happening[] => Array.from({ length: count }, () => ({ what: 'say', by: 2 }));

  it('is there once, told twice, or by two who hear the same', async () => {
    const { lot, told } = await storedRoom(actors, says(9), [1]);
    const [one, other] = [inRedis(unasked), inRedis(unasked)];
    one.told(lot, told.slice(0, 6));
    other.told(lot, told.slice(3));
    one.told(lot, told.slice(2));
    assert.deepEqual((await one.of(lot)).messages, foldEvents(told));
  });

  it('is not believed when it ends too early, and only as far as nothing is missing', async () => {
    const { lot, told } = await storedRoom(actors, says(9), [1]);
    const store = inRedis(inRooms);
    store.told(lot, told.slice(0, 4));
    assert.deepEqual(await store.of(lot), await inRooms.of(lot));
    store.told(lot, told.slice(6));
    const { from, messages } = await inRedis(unasked).of(lot);
    assert.equal(from, told[6]?.seq);
    assert.deepEqual(messages, foldEvents(told.slice(6)));
  });

  it('is of one database, and not of another', async () => {
    const { lot, told } = await storedRoom(actors, says(3), [1]);
    inRedis(unasked, 'another').told(lot, told);
    assert.equal((await inRedis(inRooms).of(lot)).messages.length, 3);
    assert.deepEqual(await shared.redis.exists(`lotcast:chat:one:${lot}`), 0);
  });

  it('is not missed while Redis is away, nor after it has forgotten', async () => {
    const { lot, told } = await storedRoom(actors, says(3), [1]);
    const store = inRedis(inRooms);
    store.told(lot, told);
    await server.stop();
    assert.deepEqual((await store.of(lot)).messages, foldEvents(told));
    store.told(lot, told);
    await server.start();
    assert.deepEqual((await store.of(lot)).messages, foldEvents(told));
  });

  it('is not told when the room itself does not answer', async () => {
    const { lot, told } = await storedRoom(actors, says(3), [1]);
    const store = inRedis(inRooms);
    store.told(lot, told);
    actors.isSilent = true;
    await assert.rejects(store.of(lot), /The room can not answer just now/);
    actors.isSilent = false;
    assert.equal(((await actors.ask(chatActor(lot), { ask: 'recent' })) as unknown[]).length, 3);
  });
});
