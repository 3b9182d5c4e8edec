import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { PostgresJournal } from '../../../actors/journal/postgres.ts';
import { replay } from '../../../actors/shard/replay.ts';
import { commitOf } from '../../../actors/testing/commit-of.ts';
import chat from '../../../engine/chat/behaviour.ts';
import { Play } from '../../../engine/chat/testing/play.ts';
import type { Behaviour } from '../../../schema/behaviour.ts';
import { chatActor } from '../../../schema/ids.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { ChatRetention } from './retention.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const journal = new PostgresJournal({ connectionString: server.url });
after(() => journal.close());
const { epochs } = await journal.claim([0], 'a test', 0);

const behaviour = chat as Behaviour;
const minuteMs = 60_000;
let rooms = 0;

const rebuilt = async (actor: string) => {
  const { state, seq } = replay(behaviour, (await journal.load([actor])).get(actor));
  return { state: JSON.stringify(behaviour.freeze(state)), seq };
};
const rowsOf = (actor: string) =>
  db.selectFrom('events').select(['seq', 'data']).where('actor', '=', actor).orderBy('seq').execute();

function retention(now: number, keepMs: number): ChatRetention {
  const later = (_delayMs: number, task: () => void) => task();
  return new ChatRetention({ db, keepMs, now: () => now, later, log });
}

/** A room in which something happened each minute, some events to a row, with a checkpoint after one of the rows. */
async function storedRoom(sizes: readonly number[], checkpointAfter: number | null) {
  const actor = chatActor(`room ${++rooms}`);
  const play = Play.opened();
  for (const [n, size] of sizes.entries()) {
    const first = play.state.position === 1 ? 1 : play.state.position + 1;
    const from = play.turns.length;
    for (let left = size; left > 0; left--) play.say(2 + (left % 3));
    if (n % 4 === 3) play.give({ type: 'delete', by: 1, isStaff: false, of: play.state.position });
    const events = play.turns.slice(n === 0 ? 0 : from).flatMap((turn) => turn.events);
    const checkpoint = { actor, seq: play.state.position, state: behaviour.freeze(play.state) };
    await journal.append(
      commitOf(
        epochs,
        events.map((event, at) => ({ actor, seq: first + at, event })),
        n === checkpointAfter ? { checkpoints: [checkpoint] } : {},
      ),
    );
  }
  return { actor, play };
}

test('what is old goes as far as a checkpoint stands for it, and the room is rebuilt the same', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(12), fc.integer({ min: 0, max: 80 }), async (rows, place, keepMinutes) => {
      const checkpointAfter = place < rows.length ? place : null;
      const { actor, play } = await storedRoom(rows, checkpointAfter);
      const before = await rowsOf(actor);
      const room = await rebuilt(actor);
      const oldest = play.now - keepMinutes * minuteMs;
      const pass = retention(play.now, keepMinutes * minuteMs);
      await pass.pass();
      const left = await rowsOf(actor);
      assert.deepEqual(await rebuilt(actor), room);
      const stays = before.filter(({ data }, n) => {
        const { at } = (JSON.parse(`[${data}]`) as { at: number }[])[0] as { at: number };
        return at >= oldest || checkpointAfter === null || n > checkpointAfter || n === before.length - 1;
      });
      assert.deepEqual(left, stays);
      assert.equal(await pass.pass(), 0);
    }),
    { numRuns: 40 },
  );
});

test('what happened in auctions stays for ever, and of rooms too where nothing is to be deleted', async () => {
  const { actor, play } = await storedRoom([3, 3, 3], 1);
  const auction = 'auction/old';
  const event = { type: 'listed', at: 1 };
  const checkpoints = [{ actor: auction, seq: 2, state: {} }];
  await journal.append(commitOf(epochs, [{ actor: auction, seq: 1, event }]));
  await journal.append(commitOf(epochs, [{ actor: auction, seq: 2, event }], { checkpoints }));
  const before = await rowsOf(actor);
  const keeping = retention(play.now, 0);
  keeping.start();
  await keeping.stop();
  assert.deepEqual(await rowsOf(actor), before);
  assert.ok((await retention(play.now + 1e9, 1).pass()) > 0);
  assert.equal((await rowsOf(auction)).length, 2);
});
