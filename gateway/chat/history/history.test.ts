import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import type { ChatMessage } from '../../../schema/chat/public.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { startInstalledRedis } from '../../../testing/redis.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { ActorsForTest } from '../../lots/testing/actors-for-test.ts';
import { openRedis } from '../../redis/open.ts';
import { roomsAtHand } from '../rooms-at-hand.ts';
import { type Happening, happening, storedRoom } from '../testing/stored-room.ts';
import { type ChatHistoryQuery, chatHistory, findMessage } from './history.ts';
import { foldEvents } from './recent/fold-events.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const shared = await openRedis((await startInstalledRedis({ after })).url, log);
after(() => shared.stop());

const actors = new ActorsForTest(db, Date.now);
const stores = {
  'the rooms’ memory': roomsAtHand({ db, actors, redis: null, epoch: 'one', guestsSpeak: true }),
  Redis: roomsAtHand({ db, actors, redis: shared.redis, epoch: 'one', guestsSpeak: true }),
};

/** What of a message does not depend on where it comes from: a guest may be called the account only in what is recent. */
const plain = ({ seq, at, text, gone, replyTo }: ChatMessage) => ({ seq, at, text, gone, replyTo });

/** The page of all messages that a query asks for, as its words say. */
function pageOf(all: readonly ChatMessage[], { before = Infinity, after, limit }: ChatHistoryQuery) {
  const asked = all.filter(({ seq }) => seq < before && seq > (after ?? 0));
  const page = after === undefined ? asked.slice(-limit) : asked.slice(0, limit);
  return { messages: page.map(plain), hasMore: asked.length > limit };
}

const runs = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 5 });
const position = fc.option(fc.integer({ min: 1, max: 700 }), { nil: undefined });
const query = fc
  .record({ before: position, after: position, limit: fc.integer({ min: 1, max: 200 }) })
  .filter(({ before, after }) => before === undefined || after === undefined || after < before);

for (const [name, chat] of Object.entries(stores)) {
  const parts = { db, ...chat };

  test(`any page of a room’s messages is what was asked for, and says exactly whether there are more, from ${name}`, async () => {
    const stories = fc.array(happening, { minLength: 1, maxLength: 600, size: 'max' });
    await fc.assert(
      fc.asyncProperty(
        stories,
        runs,
        fc.array(query, { minLength: 1, maxLength: 20 }),
        async (happenings, rows, queries) => {
          const { lot, told } = await storedRoom(actors, happenings, rows);
          chat.recent.told(lot, told);
          const all = foldEvents(told);
          for (const asked of queries) {
            const { messages, hasMore } = await chatHistory(parts, lot, asked);
            assert.deepEqual({ messages: messages.map(plain), hasMore }, pageOf(all, asked));
          }
        },
      ),
      // Looking for a smaller story would take longer than reading this one.
      { numRuns: 25, endOnFailure: true },
    );
  });
}

const { recent, rooms } = stores['the rooms’ memory'];
const parts = { db, recent, rooms };
const says = (count: number): Happening[] => Array.from({ length: count }, () => ({ what: 'say', by: 2 }));

test('page by page, back or on, one comes through all messages', async () => {
  const { lot, told } = await storedRoom(actors, [...says(450), { what: 'set' }, ...says(150)], [200, 1]);
  const all = foldEvents(told).map(({ seq }) => seq);
  const back: number[] = [];
  for (let before: number | undefined, more = true; more; ) {
    const page = await chatHistory(parts, lot, { before, limit: 70 });
    back.unshift(...page.messages.map(({ seq }) => seq));
    [before, more] = [page.messages[0]?.seq, page.hasMore];
  }
  assert.deepEqual(back, all);
  const on: number[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await chatHistory(parts, lot, { after, limit: 70 });
    on.push(...page.messages.map(({ seq }) => seq));
    [after, more] = [page.messages.at(-1)?.seq as number, page.hasMore];
  }
  assert.deepEqual(on, all);
});

test('rows without messages don’t hide those before them', async () => {
  const sets: Happening[] = Array.from({ length: 900 }, () => ({ what: 'set' }));
  const { lot, told } = await storedRoom(actors, [...says(3), ...sets, ...says(200)], [1]);
  const first = foldEvents(told)[3]?.seq as number;
  const page = await chatHistory(parts, lot, { before: first, limit: 2 });
  assert.deepEqual([page.messages.map(({ seq }) => seq), page.hasMore], [[3, 4], true]);
});

test('a message is found by its number, as everyone may see it, unless it is gone', async () => {
  const { lot, told } = await storedRoom(
    actors,
    [
      ...says(2),
      { what: 'hold', by: 3 },
      ...says(300),
      { what: 'delete', back: 302 },
      { what: 'delete', back: 1 },
    ],
    [40],
  );
  const all = new Map(foldEvents(told).map((message) => [message.seq, message]));
  for (let seq = 1; seq <= told.length + 1; seq++) {
    const message = all.get(seq);
    const expected = message?.gone === undefined ? (message ?? null) : null;
    assert.deepEqual(await findMessage(parts, lot, seq), expected, `${seq}`);
  }
});
